package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Every Pod that could be served is, and has been told what its row says; the user of every other one knows why it waits. */
final class PodsAreServed {
    /** A Pod younger than this may still be on its way. */
    private static final long YOUNG = 800_000;

    private final World world;
    private final SimulatedApi api;
    private final PortRows ports;
    private final Servable servable;
    private final boolean wasRestored;

    /** @param wasRestored whether the database or the API server was put back to an earlier state at any time */
    PodsAreServed(World world, SimulatedApi api, PortRows ports, Servable servable, boolean wasRestored) {
        this.world = world;
        this.api = api;
        this.ports = ports;
        this.servable = servable;
        this.wasRestored = wasRestored;
    }

    /**
     * @param told uids of the Pods whose users were told why they wait
     * @param swept whether there was a sweep
     */
    List<String> violations(Set<String> told, boolean swept) {
        var found = new ArrayList<String>();
        for (var pod : api.pods()) {
            if (pod.isFinished() || pod.deleting() || world.now() - api.bornAt(pod.uid()) < YOUNG) {
                continue;
            }
            for (var port : PortIdentity.allOfPod(pod)) {
                violation(pod, port, told, swept).ifPresent(found::add);
            }
        }
        return found;
    }

    private Optional<String> violation(PodFacts pod, PortIdentity port, Set<String> told, boolean swept) {
        boolean allocated = pod.isAllocated(port.provider());
        boolean lost = allocated && isLost(pod, port);
        if (lost && !swept) {
            // Who had its address may have been a Pod of another node, of whose end its agent hears by the next sweep.
            return Optional.empty();
        }
        var blocked = servable.whyNot(pod, port);
        if (allocated && !(lost && blocked.isPresent())) {
            return disagreement(pod, port);
        }
        if (blocked.isEmpty()) {
            return Optional.of("could be served and is not: " + port + " of " + pod);
        }
        return told.contains(pod.uid())
                ? Optional.empty()
                : Optional.of("waits (" + blocked.get() + ") and nobody was told: " + port + " of " + pod);
    }

    /**
     * A restore of the database has taken its row, or one of the API server has brought the Pod back after its row had gone; if by then somebody
     * else had its name or address, only a person can say who gives way.
     */
    private boolean isLost(PodFacts pod, PortIdentity port) {
        return wasRestored
                && ports.named(port.portName())
                        .filter(row -> PortRows.belongsTo(row, pod))
                        .filter(row -> row.addresses().equals(Set.of(Servable.addressesOf(pod, port.provider())))
                                || row.ownership().orElseThrow().isUsedBy(pod))
                        .isEmpty();
    }

    private Optional<String> disagreement(PodFacts pod, PortIdentity identity) {
        var port = ports.named(identity.portName());
        var promised = Servable.addressesOf(pod, identity.provider());
        var logicalSwitch = text(pod, identity, "logical_switch");
        boolean agrees = port.filter(row -> row.addresses().equals(Set.of(promised))
                        && row.logicalSwitches().equals(Set.of(logicalSwitch))
                        && row.ownership()
                                .filter(ownership -> ownership.isUsedBy(pod))
                                .isPresent())
                .isPresent();
        return agrees ? Optional.empty() : Optional.of("the annotations of " + pod + " disagree with " + port);
    }

    private static String text(PodFacts pod, PortIdentity port, String key) {
        return Servable.text(pod, port, key).orElse("");
    }
}
