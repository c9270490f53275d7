package io.github.ovnnb.ovsdb.protocol;

import java.util.UUID;

/** What a monitor says of one row. */
public sealed interface RowUpdate {

    /** {@return which columns the row carries} */
    RowShape shape();

    /** {@return the key of the row} */
    UUID uuid();

    /**
     * The row as it is now, whole: {@code initial} or {@code insert} of update2 and update3, {@code new} of a plain update.
     *
     * @param row as it is now
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

    /**
     * {@code modify} of update2 and update3.
     *
     * @param difference from what it was
     */
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

    /**
     * The row is gone, or no longer meets the monitor's condition.
     *
     * @param shape of the row
     * @param uuid its key
     */
    record Remove(RowShape shape, UUID uuid) implements RowUpdate {}
}
