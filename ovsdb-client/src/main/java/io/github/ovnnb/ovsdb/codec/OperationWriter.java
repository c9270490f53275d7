package io.github.ovnnb.ovsdb.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ovnnb.ovsdb.protocol.Condition;
import io.github.ovnnb.ovsdb.protocol.Mutation;
import io.github.ovnnb.ovsdb.protocol.Operation;
import java.io.IOException;
import java.util.List;

/** Writes operations (RFC 7047 section 5.2). */
final class OperationWriter {
    private OperationWriter() {}

    static void write(JsonGenerator json, Operation operation) throws IOException {
        json.writeStartObject();
        json.writeStringField("op", operation.name());
        if (operation instanceof Operation.Insert insert) {
            insert(json, insert);
        } else if (operation instanceof Operation.Mutate mutate) {
            table(json, mutate.table(), mutate.where());
            mutations(json, mutate.mutations());
        } else if (operation instanceof Operation.Update update) {
            table(json, update.table(), update.where());
            json.writeFieldName("row");
            ValueWriter.row(json, update.row());
        } else if (operation instanceof Operation.Delete delete) {
            table(json, delete.table(), delete.where());
        } else if (operation instanceof Operation.Select select) {
            select(json, select);
        } else if (operation instanceof Operation.Wait wait) {
            wait(json, wait);
        } else if (operation instanceof Operation.Commit commit) {
            json.writeBooleanField("durable", commit.durable());
        } else if (operation instanceof Operation.Comment comment) {
            json.writeFieldName("comment");
            ValueWriter.string(json, comment.text());
        } else if (operation instanceof Operation.Assert assertion) {
            json.writeFieldName("lock");
            ValueWriter.string(json, assertion.lock());
        }
        json.writeEndObject();
    }

    private static void insert(JsonGenerator json, Operation.Insert insert) throws IOException {
        table(json, insert.table());
        if (insert.uuid().isPresent()) {
            json.writeStringField("uuid", insert.uuid().get().toString());
        }
        if (insert.uuidName().isPresent()) {
            json.writeStringField("uuid-name", insert.uuidName().get());
        }
        json.writeFieldName("row");
        ValueWriter.row(json, insert.row());
    }

    private static void select(JsonGenerator json, Operation.Select select) throws IOException {
        table(json, select.table(), select.where());
        if (!select.columns().isEmpty()) {
            json.writeArrayFieldStart("columns");
            // A row is known by its uuid, whatever else was asked for.
            json.writeString("_uuid");
            for (var column : select.columns()) {
                if (!column.equals("_uuid")) {
                    ValueWriter.string(json, column);
                }
            }
            json.writeEndArray();
        }
    }

    private static void wait(JsonGenerator json, Operation.Wait wait) throws IOException {
        table(json, wait.table(), wait.where());
        strings(json, "columns", wait.columns());
        json.writeStringField("until", wait.until().symbol());
        json.writeArrayFieldStart("rows");
        for (var row : wait.rows()) {
            ValueWriter.row(json, row);
        }
        json.writeEndArray();
        if (wait.timeout().isPresent()) {
            json.writeNumberField("timeout", wait.timeout().get().toMillis());
        }
    }

    private static void table(JsonGenerator json, String table, List<Condition> where) throws IOException {
        table(json, table);
        json.writeFieldName("where");
        conditions(json, where);
    }

    private static void table(JsonGenerator json, String table) throws IOException {
        json.writeFieldName("table");
        ValueWriter.string(json, table);
    }

    static void conditions(JsonGenerator json, List<Condition> conditions) throws IOException {
        json.writeStartArray();
        for (var condition : conditions) {
            if (condition instanceof Condition.Clause clause) {
                triple(json, clause.column(), clause.comparison().symbol());
                ValueWriter.value(json, clause.value());
                json.writeEndArray();
            } else if (condition instanceof Condition.Constant constant) {
                json.writeBoolean(constant.value());
            }
        }
        json.writeEndArray();
    }

    private static void mutations(JsonGenerator json, List<Mutation> mutations) throws IOException {
        json.writeArrayFieldStart("mutations");
        for (var mutation : mutations) {
            triple(json, mutation.column(), mutation.mutator().symbol());
            ValueWriter.value(json, mutation.value());
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private static void triple(JsonGenerator json, String column, String symbol) throws IOException {
        json.writeStartArray();
        ValueWriter.string(json, column);
        json.writeString(symbol);
    }

    static void strings(JsonGenerator json, String name, List<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (var value : values) {
            ValueWriter.string(json, value);
        }
        json.writeEndArray();
    }
}
