package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.HeldAddresses;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.Workload.VirtualMachine;
import io.github.ovnnb.agent.northbound.DatabaseModel.RowChange;
import io.github.ovnnb.agent.northbound.ModelRow;
import io.github.ovnnb.agent.northbound.SimulatedNorthbound;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The row of a port before and after a commit. Reads the columns by itself, not with the agent's eyes. */
record ChangedPort(UUID row, Optional<ModelRow> before, Optional<ModelRow> after, SimulatedNorthbound northbound) {
    static ChangedPort of(RowChange change, SimulatedNorthbound northbound) {
        return new ChangedPort(change.row(), change.before(), change.after(), northbound);
    }

    static boolean isOurs(ModelRow columns) {
        return "kube-ovn".equals(columns.map("external_ids").get("vendor"));
    }

    static boolean isMachines(ModelRow columns) {
        return VirtualMachine.KIND.equals(columns.map("external_ids").get("ovnnb.io/kind"));
    }

    /** The uid of the Pod that it says it serves. */
    static @Nullable String userOf(ModelRow columns) {
        return columns.map("external_ids").get("ovnnb.io/pod-uid");
    }

    /** What others have noted on it. */
    static Map<String, String> foreignNotes(ModelRow columns) {
        var ids = columns.map("external_ids");
        ids.keySet().removeAll(SimulatedNorthbound.ourKeys());
        return ids;
    }

    boolean wasOurs() {
        return before.filter(ChangedPort::isOurs).isPresent();
    }

    /** It is there, and it is not ours. */
    boolean isForeign() {
        return after.isPresent() && !isOurs(after.get());
    }

    Optional<PortFacts> factsBefore() {
        return before.map(columns -> northbound.facts(row, columns));
    }

    Optional<PortFacts> factsAfter() {
        return after.map(columns -> northbound.facts(row, columns));
    }

    HeldAddresses heldBefore() {
        return factsBefore().map(port -> HeldAddresses.read(port.addresses())).orElse(HeldAddresses.NONE);
    }

    @Override
    public String toString() {
        return factsAfter()
                .map(port -> (before.isPresent() ? "changed " : "new ") + port)
                .orElseGet(() -> "removed " + before.map(columns -> columns.text("name")) + " " + row);
    }
}
