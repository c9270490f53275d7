package io.github.ovnnb.ovsdb.replica;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * By what the rows of a table can be found besides their uuid: by columns, or by the value under a key of a map column, or by
 * several of these together; or by each element of a set column. A row that lacks one of them is not in the index. Rows may share a key; an index that the schema
 * declares is kept without asking, under {@link #on} of its columns.
 */
public record Index(String table, List<Part> parts) {
    public Index {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("an index needs at least one column");
        }
        if (parts.size() > 1 && parts.stream().anyMatch(Element.class::isInstance)) {
            throw new IllegalArgumentException("an index of elements has no other part: " + parts);
        }
    }

    /** One component of the key. */
    public sealed interface Part {
        String column();
    }

    record Column(String column) implements Part {}

    record MapEntry(String column, String key) implements Part {}

    record Element(String column) implements Part {}

    public static Part column(String column) {
        return new Column(column);
    }

    /** What a map from strings holds under {@code key}. */
    public static Part mapEntry(String column, String key) {
        return new MapEntry(column, key);
    }

    public static Index on(String table, String... columns) {
        return new Index(table, Stream.of(columns).map(Index::column).toList());
    }

    /** By columns of a known schema. Throws IllegalArgumentException if they are not of one table. */
    public static Index on(
            io.github.ovnnb.ovsdb.protocol.Column<?> first, io.github.ovnnb.ovsdb.protocol.Column<?>... more) {
        return on(first.table(), ColumnNames.ofOneTable(first, more));
    }

    /** By what a column of a known schema, a map from strings, holds under {@code key}. */
    public static Index onMapEntry(io.github.ovnnb.ovsdb.protocol.Column<? extends Map<String, ?>> column, String key) {
        return onMapEntry(column.table(), column.name(), key);
    }

    /** By each element of a column of a known schema. */
    public static Index onElement(io.github.ovnnb.ovsdb.protocol.Column<? extends Set<?>> column) {
        return onElement(column.table(), column.name());
    }

    public static Index onMapEntry(String table, String column, String key) {
        return new Index(table, List.of(mapEntry(column, key)));
    }

    /** By each element of a set column: the switch of a port by {@code onElement("Logical_Switch", "ports")}. */
    public static Index onElement(String table, String column) {
        return new Index(table, List.of(new Element(column)));
    }

    boolean isOfElements() {
        return parts.get(0) instanceof Element;
    }

    /** For every look-up: by identity first; an index of the schema's own is another object than the caller's. */
    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof Index that && table.equals(that.table) && sameParts(that));
    }

    private boolean sameParts(Index that) {
        int count = parts.size();
        if (count != that.parts.size()) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (!parts.get(i).equals(that.parts.get(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return 31 * table.hashCode() + parts.hashCode();
    }

    private static String text(Part part) {
        if (part instanceof MapEntry entry) {
            return entry.column() + ":" + entry.key();
        }
        return part instanceof Element ? "each of " + part.column() : part.column();
    }

    /** For example {@code Logical_Switch_Port[external_ids:pod]}. */
    @Override
    public String toString() {
        return table + parts.stream().map(Index::text).toList();
    }
}
