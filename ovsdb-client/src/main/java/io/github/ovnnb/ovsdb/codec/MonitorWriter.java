package io.github.ovnnb.ovsdb.codec;

import io.github.ovnnb.ovsdb.protocol.Condition;
import io.github.ovnnb.ovsdb.protocol.MonitorRequest;
import io.github.ovnnb.ovsdb.protocol.MonitorRequest.Select;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes monitor requests (RFC 7047 section 4.1.5; ovsdb-server(7) sections 4.1.12 and 4.1.13). */
final class MonitorWriter {
    private MonitorWriter() {}

    static void requests(JsonWriter json, List<MonitorRequest> requests, boolean conditional) {
        var byTable = new LinkedHashMap<String, List<MonitorRequest>>();
        requests.forEach(request -> byTable.computeIfAbsent(request.table(), table -> new ArrayList<>())
                .add(request));
        json.startObject();
        for (var table : byTable.entrySet()) {
            json.name(table.getKey());
            json.startArray();
            for (var request : table.getValue()) {
                request(json, request, conditional);
            }
            json.endArray();
        }
        json.endObject();
    }

    private static void request(JsonWriter json, MonitorRequest request, boolean conditional) {
        json.startObject();
        OperationWriter.strings(json, "columns", request.columns());
        if (request.select().size() < Select.values().length) {
            json.name("select");
            json.startObject();
            for (var select : Select.values()) {
                json.name(select.name().toLowerCase(Locale.ROOT));
                json.bool(request.select().contains(select));
            }
            json.endObject();
        }
        if (conditional && !request.where().isEmpty()) {
            json.name("where");
            OperationWriter.conditions(json, request.where());
        }
        json.endObject();
    }

    static void conditions(JsonWriter json, Map<String, List<Condition>> byTable) {
        json.startObject();
        for (var table : byTable.entrySet()) {
            json.name(table.getKey());
            json.startArray();
            json.startObject();
            json.name("where");
            // An empty disjunction would be false to the server, while to us it means every row.
            OperationWriter.conditions(
                    json, table.getValue().isEmpty() ? List.of(Condition.always()) : table.getValue());
            json.endObject();
            json.endArray();
        }
        json.endObject();
    }
}
