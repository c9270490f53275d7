package io.github.ovnnb.agent.domain;

import io.github.ovnnb.agent.domain.OwnerFacts.VirtualMachineFacts;
import io.github.ovnnb.agent.domain.OwnerFacts.VirtualMachineFacts.Running;
import java.util.List;
import java.util.Optional;

/**
 * Where the port of a virtual machine may be bound, while it migrates and otherwise. A function of how things are now: nothing is remembered,
 * so a restart, an unrelated Pod or a second migration can't strip what a running migration needs.
 */
final class LiveMigrationRule {
    /** KubeVirt writes it on the target's launcher Pod. */
    private static final String MIGRATION = "kubevirt.io/migrationJobName";

    private LiveMigrationRule() {}

    /** Whether the launcher was made to take a running machine over. */
    static boolean isTarget(PodFacts launcher) {
        return launcher.annotations().containsKey(MIGRATION);
    }

    /** @param now what the row says */
    static ChassisBinding bindingOf(VirtualMachineFacts machine, List<PodFacts> launchers, ChassisBinding now) {
        if (machine.running().isEmpty()) {
            // The next start may be on any node; a pin to the last one would keep the machine off the network.
            return ChassisBinding.ANYWHERE;
        }
        var running = machine.running().get();
        var target = target(running, launchers);
        var source = running.node();
        if (target.isPresent() && !source.isEmpty()) {
            return target.get().equals(source)
                    ? ChassisBinding.on(source)
                    : ChassisBinding.migrating(source, target.get());
        }
        if (target.isEmpty() && !running.migrations().isEmpty()) {
            // The target is not scheduled yet: no change until it is.
            return now;
        }
        if (now.requestedChassis().isEmpty() || source.isEmpty()) {
            return ChassisBinding.ANYWHERE;
        }
        // A live launcher elsewhere: the migration has succeeded, and we have not heard yet that the machine runs there
        // now.
        return isLiveElsewhere(source, launchers) ? now : ChassisBinding.on(source);
    }

    private static boolean isLiveElsewhere(String node, List<PodFacts> launchers) {
        return launchers.stream()
                .filter(pod -> !pod.isFinished() && !pod.deleting())
                .map(PodFacts::nodeName)
                .anyMatch(other -> !other.isEmpty() && !other.equals(node));
    }

    /** The node to which the machine is on its way. */
    private static Optional<String> target(Running running, List<PodFacts> launchers) {
        return launchers.stream()
                .filter(pod -> running.migrations().contains(pod.annotations().getOrDefault(MIGRATION, "")))
                .filter(pod -> !pod.isFinished())
                .map(PodFacts::nodeName)
                .filter(node -> !node.isEmpty())
                .findFirst();
    }
}
