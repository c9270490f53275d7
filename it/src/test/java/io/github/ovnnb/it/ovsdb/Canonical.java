package io.github.ovnnb.it.ovsdb;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ovnnb.ovsdb.protocol.Atom;
import io.github.ovnnb.ovsdb.protocol.AtomType;
import io.github.ovnnb.ovsdb.protocol.ColumnSchema;
import io.github.ovnnb.ovsdb.protocol.ColumnType;
import io.github.ovnnb.ovsdb.protocol.OvsBoolean;
import io.github.ovnnb.ovsdb.protocol.OvsInteger;
import io.github.ovnnb.ovsdb.protocol.OvsMap;
import io.github.ovnnb.ovsdb.protocol.OvsReal;
import io.github.ovnnb.ovsdb.protocol.OvsString;
import io.github.ovnnb.ovsdb.protocol.OvsUuid;
import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.protocol.RowShape;
import io.github.ovnnb.ovsdb.protocol.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Rows as plain Java values: to compare what our client shows with the server's own JSON, read without our client. */
final class Canonical {

    private Canonical() {}

    /** Of the rows of one table in a replica. */
    static Map<UUID, Map<String, Object>> rows(Iterable<Row> rows) {
        var all = new HashMap<UUID, Map<String, Object>>();
        rows.forEach(row -> all.put(row.uuid(), row(row)));
        return all;
    }

    private static Map<String, Object> row(Row row) {
        var columns = new HashMap<String, Object>();
        for (var column : row.shape().columns()) {
            columns.put(column.name(), value(row.value(column.name())));
        }
        return columns;
    }

    /** Of the {@code rows} of a select, as far as the shape goes. */
    static Map<UUID, Map<String, Object>> rows(JsonNode rows, RowShape shape) {
        var all = new HashMap<UUID, Map<String, Object>>();
        for (var row : rows) {
            var columns = new HashMap<String, Object>();
            for (ColumnSchema column : shape.columns()) {
                columns.put(column.name(), value(row.get(column.name()), column.type()));
            }
            all.put(UUID.fromString(row.get("_uuid").get(1).asText()), columns);
        }
        return all;
    }

    static Object value(Value value) {
        if (value instanceof OvsMap map) {
            var entries = new HashMap<Object, Object>();
            map.forEach((key, held) -> entries.put(atom(key), atom(held)));
            return entries;
        }
        var elements = new HashSet<Object>();
        value.asSet().forEach(element -> elements.add(atom(element)));
        return elements;
    }

    private static Object value(JsonNode json, ColumnType type) {
        var word = json.path(0).asText();
        if (type.isMap()) {
            var entries = new HashMap<Object, Object>();
            for (var entry : json.get(1)) {
                entries.put(
                        atom(entry.get(0), type.key().type()),
                        atom(entry.get(1), type.value().orElseThrow().type()));
            }
            return entries;
        }
        if (!json.isArray() || !word.equals("set")) {
            return Set.of(atom(json, type.key().type()));
        }
        var elements = new ArrayList<Object>();
        json.get(1).forEach(element -> elements.add(atom(element, type.key().type())));
        return new HashSet<>(elements);
    }

    private static Object atom(JsonNode json, AtomType type) {
        return switch (type) {
            case INTEGER -> json.asLong();
            case REAL -> json.asDouble();
            case BOOLEAN -> json.asBoolean();
            case STRING -> json.asText();
            case UUID -> UUID.fromString(json.get(1).asText());
        };
    }

    private static Object atom(Atom atom) {
        if (atom instanceof OvsInteger integer) {
            return integer.value();
        }
        if (atom instanceof OvsReal real) {
            return real.value();
        }
        if (atom instanceof OvsBoolean bool) {
            return bool.value();
        }
        if (atom instanceof OvsString string) {
            return string.value();
        }
        if (atom instanceof OvsUuid uuid) {
            return uuid.value();
        }
        throw new AssertionError("no server stores " + List.of(atom));
    }
}
