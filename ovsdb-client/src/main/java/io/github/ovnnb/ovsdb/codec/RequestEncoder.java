package io.github.ovnnb.ovsdb.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.ovnnb.ovsdb.protocol.Condition;
import io.github.ovnnb.ovsdb.protocol.MonitorRequest;
import io.github.ovnnb.ovsdb.protocol.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Writes messages, each as the bytes of one JSON object. May be used from any thread. Fails with an IllegalArgumentException if
 * a string contains what the server cannot take: NUL, for which it would close the connection, or half of a surrogate pair.
 */
public final class RequestEncoder {
    private static final JsonFactory JSON = new JsonFactory();

    private RequestEncoder() {}

    /** Any request whose params are at hand as JSON. */
    public static byte[] request(long id, String method, JsonNode params) {
        return call(id, method, json -> TreeWriter.write(json, params));
    }

    /** Any request whose params are strings: {@code get_schema}, {@code lock}, {@code monitor_cancel} … */
    public static byte[] request(long id, String method, String... params) {
        return call(id, method, json -> {
            json.writeStartArray();
            for (var param : params) {
                ValueWriter.string(json, param);
            }
            json.writeEndArray();
        });
    }

    /** {@code set_db_change_aware}. */
    public static byte[] databaseChangeAware(long id, boolean aware) {
        return call(id, "set_db_change_aware", json -> {
            json.writeStartArray();
            json.writeBoolean(aware);
            json.writeEndArray();
        });
    }

    /** RFC 7047 section 4.1.3. */
    public static byte[] transact(long id, String database, List<Operation> operations) {
        return call(id, "transact", json -> {
            json.writeStartArray();
            ValueWriter.string(json, database);
            for (var operation : operations) {
                OperationWriter.write(json, operation);
            }
            json.writeEndArray();
        });
    }

    /** Fails, with the exception that {@link #transact} would fail with, on the thread of whoever makes the mistake. */
    public static void requireEncodable(List<Operation> operations) {
        transact(0, "", operations);
    }

    /** RFC 7047 section 4.1.4: a notification, so that its id is null; servers do not know it as a request. */
    public static byte[] cancel(long request) {
        return bytes(json -> {
            json.writeStartObject();
            json.writeNullField("id");
            json.writeStringField("method", "cancel");
            json.writeArrayFieldStart("params");
            json.writeNumber(request);
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** RFC 7047 section 4.1.5. Conditions are left out: this method has none. */
    public static byte[] monitor(long id, String database, String monitorId, List<MonitorRequest> tables) {
        return call(id, "monitor", json -> {
            startMonitor(json, database, monitorId);
            MonitorWriter.requests(json, tables, false);
            json.writeEndArray();
        });
    }

    /** ovsdb-server(7) section 4.1.12. */
    public static byte[] monitorCond(long id, String database, String monitorId, List<MonitorRequest> tables) {
        return call(id, "monitor_cond", json -> {
            startMonitor(json, database, monitorId);
            MonitorWriter.requests(json, tables, true);
            json.writeEndArray();
        });
    }

    /** ovsdb-server(7) section 4.1.15. */
    public static byte[] monitorCondSince(
            long id, String database, String monitorId, List<MonitorRequest> tables, UUID lastTransaction) {
        return call(id, "monitor_cond_since", json -> {
            startMonitor(json, database, monitorId);
            MonitorWriter.requests(json, tables, true);
            json.writeString(lastTransaction.toString());
            json.writeEndArray();
        });
    }

    /**
     * ovsdb-server(7) section 4.1.13. The updates that follow from it arrive before its reply, under the new id.
     *
     * @param where the new conditions of the tables named; any one suffices; an empty list means every row
     */
    public static byte[] monitorCondChange(
            long id, String monitorId, String newMonitorId, Map<String, List<Condition>> where) {
        var byTable = new LinkedHashMap<>(where);
        return call(id, "monitor_cond_change", json -> {
            startMonitor(json, monitorId, newMonitorId);
            MonitorWriter.conditions(json, byTable);
            json.writeEndArray();
        });
    }

    /** The answer to a request of the peer, such as echo. */
    public static byte[] response(JsonNode id, JsonNode result) {
        return bytes(json -> {
            json.writeStartObject();
            json.writeFieldName("id");
            TreeWriter.write(json, id);
            json.writeFieldName("result");
            TreeWriter.write(json, result);
            json.writeNullField("error");
            json.writeEndObject();
        });
    }

    private static void startMonitor(JsonGenerator json, String first, String second) throws IOException {
        json.writeStartArray();
        ValueWriter.string(json, first);
        ValueWriter.string(json, second);
    }

    private static byte[] call(long id, String method, Writing params) {
        return bytes(json -> {
            json.writeStartObject();
            json.writeNumberField("id", id);
            json.writeStringField("method", method);
            json.writeFieldName("params");
            params.on(json);
            json.writeEndObject();
        });
    }

    private interface Writing {
        void on(JsonGenerator json) throws IOException;
    }

    private static byte[] bytes(Writing message) {
        var bytes = new MessageBytes();
        try (var json = JSON.createGenerator(bytes)) {
            message.on(json);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return bytes.taken();
    }
}
