package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.ChassisBinding;
import io.github.ovnnb.agent.northbound.ModelRow;
import java.util.Map;

/** No row that is not ours is touched, nor what others wrote on ours. */
final class ForeignThingsStay implements CommitRule {
    private final World world;

    ForeignThingsStay(World world) {
        this.world = world;
    }

    @Override
    public void committed(Commit commit) {
        if (commit.ours()) {
            commit.ports().forEach(this::check);
        }
    }

    private void check(ChangedPort change) {
        if (change.before().isEmpty()) {
            return;
        }
        var before = change.before().get();
        if (!ChangedPort.isOurs(before)) {
            world.fail("a row that is not ours was changed: " + change);
        }
        if (change.after().isPresent()) {
            var after = change.after().get();
            boolean sameNotes = ChangedPort.foreignNotes(before).equals(ChangedPort.foreignNotes(after));
            if (!sameNotes || !foreignOptions(before).equals(foreignOptions(after))) {
                world.fail("what others wrote on our row was changed: " + change);
            }
        }
    }

    /** Where a virtual machine's port is bound is for us to say. */
    private static Map<String, String> foreignOptions(ModelRow columns) {
        var options = columns.map("options");
        if (ChangedPort.isMachines(columns)) {
            options.keySet().removeAll(ChassisBinding.KEYS);
        }
        return options;
    }
}
