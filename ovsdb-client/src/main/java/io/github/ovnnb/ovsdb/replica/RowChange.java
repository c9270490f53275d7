package io.github.ovnnb.ovsdb.replica;

import io.github.ovnnb.ovsdb.protocol.Row;
import java.util.Optional;

/** A true difference of one row. */
public sealed interface RowChange {

    /** The row as it is now, or as it was last if it is gone. */
    Row row();

    record Inserted(Row row) implements RowChange {}

    record Modified(Row old, Row row) implements RowChange {}

    record Deleted(Row row) implements RowChange {}

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
