package io.github.ovnnb.agent.domain;

import io.github.ovnnb.agent.domain.OwnerFacts.VirtualMachineFacts;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All that is known of one port at one moment.
 *
 * @param pods those that carry this identity, alive or not; normally one at most
 * @param ownerOfPod the owner of the workload that the Pods are of; meaningless without Pods
 * @param ownerOfRow the owner of the workload that the row remembers; meaningless without a row of ours
 * @param subnets those of the namespace, in order
 */
public record Observation(
        PortIdentity port,
        List<PodFacts> pods,
        Optional<PortFacts> row,
        OwnerFacts ownerOfPod,
        OwnerFacts ownerOfRow,
        List<Subnet> subnets,
        SubnetCatalog catalog) {
    public Observation {
        // One at most, normally; and every look makes one of these.
        pods = pods.size() < 2
                ? List.copyOf(pods)
                : pods.stream().sorted(Comparator.comparing(PodFacts::name)).toList();
        subnets = List.copyOf(subnets);
    }

    /**
     * The Pod to serve: one that needs the port, or has it. Of a machine's launchers the one that has it, or that was told its addresses: they
     * are the machine's.
     */
    Optional<PodFacts> servedPod() {
        if (pods.size() < 2) {
            return pods.isEmpty() || !serves(pods.get(0)) ? Optional.empty() : Optional.of(pods.get(0));
        }
        return pods.stream()
                .filter(this::serves)
                .min(Comparator.comparing((PodFacts pod) -> !has(pod))
                        .thenComparing(pod -> !pod.isAllocated(port.provider())));
    }

    /** Known only by the very instance that made the launcher: another may be of an earlier machine of that name. */
    Optional<VirtualMachineFacts> machineOf(PodFacts launcher) {
        return ownerOfPod instanceof VirtualMachineFacts machine && machine.runsIn(launcher)
                ? Optional.of(machine)
                : Optional.empty();
    }

    private boolean has(PodFacts pod) {
        return row.flatMap(PortFacts::ownership)
                .filter(ownership -> ownership.isUsedBy(pod))
                .isPresent();
    }

    /** The annotations of a Pod on its way out may be written already though we have not heard of it; the row says that it has the port. */
    boolean serves(PodFacts pod) {
        return pod.needsPort(port.provider()) || pod.mayUsePort(port.provider()) && has(pod);
    }
}
