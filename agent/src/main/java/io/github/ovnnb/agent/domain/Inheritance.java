package io.github.ovnnb.agent.domain;

import io.github.ovnnb.agent.domain.OwnerFacts.VirtualMachineFacts;
import io.github.ovnnb.agent.domain.Workload.StatefulSetMember;
import io.github.ovnnb.agent.domain.Workload.VirtualMachine;
import java.util.List;
import java.util.Optional;

/** Whether a Pod may go on with a port that is there already under its name. */
final class Inheritance {
    private Inheritance() {}

    static boolean isOf(PodFacts pod, PortFacts row, Observation seen) {
        var ownership = row.ownership().orElseThrow();
        if (ownership.isUsedBy(pod) || ownership.isGuessed() && saysItsIps(pod, row, seen.port())) {
            return true;
        }
        if (Workload.of(pod) instanceof StatefulSetMember member) {
            return ownership.workload() instanceof StatefulSetMember before
                    && (before.isContinuedBy(member) || before.isNamesakeOf(member) && isLeftToNamesake(ownership));
        }
        if (Workload.of(pod) instanceof VirtualMachine) {
            // Whether it is still the same machine, and not one re-created under its name, is the law's question.
            return !(ownership.workload() instanceof VirtualMachine)
                    || OwnerStanding.of(ownership.workload(), seen.ownerOfRow()) != OwnerStanding.REPLACED
                            && !isAnothers(ownership.workload().ownerUid(), seen.machineOf(pod));
        }
        return false;
    }

    /** Also while the law waits for evidence that the machine that the row remembers is gone. */
    private static boolean isAnothers(Optional<String> remembered, Optional<VirtualMachineFacts> machine) {
        return remembered.isPresent()
                && machine.map(VirtualMachineFacts::uid)
                        .filter(uid -> !uid.equals(remembered.get()))
                        .isPresent();
    }

    /** An owner that has come back under its name finds what the law has retained, as it would find its volumes. */
    private static boolean isLeftToNamesake(PortOwnership ownership) {
        return RetentionRule.fateOf(ownership, OwnerStanding.REPLACED) instanceof PortFate.Retain;
    }

    /**
     * A Pod that has its addresses keeps them while it lives, whatever its annotations, the pools or the subnets become. The row says that it
     * has them: its annotations may say so too already, though we have not heard of it. Or the annotations say so, and the row names another
     * user, as that of a migrated machine may.
     */
    static Optional<Placement> settledPlacement(Observation seen, PodFacts pod) {
        return seen.row()
                .filter(row -> row.ownership()
                        .filter(owner -> owner.isUsedBy(pod)
                                || saysItsIps(pod, row, seen.port()) && !saysAnotherMac(pod, row, seen.port())
                                || isInUseByMachine(seen, pod, owner))
                        .isPresent())
                .flatMap(PortFacts::placement);
    }

    /**
     * While a machine migrates, what its other launcher has is the target's too, be that launcher on a node that we see or not. A target lives no
     * longer than the machine runs: when it has taken over, it has them all the more. But if it says itself what it has, an old backup's row does
     * not say otherwise.
     */
    private static boolean isInUseByMachine(Observation seen, PodFacts pod, PortOwnership ownership) {
        if (!(ownership.workload() instanceof VirtualMachine)
                || !(Workload.of(pod) instanceof VirtualMachine)
                || ownership.podUid().isEmpty()) {
            return false;
        }
        boolean seenInUse = seen.pods().stream()
                .anyMatch(other ->
                        ownership.isUsedBy(other) && other.needsPort(seen.port().provider()));
        return seenInUse
                || LiveMigrationRule.isTarget(pod)
                        && seen.ownerOfPod() instanceof VirtualMachineFacts machine
                        && ownership.workload().ownerUid().equals(Optional.of(machine.uid()))
                        && machine.running().isPresent()
                        && !pod.isAllocated(seen.port().provider());
    }

    /** A row of kube-ovn's does not say which Pod it was made for; a Pod that already has just these addresses does. */
    private static boolean saysItsIps(PodFacts pod, PortFacts row, PortIdentity port) {
        var said = pod.annotations().getOrDefault(port.provider().annotation(Annotations.IP_ADDRESS), "");
        return pod.isAllocated(port.provider())
                && row.placement()
                        .map(placement -> placement.addresses().ipSet())
                        .filter(HeldAddresses.read(List.of(said.replace(',', ' ')))
                                .ips()::equals)
                        .isPresent();
    }

    /** Of a row that a backup has brought back that may be all in which it differs from what the Pod runs with. */
    private static boolean saysAnotherMac(PodFacts pod, PortFacts row, PortIdentity port) {
        var said = MacAddress.parse(
                pod.annotations().getOrDefault(port.provider().annotation(Annotations.MAC_ADDRESS), ""));
        return said.isPresent()
                && !said.equals(
                        row.placement().map(placement -> placement.addresses().mac()));
    }
}
