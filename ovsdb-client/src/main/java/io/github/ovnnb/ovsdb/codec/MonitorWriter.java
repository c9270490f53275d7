package io.github.ovnnb.ovsdb.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ovnnb.ovsdb.protocol.Condition;
import io.github.ovnnb.ovsdb.protocol.MonitorRequest;
import io.github.ovnnb.ovsdb.protocol.MonitorRequest.Select;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes monitor requests (RFC 7047 section 4.1.5; ovsdb-server(7) sections 4.1.12 and 4.1.13). */
final class MonitorWriter {
    private MonitorWriter() {}

    static void requests(JsonGenerator json, List<MonitorRequest> requests, boolean conditional) throws IOException {
        var byTable = new LinkedHashMap<String, List<MonitorRequest>>();
        requests.forEach(request -> byTable.computeIfAbsent(request.table(), table -> new ArrayList<>())
                .add(request));
        json.writeStartObject();
        for (var table : byTable.entrySet()) {
            json.writeArrayFieldStart(table.getKey());
            for (var request : table.getValue()) {
                request(json, request, conditional);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void request(JsonGenerator json, MonitorRequest request, boolean conditional) throws IOException {
        json.writeStartObject();
        OperationWriter.strings(json, "columns", request.columns());
        if (request.select().size() < Select.values().length) {
            json.writeObjectFieldStart("select");
            for (var select : Select.values()) {
                json.writeBooleanField(
                        select.name().toLowerCase(Locale.ROOT), request.select().contains(select));
            }
            json.writeEndObject();
        }
        if (conditional && !request.where().isEmpty()) {
            json.writeFieldName("where");
            OperationWriter.conditions(json, request.where());
        }
        json.writeEndObject();
    }

    static void conditions(JsonGenerator json, Map<String, List<Condition>> byTable) throws IOException {
        json.writeStartObject();
        for (var table : byTable.entrySet()) {
            json.writeArrayFieldStart(table.getKey());
            json.writeStartObject();
            json.writeFieldName("where");
            // An empty disjunction would be false to the server, while to us it means every row.
            OperationWriter.conditions(
                    json, table.getValue().isEmpty() ? List.of(Condition.always()) : table.getValue());
            json.writeEndObject();
            json.writeEndArray();
        }
        json.writeEndObject();
    }
}
