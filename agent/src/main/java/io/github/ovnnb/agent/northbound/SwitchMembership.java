package io.github.ovnnb.agent.northbound;

import io.github.ovnnb.ovsdb.protocol.OvsSet;
import io.github.ovnnb.ovsdb.protocol.OvsUuid;
import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.replica.RowChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * On which logical switches each port stands: {@code Logical_Switch.ports} turned round, kept up by what changes. Confined to the
 * reconciler's thread.
 */
final class SwitchMembership {
    private final Map<UUID, Set<String>> switchesByPort = new HashMap<>();

    /** Names of the switches that list the port. */
    Set<String> switchesOf(UUID port) {
        return switchesByPort.getOrDefault(port, Set.of());
    }

    /** Takes in the change of a switch. Returns the ports that have come or gone, or whose switch has another name now. */
    List<UUID> apply(RowChange change) {
        if (change instanceof RowChange.Inserted inserted) {
            return move(OvsSet.empty(), "", ports(inserted.row()), name(inserted.row()));
        }
        if (change instanceof RowChange.Deleted deleted) {
            return move(ports(deleted.row()), name(deleted.row()), OvsSet.empty(), "");
        }
        var modified = (RowChange.Modified) change;
        var old = modified.old();
        var row = modified.row();
        return name(old).equals(name(row))
                ? difference(ports(old), ports(row), name(row))
                : move(ports(old), name(old), ports(row), name(row));
    }

    private List<UUID> difference(OvsSet before, OvsSet after, String logicalSwitch) {
        var changed = new ArrayList<UUID>();
        before.symmetricDifference(after).forEach(atom -> {
            var port = ((OvsUuid) atom).value();
            if (after.contains(atom)) {
                enter(port, logicalSwitch);
            } else {
                leave(port, logicalSwitch);
            }
            changed.add(port);
        });
        return changed;
    }

    private List<UUID> move(OvsSet before, String oldName, OvsSet after, String newName) {
        var changed = new ArrayList<UUID>(before.size() + after.size());
        before.forEach(atom -> {
            leave(((OvsUuid) atom).value(), oldName);
            changed.add(((OvsUuid) atom).value());
        });
        after.forEach(atom -> {
            enter(((OvsUuid) atom).value(), newName);
            changed.add(((OvsUuid) atom).value());
        });
        return changed;
    }

    private void enter(UUID port, String logicalSwitch) {
        var before = switchesByPort.get(port);
        if (before == null) {
            switchesByPort.put(port, Set.of(logicalSwitch));
        } else if (!before.contains(logicalSwitch)) {
            var more = new TreeSet<>(before);
            more.add(logicalSwitch);
            switchesByPort.put(port, more);
        }
    }

    private void leave(UUID port, String logicalSwitch) {
        var left = new TreeSet<>(switchesOf(port));
        left.remove(logicalSwitch);
        if (left.isEmpty()) {
            switchesByPort.remove(port);
        } else {
            switchesByPort.put(port, left);
        }
    }

    private static OvsSet ports(Row row) {
        return row.set("ports");
    }

    private static String name(Row row) {
        return row.string("name");
    }
}
