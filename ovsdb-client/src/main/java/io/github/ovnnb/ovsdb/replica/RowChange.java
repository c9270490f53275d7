package io.github.ovnnb.ovsdb.replica;

import io.github.ovnnb.ovsdb.protocol.Row;
import java.util.Optional;
import java.util.Set;

/** A true difference of one row. */
public sealed interface RowChange {

    /** The row as it is now, or as it was last if it is gone. */
    Row row();

    /**
     * It is there and was not.
     *
     * @param row as it is
     */
    record Inserted(Row row) implements RowChange {}

    /**
     * It holds something else.
     *
     * @param old before it
     * @param row after it
     */
    record Modified(Row old, Row row) implements RowChange {
        /** The columns that hold something else, or are there now and were not, or the other way about. */
        public Set<String> changedColumns() {
            return Rows.differences(old, row);
        }
    }

    /**
     * It was there and is not.
     *
     * @param row as it was last
     */
    record Deleted(Row row) implements RowChange {}

    /** Whether one of these columns tells of it; that a row comes or goes is told by any. */
    default boolean concerns(Set<String> columns) {
        return !(this instanceof Modified modified) || columns.stream().anyMatch(modified.changedColumns()::contains);
    }

    /** What this change and a later one of the same row amount to together; empty if to nothing. */
    default Optional<RowChange> followedBy(RowChange later) {
        boolean existed = !(this instanceof Inserted);
        boolean exists = !(later instanceof Deleted);
        if (existed && exists) {
            var old = old();
            return Rows.sameContent(old, later.row()) ? Optional.empty() : Optional.of(new Modified(old, later.row()));
        }
        if (existed) {
            return Optional.of(new Deleted(old()));
        }
        return exists ? Optional.of(new Inserted(later.row())) : Optional.empty();
    }

    private Row old() {
        return this instanceof Modified modified ? modified.old() : row();
    }
}
