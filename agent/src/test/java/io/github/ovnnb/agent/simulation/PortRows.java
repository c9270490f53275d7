package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.PortOwnership;
import io.github.ovnnb.agent.domain.RetentionPolicy.Choice;
import io.github.ovnnb.agent.domain.Workload.StatefulSetMember;
import io.github.ovnnb.agent.domain.Workload.VirtualMachine;
import java.util.Collection;
import java.util.Optional;

/** The rows of all ports at one moment. */
record PortRows(Collection<PortFacts> all) {
    Optional<PortFacts> named(String name) {
        return all.stream().filter(port -> port.name().equals(name)).findFirst();
    }

    /** Whether there is a row for each address that the Pod was told. */
    boolean haveAllOf(PodFacts pod) {
        return PortIdentity.allOfPod(pod).stream()
                .filter(port -> pod.isAllocated(port.provider()))
                .allMatch(port -> named(port.portName())
                        .filter(row -> belongsTo(row, pod))
                        .isPresent());
    }

    /** Whether the Pod may go on with the row: it is its own, its machine's, its set's, or of a set that left it to namesakes. */
    static boolean belongsTo(PortFacts row, PodFacts pod) {
        if (row.ownership().isEmpty()) {
            return false;
        }
        var ownership = row.ownership().get();
        return ownership.isUsedBy(pod)
                || ownership.workload() instanceof VirtualMachine && KubeVirt.isLauncher(pod)
                || ownership.workload() instanceof StatefulSetMember member && isMembers(pod, member, ownership);
    }

    private static boolean isMembers(PodFacts pod, StatefulSetMember member, PortOwnership ownership) {
        return pod.controller()
                .filter(owner -> member.ownerUid().equals(Optional.of(owner.uid()))
                        || StatefulSetObject.isKind(owner.kind())
                                && owner.name().equals(member.name())
                                && leavesToNamesakes(ownership))
                .isPresent();
    }

    static boolean leavesToNamesakes(PortOwnership ownership) {
        return ownership.policy().whenDeleted() == Choice.RETAIN;
    }
}
