package io.github.ovnnb.ovsdb.protocol;

import java.util.UUID;

/** What a monitor says of one row. */
public sealed interface RowUpdate {

    RowShape shape();

    UUID uuid();

    /**
     * The row as it is now, whole: {@code initial} or {@code insert} of update2 and update3, {@code new} of a plain update.
     */
    record Put(Row row) implements RowUpdate {
        @Override
        public RowShape shape() {
            return row.shape();
        }

        @Override
        public UUID uuid() {
            return row.uuid();
        }
    }

    /** {@code modify} of update2 and update3. */
    record Change(RowDifference difference) implements RowUpdate {
        @Override
        public RowShape shape() {
            return difference.shape();
        }

        @Override
        public UUID uuid() {
            return difference.uuid();
        }
    }

    /** The row is gone, or no longer meets the monitor's condition. */
    record Remove(RowShape shape, UUID uuid) implements RowUpdate {}
}
