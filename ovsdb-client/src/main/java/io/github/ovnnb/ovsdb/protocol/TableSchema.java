package io.github.ovnnb.ovsdb.protocol;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table (RFC 7047 section 3.2, {@code <table-schema>}).
 *
 * @param name of the table
 * @param columns by name, without {@code _uuid} and {@code _version} that every table has
 * @param indexes each a list of columns whose values together are unique in the table
 * @param isRoot false: a row exists only as long as another row strongly refers to it
 * @param maxRows {@link ColumnType#UNLIMITED} if the schema sets none
 */
public record TableSchema(
        String name, Map<String, ColumnSchema> columns, List<List<String>> indexes, boolean isRoot, int maxRows) {
    /** Copies columns and indexes. */
    public TableSchema {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        indexes = indexes.stream().map(List::copyOf).toList();
    }

    /** A root table without indexes. */
    public static TableSchema of(String name, Collection<ColumnSchema> columns) {
        var byName = new LinkedHashMap<String, ColumnSchema>();
        columns.forEach(column -> byName.put(column.name(), column));
        return new TableSchema(name, byName, List.of(), true, ColumnType.UNLIMITED);
    }

    /** {@return the column of this name, if the table has it} */
    public Optional<ColumnSchema> column(String columnName) {
        return Optional.ofNullable(columns.get(columnName));
    }
}
