package io.github.ovnnb.ovsdb.codegen;

import io.github.ovnnb.ovsdb.protocol.AtomType;
import io.github.ovnnb.ovsdb.protocol.BaseType;
import io.github.ovnnb.ovsdb.protocol.ColumnSchema;
import io.github.ovnnb.ovsdb.protocol.ColumnType;
import io.github.ovnnb.ovsdb.protocol.DatabaseSchema;
import io.github.ovnnb.ovsdb.protocol.TableSchema;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The source of the record for one table: a view of a row, with a typed handle and an accessor for each column. */
final class RecordSource {
    private static final String HEAD = """
            // Generated from the schema %1$s %2$s. Do not edit.
            package %3$s;

            import io.github.ovnnb.ovsdb.protocol.AtomKind;
            import io.github.ovnnb.ovsdb.protocol.Column;
            import io.github.ovnnb.ovsdb.protocol.Row;
            import io.github.ovnnb.ovsdb.protocol.RowSource;
            import java.util.List;
            import java.util.Map;
            import java.util.Optional;
            import java.util.Set;
            import java.util.UUID;

            /**
             * A row of {@code %4$s}. Reads from the row it was made of, and copies nothing.
             *
             * @param row what it was made of
             */
            public record %5$s(Row row) {
                /** The name of the table. */
                public static final String TABLE = "%4$s";

            """;
    private static final String HANDLE = """
                /** {@code %2$s}: %5$s. */
                public static final Column<%1$s> %3$s = Column.%4$s;

            """;
    private static final String MIDDLE = """
                /** The names of all columns, to replicate the table whole. */
                public static final List<String> COLUMNS = List.of(
                        %1$s);

                /** Fails with an IllegalArgumentException for a row of another table. */
                public %2$s {
                    if (!row.table().equals(TABLE)) {
                        throw new IllegalArgumentException("not a row of " + TABLE + ": " + row);
                    }
                }

                /** The key of the row, by which others refer to it. */
                public UUID uuid() {
                    return row.uuid();
                }
            """;
    private static final String ACCESSOR = """

                /** {@code %2$s}: %5$s. */
                public %1$s %4$s() {
                    return %3$s.of(row);
                }
            """;
    private static final String REFERENCE = """

                /** The %2$s of {@code %5$s} that {@code %3$s} refers to; what {@code rows} does not have is left out. */
                public %1$s<%6$s> %4$s(RowSource rows) {
                    return %7$s;
                }
            """;

    private final DatabaseSchema schema;
    private final TableSchema table;
    private final String packageName;

    RecordSource(DatabaseSchema schema, TableSchema table, String packageName) {
        this.schema = schema;
        this.table = table;
        this.packageName = packageName;
    }

    String name() {
        return JavaNames.type(table.name());
    }

    String text() {
        // By name: the order in a schema file means nothing and changes between versions.
        var columns = new TreeMap<>(table.columns()).values();
        var text =
                new StringBuilder(HEAD.formatted(schema.name(), schema.version(), packageName, table.name(), name()));
        columns.forEach(column -> text.append(handle(column)));
        var names = columns.stream()
                .map(column -> '"' + column.name() + '"')
                .collect(Collectors.joining(",\n            "));
        text.append(MIDDLE.formatted(names, name()));
        columns.forEach(column -> text.append(accessor(column)).append(reference(column)));
        return text.append("}\n").toString();
    }

    private static String handle(ColumnSchema column) {
        return HANDLE.formatted(
                javaType(column.type(), true),
                column.name(),
                JavaNames.constant(column.name()),
                factory(column),
                description(column));
    }

    private static String accessor(ColumnSchema column) {
        return ACCESSOR.formatted(
                javaType(column.type(), false),
                column.name(),
                JavaNames.constant(column.name()),
                JavaNames.method(column.name()),
                description(column));
    }

    /** For maps there is none: which side of it would it be? */
    private static String reference(ColumnSchema column) {
        var type = column.type();
        var to = type.key().reference();
        if (to.isEmpty() || type.isMap()) {
            return "";
        }
        var table = to.get().table();
        var record = JavaNames.type(table);
        var held = JavaNames.constant(column.name()) + ".of(row)";
        var lookUp = "rows.lookUp(\"" + table + "\", %s)";
        var made = ".map(" + record + "::new)";
        var expression = type.isSet()
                ? held + ".stream().flatMap(uuid -> " + lookUp.formatted("uuid") + ".stream())" + made + ".toList()"
                : type.isOptional()
                        ? held + ".flatMap(uuid -> " + lookUp.formatted("uuid") + ")" + made
                        : lookUp.formatted(held) + made;
        return REFERENCE.formatted(
                type.isSet() ? "List" : "Optional",
                type.isSet() ? "rows" : "row",
                column.name(),
                JavaNames.method(column.name()),
                table,
                record,
                expression);
    }

    private static String factory(ColumnSchema column) {
        return plainFactory(column)
                + column.type()
                        .key()
                        .reference()
                        .map(to -> ".referringTo(\"" + to.table() + "\")")
                        .orElse("");
    }

    private static String plainFactory(ColumnSchema column) {
        var type = column.type();
        var key = type.key().type();
        var start = "(TABLE, \"" + column.name() + "\", " + kind(key);
        if (type.isMap()) {
            return "map" + start + ", " + kind(type.value().orElseThrow().type()) + ")";
        }
        if (type.isOptional()) {
            return "optional" + start + ")";
        }
        return type.isSet() ? "set" + start + ")" : "scalar" + start + ", " + absent(key) + ")";
    }

    private static String javaType(ColumnType type, boolean boxed) {
        var key = boxed(type.key().type());
        if (type.isMap()) {
            return "Map<" + key + ", " + boxed(type.value().orElseThrow().type()) + ">";
        }
        if (type.isOptional()) {
            return "Optional<" + key + ">";
        }
        if (type.isSet()) {
            return "Set<" + key + ">";
        }
        return boxed ? key : plain(type.key().type());
    }

    private static String kind(AtomType type) {
        return "AtomKind." + (type == AtomType.UUID ? "ROW" : type.name());
    }

    private static String boxed(AtomType type) {
        return switch (type) {
            case INTEGER -> "Long";
            case REAL -> "Double";
            case BOOLEAN -> "Boolean";
            case STRING -> "String";
            case UUID -> "UUID";
        };
    }

    private static String plain(AtomType type) {
        return switch (type) {
            case INTEGER -> "long";
            case REAL -> "double";
            case BOOLEAN -> "boolean";
            case STRING, UUID -> boxed(type);
        };
    }

    private static String absent(AtomType type) {
        return switch (type) {
            case INTEGER -> "0L";
            case REAL -> "0.0";
            case BOOLEAN -> "false";
            case STRING -> "\"\"";
            case UUID -> "new UUID(0, 0)";
        };
    }

    private static String description(ColumnSchema column) {
        var type = column.type();
        var key = description(type.key());
        if (type.isMap()) {
            return "a map from " + key + " to " + description(type.value().orElseThrow());
        }
        if (type.isOptional()) {
            return key + ", or nothing";
        }
        return type.isSet() ? "a set of " + key : key;
    }

    private static String description(BaseType base) {
        var reference = base.reference().map(to -> " (a row of {@code " + to.table() + "})");
        var choices = base.choices().isEmpty()
                ? ""
                : ", one of " + base.choices().toString().replace('"', '\'');
        return base.type().schemaName() + reference.orElse("") + choices;
    }
}
