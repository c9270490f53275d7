package io.github.ovnnb.ovsdb.codec;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ovnnb.ovsdb.protocol.DatabaseSchema;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.OperationResult;
import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.protocol.RowShape;
import io.github.ovnnb.ovsdb.protocol.TransactionReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads the answer to {@code transact} (RFC 7047 section 4.1.3): a result for each operation up to the one that failed, its
 * error, nulls for the rest; and one element more than operations if the commit failed, all of whose predecessors look well.
 */
final class TransactionReplyParser {
    private final DatabaseSchema schema;
    private final List<Operation> operations;

    TransactionReplyParser(DatabaseSchema schema, List<Operation> operations) {
        this.schema = schema;
        this.operations = List.copyOf(operations);
    }

    TransactionReply parse(JsonNode result) {
        int count = operations.size();
        if (!result.isArray() || result.size() < count || result.size() > count + 1) {
            throw JsonResults.unexpected("the results of " + count + " operations", result);
        }
        var results = new ArrayList<OperationResult>(count);
        for (int i = 0; i < count; i++) {
            results.add(result(operations.get(i), result.get(i)));
        }
        Optional<OvsdbError> commitError =
                result.size() > count ? Optional.of(JsonResults.error(result.get(count))) : Optional.empty();
        return new TransactionReply(results, commitError);
    }

    private OperationResult result(Operation operation, JsonNode result) {
        if (result.isNull()) {
            return new OperationResult.NotExecuted();
        }
        if (result.has("error")) {
            return new OperationResult.Failed(JsonResults.error(result));
        }
        if (operation instanceof Operation.Insert) {
            return new OperationResult.Inserted(uuid(result.path("uuid")));
        }
        if (operation instanceof Operation.Select select) {
            return new OperationResult.Rows(rows(select, result.path("rows")));
        }
        if (result.path("count").isIntegralNumber()) {
            return new OperationResult.Count(result.path("count").longValue());
        }
        return new OperationResult.Empty();
    }

    private static UUID uuid(JsonNode pair) {
        if (!pair.path(0).asText().equals("uuid")) {
            throw JsonResults.unexpected("[\"uuid\",…]", pair);
        }
        return JsonResults.uuid(pair.path(1));
    }

    private List<Row> rows(Operation.Select select, JsonNode found) {
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
}
