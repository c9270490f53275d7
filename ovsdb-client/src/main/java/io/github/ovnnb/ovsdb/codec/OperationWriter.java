package io.github.ovnnb.ovsdb.codec;

import io.github.ovnnb.ovsdb.protocol.Condition;
import io.github.ovnnb.ovsdb.protocol.Mutation;
import io.github.ovnnb.ovsdb.protocol.Operation;
import java.util.List;

/** Writes operations (RFC 7047 section 5.2). */
final class OperationWriter {
    private OperationWriter() {}

    static void write(JsonWriter json, Operation operation) {
        json.startObject();
        json.name("op");
        json.string(operation.name());
        if (operation instanceof Operation.Insert insert) {
            insert(json, insert);
        } else if (operation instanceof Operation.Mutate mutate) {
            table(json, mutate.table(), mutate.where());
            mutations(json, mutate.mutations());
        } else if (operation instanceof Operation.Update update) {
            table(json, update.table(), update.where());
            json.name("row");
            ValueWriter.row(json, update.row());
        } else if (operation instanceof Operation.Delete delete) {
            table(json, delete.table(), delete.where());
        } else if (operation instanceof Operation.Select select) {
            select(json, select);
        } else if (operation instanceof Operation.Wait wait) {
            wait(json, wait);
        } else if (operation instanceof Operation.Commit commit) {
            json.name("durable");
            json.bool(commit.durable());
        } else if (operation instanceof Operation.Comment comment) {
            json.name("comment");
            json.string(comment.text());
        } else if (operation instanceof Operation.Assert assertion) {
            json.name("lock");
            json.string(assertion.lock());
        }
        json.endObject();
    }

    private static void insert(JsonWriter json, Operation.Insert insert) {
        table(json, insert.table());
        if (insert.uuid().isPresent()) {
            json.name("uuid");
            json.string(insert.uuid().get());
        }
        if (insert.uuidName().isPresent()) {
            json.name("uuid-name");
            json.string(insert.uuidName().get());
        }
        json.name("row");
        ValueWriter.row(json, insert.row());
    }

    private static void select(JsonWriter json, Operation.Select select) {
        table(json, select.table(), select.where());
        if (!select.columns().isEmpty()) {
            json.name("columns");
            json.startArray();
            // A row is known by its uuid, whatever else was asked for.
            json.string("_uuid");
            for (var column : select.columns()) {
                if (!column.equals("_uuid")) {
                    json.string(column);
                }
            }
            json.endArray();
        }
    }

    private static void wait(JsonWriter json, Operation.Wait wait) {
        table(json, wait.table(), wait.where());
        strings(json, "columns", wait.columns());
        json.name("until");
        json.string(wait.until().symbol());
        json.name("rows");
        json.startArray();
        for (var row : wait.rows()) {
            ValueWriter.row(json, row);
        }
        json.endArray();
        if (wait.timeout().isPresent()) {
            json.name("timeout");
            json.number(wait.timeout().get().toMillis());
        }
    }

    private static void table(JsonWriter json, String table, List<Condition> where) {
        table(json, table);
        json.name("where");
        conditions(json, where);
    }

    private static void table(JsonWriter json, String table) {
        json.name("table");
        json.string(table);
    }

    static void conditions(JsonWriter json, List<Condition> conditions) {
        json.startArray();
        for (var condition : conditions) {
            if (condition instanceof Condition.Clause clause) {
                triple(json, clause.column(), clause.comparison().symbol());
                ValueWriter.value(json, clause.value());
                json.endArray();
            } else if (condition instanceof Condition.Constant constant) {
                json.bool(constant.value());
            }
        }
        json.endArray();
    }

    private static void mutations(JsonWriter json, List<Mutation> mutations) {
        json.name("mutations");
        json.startArray();
        for (var mutation : mutations) {
            triple(json, mutation.column(), mutation.mutator().symbol());
            ValueWriter.value(json, mutation.value());
            json.endArray();
        }
        json.endArray();
    }

    private static void triple(JsonWriter json, String column, String symbol) {
        json.startArray();
        json.string(column);
        json.string(symbol);
    }

    static void strings(JsonWriter json, String name, List<String> values) {
        json.name(name);
        json.startArray();
        for (var value : values) {
            json.string(value);
        }
        json.endArray();
    }
}
