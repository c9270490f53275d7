package io.github.ovnnb.it.ovsdb;

import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.replica.RowChange;
import io.github.ovnnb.ovsdb.replica.RowListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A listener that believes nothing but what it is told, and checks that each change fits what it was told before: an
 * inserted row was unknown, a modified or deleted row was known just so, and a modification modifies. Its rows are then the
 * proof that nothing was lost, its complaints that nothing was spurious.
 */
final class Mirror implements RowListener {

    private final Map<UUID, Row> rows = new HashMap<>();
    private final List<RowChange> heard = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    @Override
    public synchronized void changed(RowChange change) {
        heard.add(change);
        var uuid = change.row().uuid();
        if (change instanceof RowChange.Inserted inserted) {
            if (rows.put(uuid, inserted.row()) != null) {
                complaints.add("inserted again: " + change);
            }
        } else if (change instanceof RowChange.Modified modified) {
            var known = rows.put(uuid, modified.row());
            if (!modified.old().equals(known)) {
                complaints.add("modified from what was not known: " + change + ", known was " + known);
            }
            if (modified.old().equals(modified.row())) {
                complaints.add("not modified at all: " + change);
            }
        } else if (!rows.remove(uuid, change.row())) {
            complaints.add("deleted what was not known just so: " + change);
        }
    }

    synchronized Map<UUID, Row> rows() {
        return Map.copyOf(rows);
    }

    synchronized List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** What was heard since the last call. */
    synchronized List<RowChange> takeHeard() {
        var taken = List.copyOf(heard);
        heard.clear();
        return taken;
    }

    synchronized boolean holds(UUID row) {
        return rows.containsKey(row);
    }
}
