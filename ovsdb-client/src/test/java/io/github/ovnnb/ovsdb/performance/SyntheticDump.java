package io.github.ovnnb.ovsdb.performance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;

/** What a server answers to {@code monitor_cond} for switches of 1,000 ports each. */
final class SyntheticDump {
    static final int PORTS_PER_SWITCH = 1000;

    private final Random random = new Random(1);
    private final JsonGenerator json;

    private SyntheticDump(JsonGenerator json) {
        this.json = json;
    }

    static byte[] ofPorts(int ports) throws IOException {
        var bytes = new ByteArrayOutputStream(ports * 300);
        try (var json = new JsonFactory().createGenerator(bytes)) {
            new SyntheticDump(json).write(ports);
        }
        return bytes.toByteArray();
    }

    private void write(int ports) throws IOException {
        var uuids = new UUID[ports];
        for (int i = 0; i < ports; i++) {
            uuids[i] = uuid();
        }
        json.writeStartObject();
        json.writeNumberField("id", 1);
        json.writeObjectFieldStart("result");
        json.writeObjectFieldStart("Logical_Switch");
        for (int first = 0; first < ports; first += PORTS_PER_SWITCH) {
            writeSwitch(first / PORTS_PER_SWITCH, uuids, first, Math.min(ports, first + PORTS_PER_SWITCH));
        }
        json.writeEndObject();
        json.writeObjectFieldStart("Logical_Switch_Port");
        for (int i = 0; i < ports; i++) {
            writePort(i, uuids[i]);
        }
        json.writeEndObject();
        json.writeEndObject();
        json.writeNullField("error");
        json.writeEndObject();
    }

    private void writeSwitch(int number, UUID[] ports, int from, int to) throws IOException {
        json.writeObjectFieldStart(uuid().toString());
        json.writeObjectFieldStart("initial");
        json.writeStringField("name", "switch-" + number);
        json.writeFieldName("ports");
        json.writeStartArray();
        json.writeString("set");
        json.writeStartArray();
        var sorted = new TreeSet<String>();
        for (int i = from; i < to; i++) {
            sorted.add(ports[i].toString());
        }
        for (var port : sorted) {
            json.writeStartArray();
            json.writeString("uuid");
            json.writeString(port);
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }

    private void writePort(int i, UUID uuid) throws IOException {
        var address = "0a:58:0a:%02x:%02x:%02x 10.%d.%d.%d"
                .formatted(i >> 16, i >> 8 & 255, i & 255, i >> 16, i >> 8 & 255, i & 255);
        json.writeObjectFieldStart(uuid.toString());
        json.writeObjectFieldStart("initial");
        json.writeStringField("name", name(i));
        json.writeStringField("addresses", address);
        json.writeStringField("port_security", address);
        writeMap("external_ids", "ls", "switch-" + i / PORTS_PER_SWITCH, "pod", pod(i));
        writeMap("options", "requested-chassis", "node-" + i % 50);
        json.writeEndObject();
        json.writeEndObject();
    }

    static String name(int port) {
        return "web-" + port % PORTS_PER_SWITCH + ".namespace-" + port / PORTS_PER_SWITCH;
    }

    static String pod(int port) {
        return "namespace-" + port / PORTS_PER_SWITCH + "/web-" + port % PORTS_PER_SWITCH;
    }

    private void writeMap(String column, String... keysAndValues) throws IOException {
        json.writeFieldName(column);
        json.writeStartArray();
        json.writeString("map");
        json.writeStartArray();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            json.writeStartArray();
            json.writeString(keysAndValues[i]);
            json.writeString(keysAndValues[i + 1]);
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeEndArray();
    }

    private UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }
}
