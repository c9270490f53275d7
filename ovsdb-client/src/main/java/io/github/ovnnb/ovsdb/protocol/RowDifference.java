package io.github.ovnnb.ovsdb.protocol;

import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a row changed, in the terms of update2 (ovsdb-server(7) section 4.1.14): a column that holds at most one element is
 * replaced; of a set the difference names what was added or removed; of a map, see {@link OvsMap#patchedWith}.
 */
public final class RowDifference {
    private final RowShape shape;
    private final UUID uuid;
    private final @Nullable Value[] byPosition;

    private RowDifference(RowShape shape, UUID uuid, @Nullable Value[] byPosition) {
        this.shape = shape;
        this.uuid = uuid;
        this.byPosition = byPosition;
    }

    /** Starts from no difference. */
    public static Builder builder(RowShape shape, UUID uuid) {
        return new Builder(shape, uuid);
    }

    /** {@return which columns the row carries} */
    public RowShape shape() {
        return shape;
    }

    /** {@return the key of the row} */
    public UUID uuid() {
        return uuid;
    }

    /** The row after the change; the very same if nothing differs. {@code row} must be of the same shape. */
    public Row appliedTo(Row row) {
        Value[] changed = null;
        for (int i = 0; i < byPosition.length; i++) {
            var difference = byPosition[i];
            if (difference == null) {
                continue;
            }
            var old = row.value(i);
            var value = applied(shape.column(i).type(), old, difference);
            if (value != old && !(replaces(i) && value.equals(old))) {
                changed = changed == null ? row.copyOfValues() : changed;
                changed[i] = value;
            }
        }
        return changed == null ? row : new Row(shape, row.mostSignificantBits(), row.leastSignificantBits(), changed);
    }

    private boolean replaces(int position) {
        return shape.column(position).type().max() == 1;
    }

    private static Value applied(ColumnType type, Value old, Value difference) {
        if (type.max() == 1) {
            return difference;
        }
        return type.isMap()
                ? ((OvsMap) old).patchedWith((OvsMap) difference)
                : ((OvsSet) old).symmetricDifference((OvsSet) difference);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowDifference that
                && that.shape.table().equals(shape.table())
                && that.uuid.equals(uuid)
                && Arrays.equals(that.byPosition, byPosition);
    }

    @Override
    public int hashCode() {
        return uuid.hashCode();
    }

    @Override
    public String toString() {
        return shape.table() + " " + uuid + " changed by " + Arrays.toString(byPosition);
    }

    /** Use once, from one thread. */
    public static final class Builder {
        private final RowShape shape;
        private final UUID uuid;
        private final @Nullable Value[] byPosition;

        private Builder(RowShape shape, UUID uuid) {
            this.shape = shape;
            this.uuid = uuid;
            this.byPosition = new Value[shape.size()];
        }

        /** The difference may be in any form that the protocol allows for the column. */
        public Builder set(int position, Value difference) {
            byPosition[position] = shape.column(position).type().canonical(difference);
            return this;
        }

        /** {@return the difference; the builder is of no more use} */
        public RowDifference build() {
            return new RowDifference(shape, uuid, byPosition);
        }
    }
}
