package io.github.ovnnb.ovsdb.replica;

import io.github.ovnnb.ovsdb.protocol.MonitorSink;
import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.protocol.RowUpdate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first reply of a monitor on its way into the replica, row by row as it arrives; nobody sees any of it before
 * {@link #commit}. Confined to the thread that writes the replica. To be dropped if the reply turns out an error.
 */
public final class Load implements MonitorSink {
    private final Replica replica;
    private final Snapshot origin;
    /** What to fill, by table; null for a table that the server does not have. */
    private final Map<String, @Nullable TableSnapshot> empty;
    /** Present when the whole contents arrive. */
    private final Map<String, TableSnapshot.Editor> fresh = new HashMap<>();
    /** Present when the server resumes. */
    private @Nullable Edit resumed;

    Load(Replica replica, Snapshot origin, Map<String, @Nullable TableSnapshot> empty) {
        this.replica = replica;
        this.origin = origin;
        this.empty = empty;
    }

    @Override
    public void begin(boolean resumes) {
        if (resumes) {
            resumed = new Edit(origin);
        } else {
            empty.forEach((name, table) -> {
                if (table != null) {
                    fresh.put(name, new TableSnapshot.Editor(table));
                }
            });
        }
    }

    @Override
    public void accept(RowUpdate update) {
        if (resumed != null) {
            resumed.accept(update);
        } else if (update instanceof RowUpdate.Put put) {
            var table = fresh.get(update.shape().table());
            if (table != null) {
                table.put(known(put.row()));
            }
        } else {
            throw new OutOfStepException("the contents of " + update.shape().table() + " arrived with a change of "
                    + update.uuid() + " instead of the row");
        }
    }

    /** The row object that we have had all along if it says the same: saves memory, and it tells later what did not change. */
    private Row known(Row row) {
        var table = origin.table(row.table());
        var old = table == null ? null : table.rows().find(row.uuid());
        return old != null && Rows.sameLayout(old.shape(), row.shape()) && old.sameValuesAs(row) ? old : row;
    }

    /** Publishes what has arrived and tells the listeners just what is different from before. */
    public void commit() {
        if (resumed != null) {
            replica.publish(resumed.build(), resumed.changes());
            return;
        }
        var tables = new HashMap<String, @Nullable TableSnapshot>();
        var changes = new HashMap<String, List<RowChange>>();
        for (var name : empty.keySet()) {
            var editor = fresh.get(name);
            var table = editor == null ? null : editor.build();
            tables.put(name, table);
            changes.put(name, difference(origin.table(name), table));
        }
        replica.publish(origin.with(tables), changes);
    }

    private static List<RowChange> difference(@Nullable TableSnapshot before, @Nullable TableSnapshot after) {
        var changes = new ArrayList<RowChange>();
        for (var old : rowsOf(before)) {
            if (find(after, old) == null) {
                changes.add(new RowChange.Deleted(old));
            }
        }
        for (var row : rowsOf(after)) {
            var old = find(before, row);
            if (old == null) {
                changes.add(new RowChange.Inserted(row));
            } else if (!Rows.sameContent(old, row)) {
                changes.add(new RowChange.Modified(old, row));
            }
        }
        return changes;
    }

    private static Iterable<Row> rowsOf(@Nullable TableSnapshot table) {
        return table == null ? List.of() : table.rows();
    }

    private static @Nullable Row find(@Nullable TableSnapshot table, Row row) {
        return table == null ? null : table.rows().find(row.uuid());
    }
}
