package io.github.ovnnb.ovsdb.protocol;

import java.util.List;

/**
 * What one notification, or the answer to a monitor request, says: to be applied as a whole, so that nobody sees half of a
 * transaction. Of any one row there is at most one update.
 *
 * @param rows in no order that means anything
 */
public record TableUpdates(List<RowUpdate> rows) {
    /** Nothing new. */
    public static final TableUpdates NONE = new TableUpdates(List.of());

    /** Copies the list. */
    public TableUpdates {
        rows = List.copyOf(rows);
    }
}
