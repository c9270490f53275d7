package io.github.ovnnb.ovsdb.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which columns the rows of one table carry, and in which order: every row has its values by position here and shares this
 * object with the others.
 */
public final class RowShape {
    private static final byte[] FREE = {};

    private final String table;
    private final List<ColumnSchema> columns;
    private final Set<String> absent;
    private final Map<String, Integer> positions = new HashMap<>();
    private final Value[] defaults;
    /** The names in UTF-8 at the place of their hash, or after it. */
    private final byte[][] names;

    private final int[] positionsByName;

    private RowShape(String table, List<ColumnSchema> columns, Set<String> absent) {
        this.table = table;
        this.columns = List.copyOf(columns);
        this.absent = Set.copyOf(absent);
        this.defaults = new Value[columns.size()];
        for (int i = 0; i < columns.size(); i++) {
            positions.put(columns.get(i).name(), i);
            defaults[i] = columns.get(i).type().defaultValue();
        }
        names = new byte[Integer.highestOneBit(4 * columns.size() + 1)][];
        Arrays.fill(names, FREE);
        positionsByName = new int[names.length];
        positions.forEach(this::enter);
    }

    private void enter(String name, int position) {
        var utf8 = name.getBytes(StandardCharsets.UTF_8);
        int slot = slotOf(utf8, 0, utf8.length);
        while (names[slot] != FREE) {
            slot = (slot + 1) & (names.length - 1);
        }
        names[slot] = utf8;
        positionsByName[slot] = position;
    }

    private int slotOf(byte[] name, int from, int to) {
        int hash = to - from;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + name[i];
        }
        return (hash ^ hash >>> 7) & (names.length - 1);
    }

    /** The wanted columns, as far as the server's schema has them; the others are {@linkplain #absent()}. */
    public static RowShape of(TableSchema table, Collection<String> wanted) {
        var present = new ArrayList<ColumnSchema>();
        var absent = new LinkedHashSet<String>();
        for (var name : new LinkedHashSet<>(wanted)) {
            table.column(name).ifPresentOrElse(present::add, () -> absent.add(name));
        }
        return new RowShape(table.name(), present, absent);
    }

    /** All columns of the schema. */
    public static RowShape of(TableSchema table) {
        return of(table, table.columns().keySet());
    }

    /** {@return the table whose rows these are} */
    public String table() {
        return table;
    }

    /** {@return the columns by position} */
    public List<ColumnSchema> columns() {
        return columns;
    }

    /** {@return how many columns the rows carry} */
    public int size() {
        return columns.size();
    }

    /** {@return the column at this position} */
    public ColumnSchema column(int position) {
        return columns.get(position);
    }

    /** Columns that were asked for but that this server's schema does not have. */
    public Set<String> absent() {
        return absent;
    }

    /** {@return whether the rows carry this column} */
    public boolean has(String column) {
        return positions.containsKey(column);
    }

    /** -1 if the rows do not carry this column. */
    public int positionOf(String column) {
        return positions.getOrDefault(column, -1);
    }

    /** The same for a name in UTF-8, somewhere in a buffer: for the decoder, which reads millions of them. */
    public int positionOf(byte[] buffer, int from, int to) {
        int slot = slotOf(buffer, from, to);
        for (var name = names[slot]; name != FREE; name = names[slot]) {
            if (Arrays.equals(name, 0, name.length, buffer, from, to)) {
                return positionsByName[slot];
            }
            slot = (slot + 1) & (names.length - 1);
        }
        return -1;
    }

    Value[] defaults() {
        return defaults;
    }

    @Override
    public String toString() {
        return table + columns.stream().map(ColumnSchema::name).toList();
    }
}
