package io.github.ovnnb.ovsdb.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ovnnb.ovsdb.protocol.ColumnType;
import io.github.ovnnb.ovsdb.protocol.DatabaseSchema;
import io.github.ovnnb.ovsdb.protocol.MonitorShape;
import io.github.ovnnb.ovsdb.protocol.RowShape;
import io.github.ovnnb.ovsdb.protocol.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A schema in which every kind of column occurs, and JSON in both directions. */
final class Examples {
    private static final ObjectMapper JSON = new ObjectMapper();

    static final DatabaseSchema SCHEMA = SchemaParser.parse(json("""
            {"name":"Example","version":"1.2.3","cksum":"1 2","tables":{
              "Switch":{"isRoot":true,"columns":{
                "name":{"type":"string"},
                "ports":{"type":{"key":{"type":"uuid","refTable":"Port","refType":"strong"},"min":0,"max":"unlimited"}}}},
              "Port":{"indexes":[["name"]],"maxRows":9,"columns":{
                "name":{"type":"string"},
                "tag":{"type":{"key":{"type":"integer","minInteger":1,"maxInteger":4095},"min":0,"max":1}},
                "addresses":{"type":{"key":"string","min":0,"max":"unlimited"}},
                "options":{"type":{"key":"string","value":"string","min":0,"max":"unlimited"}},
                "up":{"type":{"key":"boolean","min":0,"max":1}},
                "enabled":{"type":"boolean"},
                "weight":{"type":"real"},
                "count":{"type":"integer","mutable":false},
                "mode":{"type":{"key":{"type":"string","enum":["set",["access","trunk"]]}}},
                "peer":{"type":{"key":{"type":"uuid","refTable":"Port","refType":"weak"},"min":0,"max":1}},
                "queues":{"type":{"key":"integer","value":{"type":"uuid","refTable":"Port"},"min":0,"max":"unlimited"}}}}}}
            """));

    static final RowShape SWITCH = RowShape.of(SCHEMA.table("Switch").orElseThrow());
    static final RowShape PORT = RowShape.of(SCHEMA.table("Port").orElseThrow());
    static final MonitorShape BOTH = MonitorShape.of(List.of(SWITCH, PORT));

    private Examples() {}

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }

    static JsonNode json(byte[] utf8) {
        return json(new String(utf8, StandardCharsets.UTF_8));
    }

    static Value read(ColumnType type, String json) {
        var reader = new ValueReader(new AtomPool());
        reader.begin(type);
        var bytes = (json + " ").getBytes(StandardCharsets.UTF_8);
        new JsonTokenizer(reader, JsonLimits.DEFAULT).feed(bytes, 0, bytes.length);
        if (!reader.isDone()) {
            throw new MalformedMessageException("the value is not complete");
        }
        return reader.value();
    }

    static String written(Value value) {
        var writer = new JsonWriter(16);
        ValueWriter.value(writer, value);
        return new String(writer.taken(), StandardCharsets.UTF_8);
    }
}
