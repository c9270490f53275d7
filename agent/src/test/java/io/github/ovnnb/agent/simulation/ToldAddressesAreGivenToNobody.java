package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.HeldAddresses;
import io.github.ovnnb.agent.domain.IpAddress;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.Provider;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * No port gets what a living Pod has been told is its own, though no row says so any more: a backup of the database was put back that lacks it.
 *
 * <p>Only among central agents, where the one that writes knows all Pods. A node agent that was started after the row was lost does not know
 * of it; that limit is documented.
 */
final class ToldAddressesAreGivenToNobody implements CommitRule, SimulatedApi.Observer {
    private final World world;
    private final SimulatedApi api;
    private final Strangers strangers;
    private final Detachments detachments;
    /** Uids of Pods that were gone, or about to go, and came to exist again. */
    private final Set<String> revived = new HashSet<>();

    ToldAddressesAreGivenToNobody(World world, SimulatedApi api, Strangers strangers, Detachments detachments) {
        this.world = world;
        this.api = api;
        this.strangers = strangers;
        this.detachments = detachments;
    }

    /** What a Pod was told that exists again may have been given away in good faith before. */
    @Override
    public void putBack(SimulatedApi.PutBack how) {
        api.pods().stream().filter(how::revived).forEach(pod -> revived.add(pod.uid()));
    }

    @Override
    public void committed(Commit commit) {
        if (commit.ours()) {
            commit.ports().forEach(change -> change.factsAfter()
                    .filter(port -> port.ownership().isPresent())
                    .ifPresent(port -> check(change.heldBefore(), port)));
        }
    }

    private void check(HeldAddresses had, PortFacts port) {
        Set<IpAddress> gained = new HashSet<>(HeldAddresses.read(port.addresses()).ips());
        gained.removeAll(had.ips());
        gained.removeIf(ip -> strangers.disturbed(ip.toString()));
        if (gained.isEmpty()) {
            return;
        }
        for (var pod : api.pods()) {
            PortIdentity.allOfPod(pod).stream()
                    .filter(other -> !other.portName().equals(port.name()))
                    .filter(other -> hasAnyOf(gained, pod, other.provider(), port))
                    .forEach(other -> world.fail("given though a living Pod has it: " + port + " and " + pod));
        }
    }

    private boolean hasAnyOf(Set<IpAddress> gained, PodFacts pod, Provider provider, PortFacts port) {
        var said = pod.annotations();
        return pod.isAllocated(provider)
                && pod.needsPort(provider)
                && !revived.contains(pod.uid())
                && (provider.isDefault() || !detachments.happenedTo(pod))
                && port.logicalSwitches()
                        .contains(said.getOrDefault(provider.annotation("logical_switch"), ""))
                && HeldAddresses.read(List.of(said.getOrDefault(provider.annotation("ip_address"), "")
                                .replace(',', ' ')))
                        .ips()
                        .stream()
                        .anyMatch(gained::contains);
    }
}
