package io.github.ovnnb.agent.northbound;

import io.github.ovnnb.agent.northbound.DatabaseModel.RowChange;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Of which ports anything is different after a transaction: the row itself, or which switches list it. */
public final class TouchedPorts {
    private TouchedPorts() {}

    /** In an order that the changes alone decide. */
    public static Set<UUID> by(List<RowChange> changes) {
        var touched = new LinkedHashSet<UUID>();
        for (var change : changes) {
            if (change.table().equals(DatabaseModel.PORTS)) {
                touched.add(change.row());
            } else if (change.table().equals(DatabaseModel.SWITCHES)) {
                touched.addAll(by(change.before(), change.after()));
            }
        }
        return touched;
    }

    /** By a switch that lists others now, or is called otherwise. */
    static Set<UUID> by(Optional<ModelRow> before, Optional<ModelRow> after) {
        if (before.isPresent() && after.isPresent() && isSame(before.get(), after.get(), "ports")) {
            return isSame(before.get(), after.get(), "name")
                    ? Set.of()
                    : new LinkedHashSet<>(after.get().uuids("ports"));
        }
        var former = listed(before);
        var present = listed(after);
        boolean sameName = before.map(row -> row.text("name")).equals(after.map(row -> row.text("name")));
        var touched = new LinkedHashSet<>(former);
        touched.addAll(present);
        if (sameName) {
            var both = new HashSet<>(former);
            both.retainAll(present);
            touched.removeAll(both);
        }
        return touched;
    }

    private static boolean isSame(ModelRow one, ModelRow other, String column) {
        return one.get(column).equals(other.get(column));
    }

    private static Set<UUID> listed(Optional<ModelRow> logicalSwitch) {
        return logicalSwitch
                .<Set<UUID>>map(row -> new LinkedHashSet<>(row.uuids("ports")))
                .orElseGet(Set::of);
    }
}
