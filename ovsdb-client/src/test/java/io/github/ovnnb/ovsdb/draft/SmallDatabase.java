package io.github.ovnnb.ovsdb.draft;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ovnnb.ovsdb.codec.SchemaParser;
import io.github.ovnnb.ovsdb.protocol.AtomKind;
import io.github.ovnnb.ovsdb.protocol.Column;
import io.github.ovnnb.ovsdb.protocol.DatabaseSchema;
import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.protocol.RowShape;
import io.github.ovnnb.ovsdb.protocol.Value;
import io.github.ovnnb.ovsdb.replica.Index;
import io.github.ovnnb.ovsdb.replica.Snapshot;
import io.github.ovnnb.ovsdb.replica.TableDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Switches and ports, of which the ports' {@code type} is not replicated. */
final class SmallDatabase {
    static final DatabaseSchema SCHEMA = schema("""
            {"name":"Small","version":"1.0.0","tables":{
              "Switch":{"isRoot":true,"columns":{
                "name":{"type":"string"},
                "ports":{"type":{"key":{"type":"uuid","refTable":"Port"},"min":0,"max":"unlimited"}}}},
              "Port":{"isRoot":true,"columns":{
                "name":{"type":"string"},
                "type":{"type":"string"},
                "tag":{"type":{"key":"integer","min":0,"max":1}},
                "peer":{"type":{"key":{"type":"uuid","refTable":"Port","refType":"weak"},"min":0,"max":1}},
                "addresses":{"type":{"key":"string","min":0,"max":"unlimited"}},
                "ids":{"type":{"key":"string","value":"string","min":0,"max":"unlimited"}}}}}}""");

    static final Column<String> SWITCH_NAME = Column.scalar("Switch", "name", AtomKind.STRING, "");
    static final Column<Set<UUID>> PORTS =
            Column.set("Switch", "ports", AtomKind.ROW).referringTo("Port");
    static final Column<String> NAME = Column.scalar("Port", "name", AtomKind.STRING, "");
    static final Column<String> TYPE = Column.scalar("Port", "type", AtomKind.STRING, "");
    static final Column<Optional<Long>> TAG = Column.optional("Port", "tag", AtomKind.INTEGER);
    static final Column<Optional<UUID>> PEER = Column.optional("Port", "peer", AtomKind.ROW);
    static final Column<Set<String>> ADDRESSES = Column.set("Port", "addresses", AtomKind.STRING);
    static final Column<Map<String, String>> IDS = Column.map("Port", "ids", AtomKind.STRING, AtomKind.STRING);

    static final Index BY_NAME = Index.on("Port", "name");
    static final Index BY_ADDRESS = Index.onElement("Port", "addresses");
    static final Index BY_POD = Index.onMapEntry("Port", "ids", "pod");
    static final Index SWITCH_OF_PORT = Index.onElement("Switch", "ports");

    private static final List<TableDefinition> TABLES = List.of(
            TableDefinition.of("Switch", "name", "ports").indexedBy(SWITCH_OF_PORT),
            TableDefinition.of("Port", "name", "tag", "peer", "addresses", "ids")
                    .indexedBy(BY_NAME, BY_ADDRESS, BY_POD));

    private SmallDatabase() {}

    private static DatabaseSchema schema(String json) {
        try {
            return SchemaParser.parse(new ObjectMapper().readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    static UUID uuid(int number) {
        return new UUID(0, number);
    }

    static Row row(String table, UUID uuid, Map<String, Value> contents) {
        var definition = TABLES.stream()
                .filter(each -> each.table().equals(table))
                .findFirst()
                .orElseThrow();
        var builder = Row.builder(RowShape.of(SCHEMA.table(table).orElseThrow(), definition.columns()), uuid);
        contents.forEach(builder::set);
        return builder.build();
    }

    static Snapshot of(Row... rows) {
        return of(List.of(rows));
    }

    static Snapshot of(List<Row> rows) {
        return Snapshot.of(SCHEMA, TABLES, rows);
    }
}
