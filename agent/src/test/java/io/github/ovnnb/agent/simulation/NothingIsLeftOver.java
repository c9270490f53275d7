package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.Workload.StatefulSetMember;
import io.github.ovnnb.agent.domain.Workload.VirtualMachine;
import java.util.List;
import java.util.Optional;

/** Every port of ours is a Pod's, or kept for somebody who is still to come. */
final class NothingIsLeftOver {
    private final SimulatedApi api;
    private final PortRows ports;

    NothingIsLeftOver(SimulatedApi api, PortRows ports) {
        this.api = api;
        this.ports = ports;
    }

    /** @param swept whether there was a sweep: a new Pod that has an interface less than its predecessor does not name that one's port */
    List<String> violations(boolean swept) {
        return ports.all().stream()
                .filter(port -> port.ownership().isPresent() && !isNeeded(port))
                .filter(port ->
                        swept || port.identity().orElseThrow().provider().isDefault())
                .map(port -> "nobody needs " + port)
                .toList();
    }

    private boolean isNeeded(PortFacts port) {
        var workload = port.ownership().orElseThrow().workload();
        return isUsed(port)
                || isUnreadable(port.identity().orElseThrow())
                || isRetained(port)
                || workload instanceof VirtualMachine && isMachines(port)
                || workload instanceof StatefulSetMember member
                        && isWanted(port.identity().orElseThrow(), member);
    }

    private boolean isUsed(PortFacts port) {
        var ownership = port.ownership().orElseThrow();
        var provider = port.identity().orElseThrow().provider();
        return api.pods().stream()
                .anyMatch(pod -> ownership.isUsedBy(pod) && !pod.isFinished() && pod.isAttachedTo(provider));
    }

    /** An annotation that can't be read takes nothing away. */
    private boolean isUnreadable(PortIdentity identity) {
        return !identity.provider().isDefault()
                && api.pod(identity.namespace(), identity.instance())
                        .filter(pod -> pod.networks().fault().isPresent())
                        .isPresent();
    }

    /** As the set's policy was when an agent last saw it: of a gone set, nothing but the row tells. */
    private boolean isRetained(PortFacts port) {
        var ownership = port.ownership().orElseThrow();
        var namespace = port.identity().orElseThrow().namespace();
        var set = ownership
                .workload()
                .owner()
                .flatMap(name -> api.set(namespace, name))
                .filter(now -> ownership.workload().ownerUid().equals(Optional.of(now.uid())));
        return set.isPresent() ? set.get().retainsScaled() : PortRows.leavesToNamesakes(ownership);
    }

    private boolean isMachines(PortFacts port) {
        var identity = port.identity().orElseThrow();
        boolean awaited = api.pods().stream()
                .anyMatch(pod -> KubeVirt.isLauncher(pod)
                        && !pod.isFinished()
                        && PortIdentity.allOfPod(pod).contains(identity));
        var machine = api.machines()
                .machines()
                .get(identity.podKey())
                .filter(now -> !now.deleting())
                .map(MachineObject::uid);
        return awaited
                || machine.isPresent()
                        && machine.equals(
                                port.ownership().orElseThrow().workload().ownerUid());
    }

    private boolean isWanted(PortIdentity identity, StatefulSetMember member) {
        return !isDetached(identity, member)
                && api.set(identity.namespace(), member.name())
                        .filter(set -> member.ownerUid().equals(Optional.of(set.uid())))
                        .filter(set -> set.wants(member.ordinal()))
                        .isPresent();
    }

    /** The member lives, without that interface. */
    private boolean isDetached(PortIdentity port, StatefulSetMember member) {
        return api.pod(port.namespace(), port.instance())
                .filter(pod -> !pod.deleting() && !pod.isFinished() && !pod.isAttachedTo(port.provider()))
                .flatMap(PodFacts::controller)
                .filter(owner -> owner.name().equals(member.name()))
                .isPresent();
    }
}
