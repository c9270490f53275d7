package io.github.ovnnb.ovsdb.codec;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ovnnb.ovsdb.protocol.Condition;
import io.github.ovnnb.ovsdb.protocol.MonitorRequest;
import io.github.ovnnb.ovsdb.protocol.Operation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Writes messages, each as the bytes of one JSON object. May be used from any thread. Fails with an IllegalArgumentException if
 * a string contains what the server cannot take: NUL, for which it would close the connection, or half of a surrogate pair.
 */
public final class RequestEncoder {
    /** More than most requests have. */
    private static final int EXPECTED_BYTES = 512;
    /** As much as the insertion of a port has. */
    private static final int EXPECTED_BYTES_EACH = 512;

    private RequestEncoder() {}

    /** Any request whose params are at hand as JSON. */
    public static byte[] request(long id, String method, JsonNode params) {
        return call(id, method, json -> TreeWriter.write(json, params));
    }

    /** Any request whose params are strings: {@code get_schema}, {@code lock}, {@code monitor_cancel} … */
    public static byte[] request(long id, String method, String... params) {
        return call(id, method, json -> {
            json.startArray();
            for (var param : params) {
                json.string(param);
            }
            json.endArray();
        });
    }

    /** {@code set_db_change_aware}. */
    public static byte[] databaseChangeAware(long id, boolean aware) {
        return call(id, "set_db_change_aware", json -> {
            json.startArray();
            json.bool(aware);
            json.endArray();
        });
    }

    /** RFC 7047 section 4.1.3. */
    public static byte[] transact(long id, String database, List<Operation> operations) {
        int expected = EXPECTED_BYTES + EXPECTED_BYTES_EACH * operations.size();
        return call(id, "transact", expected, json -> {
            json.startArray();
            json.string(database);
            for (var operation : operations) {
                OperationWriter.write(json, operation);
            }
            json.endArray();
        });
    }

    /** Fails, with the exception that {@link #transact} would fail with, on the thread of whoever makes the mistake. */
    public static void requireEncodable(List<Operation> operations) {
        transact(0, "", operations);
    }

    /** RFC 7047 section 4.1.4: a notification, so that its id is null; servers do not know it as a request. */
    public static byte[] cancel(long request) {
        return bytes(EXPECTED_BYTES, json -> {
            json.startObject();
            json.name("id");
            json.nul();
            json.name("method");
            json.string("cancel");
            json.name("params");
            json.startArray();
            json.number(request);
            json.endArray();
            json.endObject();
        });
    }

    /** RFC 7047 section 4.1.5. Conditions are left out: this method has none. */
    public static byte[] monitor(long id, String database, String monitorId, List<MonitorRequest> tables) {
        return call(id, "monitor", json -> {
            startMonitor(json, database, monitorId);
            MonitorWriter.requests(json, tables, false);
            json.endArray();
        });
    }

    /** ovsdb-server(7) section 4.1.12. */
    public static byte[] monitorCond(long id, String database, String monitorId, List<MonitorRequest> tables) {
        return call(id, "monitor_cond", json -> {
            startMonitor(json, database, monitorId);
            MonitorWriter.requests(json, tables, true);
            json.endArray();
        });
    }

    /** ovsdb-server(7) section 4.1.15. */
    public static byte[] monitorCondSince(
            long id, String database, String monitorId, List<MonitorRequest> tables, UUID lastTransaction) {
        return call(id, "monitor_cond_since", json -> {
            startMonitor(json, database, monitorId);
            MonitorWriter.requests(json, tables, true);
            json.string(lastTransaction);
            json.endArray();
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
            json.endArray();
        });
    }

    /** The answer to a request of the peer, such as echo. */
    public static byte[] response(JsonNode id, JsonNode result) {
        return bytes(EXPECTED_BYTES, json -> {
            json.startObject();
            json.name("id");
            TreeWriter.write(json, id);
            json.name("result");
            TreeWriter.write(json, result);
            json.name("error");
            json.nul();
            json.endObject();
        });
    }

    private static void startMonitor(JsonWriter json, String first, String second) {
        json.startArray();
        json.string(first);
        json.string(second);
    }

    private static byte[] call(long id, String method, Writing params) {
        return call(id, method, EXPECTED_BYTES, params);
    }

    private static byte[] call(long id, String method, int expectedBytes, Writing params) {
        return bytes(expectedBytes, json -> {
            json.startObject();
            json.name("id");
            json.number(id);
            json.name("method");
            json.string(method);
            json.name("params");
            params.on(json);
            json.endObject();
        });
    }

    private interface Writing {
        void on(JsonWriter json);
    }

    private static byte[] bytes(int expected, Writing message) {
        var json = new JsonWriter(expected);
        message.on(json);
        return json.taken();
    }
}
