package io.github.ovnnb.ovsdb.replica;

import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.protocol.RowUpdate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The updates of one notification on their way into the next snapshot. Confined to one thread; harmless if dropped. */
final class Edit {
    private final Snapshot origin;
    private final Map<String, TableSnapshot.Editor> editors = new HashMap<>();
    private final Map<String, List<RowChange>> changes = new HashMap<>();

    Edit(Snapshot origin) {
        this.origin = origin;
    }

    void accept(RowUpdate update) {
        var table = editor(update);
        if (update instanceof RowUpdate.Put put) {
            put(table, put.row());
        } else if (update instanceof RowUpdate.Change change) {
            var old = table.find(change.uuid());
            if (old == null) {
                throw new OutOfStepException("a change of " + change.shape().table() + " " + change.uuid()
                        + " arrived, but there is no such row");
            }
            var row = change.difference().appliedTo(old);
            if (row != old) {
                table.put(row);
                record(new RowChange.Modified(old, row));
            }
        } else {
            // A row that we do not have is as gone as can be.
            var old = table.remove(update.uuid());
            if (old != null) {
                record(new RowChange.Deleted(old));
            }
        }
    }

    private void put(TableSnapshot.Editor table, Row row) {
        var present = table.put(row);
        if (present == null) {
            record(new RowChange.Inserted(row));
        } else if (Rows.sameContent(present, row)) {
            // What nobody is told of must not be seen either: the row stays the object that it was.
            table.put(present);
        } else {
            record(new RowChange.Modified(present, row));
        }
    }

    private void record(RowChange change) {
        changes.computeIfAbsent(change.row().table(), table -> new ArrayList<>())
                .add(change);
    }

    private TableSnapshot.Editor editor(RowUpdate update) {
        return editors.computeIfAbsent(update.shape().table(), name -> {
            var table = origin.table(name);
            if (table == null) {
                throw new OutOfStepException("an update of " + name + " arrived before its contents");
            }
            return new TableSnapshot.Editor(table);
        });
    }

    /** By table, in the order of the wire. */
    Map<String, List<RowChange>> changes() {
        return changes;
    }

    /** The tables that were touched. */
    Map<String, @Nullable TableSnapshot> build() {
        var tables = new HashMap<String, @Nullable TableSnapshot>();
        editors.forEach((name, editor) -> tables.put(name, editor.build()));
        return tables;
    }
}
