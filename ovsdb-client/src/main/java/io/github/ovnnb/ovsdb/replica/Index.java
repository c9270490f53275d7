package io.github.ovnnb.ovsdb.replica;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * By what the rows of a table can be found besides their uuid: by columns, or by the value under a key of a map column, or by
 * several of these together; or by each element of a set column. A row that lacks one of them is not in the index. Rows may share a key; an index that the schema
 * declares is kept without asking, under {@link #on} of its columns.
 *
 * @param table whose rows are found by it
 * @param parts of the key, in order
 */
public record Index(String table, List<Part> parts) {
    /** Fails with an IllegalArgumentException for parts that do not go together. */
    public Index {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("an index needs at least one column");
        }
        long sorted = parts.stream().filter(Sorted.class::isInstance).count();
        if (sorted > 0 && sorted < parts.size()) {
            throw new IllegalArgumentException("either all parts of an index are sorted or none: " + parts);
        }
        if (parts.size() > 1 && parts.stream().anyMatch(Element.class::isInstance)) {
            throw new IllegalArgumentException("an index of elements has no other part: " + parts);
        }
    }

    /** One component of the key. */
    public sealed interface Part {
        /** {@return the column that it reads} */
        String column();
    }

    record Column(String column) implements Part {}

    record MapEntry(String column, String key) implements Part {}

    record Element(String column) implements Part {}

    /** A part by which rows are put in order. */
    record Sorted(Part by, boolean falling) implements Part {
        Sorted {
            if (by instanceof Element) {
                throw new IllegalArgumentException("rows cannot be sorted by each of several elements");
            }
        }

        @Override
        public String column() {
            return by.column();
        }
    }

    /** The value of a column. */
    public static Part column(String column) {
        return new Column(column);
    }

    /** What a map from strings holds under {@code key}. */
    public static Part mapEntry(String column, String key) {
        return new MapEntry(column, key);
    }

    /** By the values of these columns together. */
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

    /** By what a map from strings holds under {@code key}. */
    public static Index onMapEntry(String table, String column, String key) {
        return new Index(table, List.of(mapEntry(column, key)));
    }

    /** By each element of a set column: the switch of a port by {@code onElement("Logical_Switch", "ports")}. */
    public static Index onElement(String table, String column) {
        return new Index(table, List.of(new Element(column)));
    }

    /**
     * By which the rows are kept in the order of columns that hold one value each, the first of them foremost: numbers by size, strings
     * by their UTF-16 code units, false before true. Rows that lack one are left out. See {@link Snapshot#sorted}.
     */
    public static Index sorted(String table, String... columns) {
        return sorted(table, Stream.of(columns).map(Index::column).toArray(Part[]::new));
    }

    /** The same by map entries, too, or {@linkplain #falling falling}. */
    public static Index sorted(String table, Part... parts) {
        return new Index(
                table,
                Stream.of(parts)
                        .<Part>map(part -> part instanceof Sorted ? part : new Sorted(part, false))
                        .toList());
    }

    /** A part of a sorted index by which the greatest value comes first. */
    public static Part falling(Part part) {
        return new Sorted(part, true);
    }

    boolean isSorted() {
        return parts.get(0) instanceof Sorted;
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
        if (part instanceof Sorted sorted) {
            return (sorted.falling() ? "falling " : "rising ") + text(sorted.by());
        }
        return part instanceof Element ? "each of " + part.column() : part.column();
    }

    /** For example {@code Logical_Switch_Port[external_ids:pod]}. */
    @Override
    public String toString() {
        return table + parts.stream().map(Index::text).toList();
    }
}
