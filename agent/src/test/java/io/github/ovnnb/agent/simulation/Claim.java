package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.HeldAddresses;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import java.util.Collection;
import java.util.List;

/** What a living Pod has been told it has, whatever the rows say. */
record Claim(PodFacts pod, PortIdentity port, String logicalSwitch, HeldAddresses held) {
    /** Those of the Pods, of the interfaces that they have. */
    static List<Claim> of(Collection<PodFacts> pods) {
        return pods.stream()
                .flatMap(pod -> PortIdentity.allOfPod(pod).stream()
                        .filter(port -> pod.isAllocated(port.provider()) && pod.needsPort(port.provider()))
                        .map(port -> of(pod, port)))
                .toList();
    }

    private static Claim of(PodFacts pod, PortIdentity port) {
        var said = pod.annotations();
        return new Claim(
                pod,
                port,
                said.getOrDefault(port.provider().annotation("logical_switch"), ""),
                HeldAddresses.read(List.of(Servable.addressesOf(pod, port.provider()))));
    }

    boolean isSameAs(Claim other) {
        return port.equals(other.port) && logicalSwitch.equals(other.logicalSwitch) && held.equals(other.held);
    }

    /** Whether another port's Pod has any of these addresses. */
    boolean isAgainst(String portName, Collection<String> logicalSwitches, HeldAddresses wanted) {
        return !port.portName().equals(portName)
                && logicalSwitches.contains(logicalSwitch)
                && (held.ips().stream().anyMatch(wanted.ips()::contains)
                        || held.macs().stream().anyMatch(wanted.macs()::contains));
    }
}
