package io.github.ovnnb.ovsdb.replica;

import io.github.ovnnb.ovsdb.protocol.MonitorShape;
import io.github.ovnnb.ovsdb.protocol.MonitorSink;
import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.protocol.RowUpdate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The first reply of a monitor on its way into the replica, row by row as it arrives; nobody sees any of it before
 * {@link #commit}. Confined to the thread that writes the replica. To be dropped if the reply turns out an error.
 */
public final class Load implements MonitorSink {
    private final ReplicaWriter replica;
    private final Snapshot origin;
    private final MonitorShape shape;
    private final Map<String, Set<Index>> indexes;
    /** Tables of ours that the server does not have. */
    private final List<String> gone;
    /** Present when the whole contents arrive. */
    private final Map<String, TableSnapshot.Builder> contents = new HashMap<>();
    /** Present when the server resumes. */
    private @Nullable Edit resumed;

    private @Nullable Prepared prepared;

    /** Tables, null for one that the server does not have, and what is different in those that somebody listens to. */
    private record Prepared(Map<String, @Nullable TableSnapshot> tables, Map<String, List<RowChange>> changes) {}

    Load(
            ReplicaWriter replica,
            Snapshot origin,
            MonitorShape shape,
            Map<String, Set<Index>> indexes,
            List<String> gone) {
        this.replica = replica;
        this.origin = origin;
        this.shape = shape;
        this.indexes = indexes;
        this.gone = gone;
    }

    @Override
    public void begin(boolean resumes) {
        if (resumes) {
            resumed = new Edit(origin);
        } else {
            shape.tables()
                    .forEach((name, rows) ->
                            contents.put(name, new TableSnapshot.Builder(rows, indexes.getOrDefault(name, Set.of()))));
        }
    }

    @Override
    public void accept(RowUpdate update) {
        if (resumed != null) {
            resumed.accept(update);
        } else if (update instanceof RowUpdate.Put put) {
            var rows = contents.get(update.shape().table());
            if (rows != null) {
                rows.add(known(put.row()));
            }
        } else {
            throw new OutOfStepException("the contents of " + update.shape().table() + " arrived with a change of "
                    + update.uuid() + " instead of the row");
        }
    }

    /** The row object that we have had all along if it says the same: saves memory, and it tells later what did not change. */
    private Row known(Row row) {
        var old = find(origin.table(row.table()), row);
        return old != null && Rows.sameLayout(old.shape(), row.shape()) && old.sameValuesAs(row) ? old : row;
    }

    /**
     * Does what takes time of {@link #commit}, once all rows have arrived, and once only. By any thread, if what is done to the replica
     * meanwhile concerns other tables.
     */
    public void prepare() {
        prepared = resumed != null ? new Prepared(resumed.build(), resumed.changes()) : indexed();
    }

    private Prepared indexed() {
        var tables = new HashMap<String, @Nullable TableSnapshot>();
        gone.forEach(name -> tables.put(name, null));
        contents.forEach((name, rows) -> tables.put(name, rows.build()));
        var changes = new HashMap<String, List<RowChange>>();
        for (var name : replica.tablesListenedTo()) {
            if (tables.containsKey(name)) {
                changes.put(name, difference(origin.table(name), tables.get(name)));
            }
        }
        return new Prepared(tables, changes);
    }

    /** Publishes what has arrived and tells the listeners just what is different from before. */
    public void commit() {
        if (prepared == null) {
            prepare();
        }
        var ready = Objects.requireNonNull(prepared);
        replica.publish(ready.tables(), name -> changes(ready, name));
    }

    private List<RowChange> changes(Prepared ready, String name) {
        var changes = ready.changes().get(name);
        if (changes != null) {
            return changes;
        }
        return resumed == null && ready.tables().containsKey(name)
                // Somebody has begun to listen since.
                ? difference(origin.table(name), ready.tables().get(name))
                : List.of();
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
        return table == null || table.rows().size() == 0 ? null : table.rows().find(row.uuid());
    }
}
