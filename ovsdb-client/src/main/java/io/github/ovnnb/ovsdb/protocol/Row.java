package io.github.ovnnb.ovsdb.protocol;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/**
 * A row of a table, as far as its {@linkplain RowShape shape} goes.
 *
 * <p>The getters fail with an IllegalArgumentException for a column that was never asked for or is of another type. A column
 * that was asked for but that the server does not have reads as empty, 0, false or "": ask {@link #has(String)} where that
 * makes a difference.
 */
public final class Row {
    private final RowShape shape;
    private final long mostSignificantBits;
    private final long leastSignificantBits;
    private final Value[] values;

    Row(RowShape shape, long mostSignificantBits, long leastSignificantBits, Value[] values) {
        this.shape = shape;
        this.mostSignificantBits = mostSignificantBits;
        this.leastSignificantBits = leastSignificantBits;
        this.values = values;
    }

    /** Starts from the default of every column. */
    public static Builder builder(RowShape shape, long mostSignificantBits, long leastSignificantBits) {
        return new Builder(
                shape,
                mostSignificantBits,
                leastSignificantBits,
                shape.defaults().clone());
    }

    /** Starts from the default of every column. */
    public static Builder builder(RowShape shape, UUID uuid) {
        return builder(shape, uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }

    /** Starts from the contents of this row. */
    public Builder toBuilder() {
        return new Builder(shape, mostSignificantBits, leastSignificantBits, values.clone());
    }

    /** {@return which columns it carries} */
    public RowShape shape() {
        return shape;
    }

    /** {@return the table that it is a row of} */
    public String table() {
        return shape.table();
    }

    /** {@return its key} */
    public UUID uuid() {
        return new UUID(mostSignificantBits, leastSignificantBits);
    }

    /** {@return the first half of its key} */
    public long mostSignificantBits() {
        return mostSignificantBits;
    }

    /** {@return the second half of its key} */
    public long leastSignificantBits() {
        return leastSignificantBits;
    }

    /** Whether this is its key, without making an object of it. */
    public boolean hasUuid(long most, long least) {
        return mostSignificantBits == most && leastSignificantBits == least;
    }

    /** Whether the server has this column and it was asked for. */
    public boolean has(String column) {
        return shape.has(column);
    }

    /** In canonical form, see {@link ColumnType#canonical}. */
    public Value value(int position) {
        return values[position];
    }

    Value[] copyOfValues() {
        return values.clone();
    }

    /** In canonical form; the empty set for a column that the server does not have. */
    public Value value(String column) {
        int position = shape.positionOf(column);
        if (position >= 0) {
            return values[position];
        }
        if (shape.absent().contains(column)) {
            return OvsSet.empty();
        }
        throw new IllegalArgumentException(shape + " rows do not carry the column \"" + column + "\"");
    }

    /** A string column, required or optional; "" if there is none. */
    public String string(String column) {
        return optionalString(column).orElse("");
    }

    /** A string column; empty if there is none. */
    public Optional<String> optionalString(String column) {
        return atom(column, OvsString.class).map(OvsString::value);
    }

    /** An integer column, required or optional; 0 if there is none. */
    public long integer(String column) {
        return optionalInteger(column).orElse(0);
    }

    /** An integer column; empty if there is none. */
    public OptionalLong optionalInteger(String column) {
        return atom(column, OvsInteger.class)
                .map(atom -> OptionalLong.of(atom.value()))
                .orElse(OptionalLong.empty());
    }

    /** A real column, required or optional; 0 if there is none. */
    public double real(String column) {
        return atom(column, OvsReal.class).map(OvsReal::value).orElse(0.0);
    }

    /** A boolean column, required or optional; false if there is none. */
    public boolean bool(String column) {
        return optionalBool(column).orElse(false);
    }

    /** A boolean column; empty if there is none. */
    public Optional<Boolean> optionalBool(String column) {
        return atom(column, OvsBoolean.class).map(OvsBoolean::value);
    }

    /** A uuid column; empty if there is none. */
    public Optional<UUID> optionalUuid(String column) {
        return atom(column, OvsUuid.class).map(OvsUuid::value);
    }

    /** A set of strings, as an unmodifiable view. */
    public Set<String> strings(String column) {
        return new AtomSetView<>(set(column), AtomKind.STRING);
    }

    /** A set of uuids, as an unmodifiable view. */
    public Set<UUID> uuids(String column) {
        return new AtomSetView<>(set(column), AtomKind.ROW);
    }

    /** A map from strings to strings, as an unmodifiable view. */
    public Map<String, String> stringMap(String column) {
        return new AtomMapView<>(map(column), AtomKind.STRING, AtomKind.STRING);
    }

    /** Any column but a map. */
    public OvsSet set(String column) {
        var value = value(column);
        if (value instanceof OvsMap) {
            throw wrongType(column, "a set");
        }
        return value.asSet();
    }

    /** A map column. */
    public OvsMap map(String column) {
        var value = value(column);
        if (value instanceof OvsMap map) {
            return map;
        }
        if (!has(column)) {
            return OvsMap.EMPTY;
        }
        throw wrongType(column, "a map");
    }

    private <A extends Atom> Optional<A> atom(String column, Class<A> kind) {
        var value = value(column);
        if (kind.isInstance(value)) {
            return Optional.of(kind.cast(value));
        }
        if (value instanceof OvsSet set && set.isEmpty()) {
            return Optional.empty();
        }
        throw wrongType(column, "of kind " + kind.getSimpleName());
    }

    private IllegalArgumentException wrongType(String column, String wanted) {
        return new IllegalArgumentException(
                table() + "." + column + " is not " + wanted + " but holds " + value(column));
    }

    /** Whether the columns of both are equal, whatever the uuids. The same position must mean the same column. */
    public boolean sameValuesAs(Row other) {
        return Arrays.equals(values, other.values);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Row that
                        && that.hasUuid(mostSignificantBits, leastSignificantBits)
                        && that.table().equals(table())
                        && that.shape.columns().equals(shape.columns())
                        && sameValuesAs(that));
    }

    @Override
    public int hashCode() {
        return Long.hashCode(mostSignificantBits ^ leastSignificantBits);
    }

    @Override
    public String toString() {
        var text = new StringBuilder(table()).append(' ').append(uuid()).append(" {");
        for (int i = 0; i < values.length; i++) {
            text.append(i == 0 ? "" : ", ")
                    .append(shape.column(i).name())
                    .append('=')
                    .append(values[i]);
        }
        return text.append('}').toString();
    }

    /** Fills in one row. Use once, from one thread. */
    public static final class Builder {
        private final RowShape shape;
        private final long mostSignificantBits;
        private final long leastSignificantBits;
        private final Value[] values;

        private Builder(RowShape shape, long mostSignificantBits, long leastSignificantBits, Value[] values) {
            this.shape = shape;
            this.mostSignificantBits = mostSignificantBits;
            this.leastSignificantBits = leastSignificantBits;
            this.values = values;
        }

        /** The value may be in any form that the protocol allows for the column. */
        public Builder set(int position, Value value) {
            values[position] = shape.column(position).type().canonical(value);
            return this;
        }

        /** Fails with an IllegalArgumentException if the shape lacks the column. */
        public Builder set(String column, Value value) {
            int position = shape.positionOf(column);
            if (position < 0) {
                throw new IllegalArgumentException(shape + " has no column \"" + column + "\"");
            }
            return set(position, value);
        }

        /** {@return the row; the builder is of no more use} */
        public Row build() {
            return new Row(shape, mostSignificantBits, leastSignificantBits, values);
        }
    }
}
