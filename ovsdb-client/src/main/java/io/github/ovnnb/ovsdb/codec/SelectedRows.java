package io.github.ovnnb.ovsdb.codec;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ovnnb.ovsdb.protocol.DatabaseSchema;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.protocol.RowShape;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The rows of a select (RFC 7047 section 5.2.2). */
final class SelectedRows {
    private SelectedRows() {}

    static List<Row> read(DatabaseSchema schema, Operation.Select select, JsonNode found) {
        var table = schema.table(select.table())
                .orElseThrow(() -> new MalformedMessageException("rows of an unknown table " + select.table()));
        var shape = select.columns().isEmpty() ? RowShape.of(table) : RowShape.of(table, select.columns());
        var values = new ValueReader(new AtomPool());
        var rows = new ArrayList<Row>(found.size());
        found.forEach(row -> rows.add(row(shape, row, values)));
        return rows;
    }

    private static Row row(RowShape shape, JsonNode found, ValueReader values) {
        var builder = Row.builder(shape, uuid(found.path("_uuid")));
        for (int i = 0; i < shape.size(); i++) {
            var value = found.path(shape.column(i).name());
            if (!value.isMissingNode()) {
                values.begin(shape.column(i).type());
                JsonReplay.replay(value, values);
                builder.set(i, values.value());
            }
        }
        return builder.build();
    }

    private static UUID uuid(JsonNode pair) {
        if (!pair.path(0).asText().equals("uuid")) {
            throw JsonResults.unexpected("[\"uuid\",…]", pair);
        }
        return JsonResults.uuid(pair.path(1));
    }
}
