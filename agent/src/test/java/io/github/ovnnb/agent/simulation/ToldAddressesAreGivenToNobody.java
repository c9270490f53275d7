package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.HeldAddresses;
import io.github.ovnnb.agent.domain.PortFacts;
import java.util.HashSet;
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
            commit.ports()
                    .forEach(change -> change.factsAfter()
                            .filter(port -> port.ownership().isPresent())
                            .ifPresent(port -> check(change.heldBefore(), port)));
        }
    }

    private void check(HeldAddresses had, PortFacts port) {
        var gained = gained(had, HeldAddresses.read(port.addresses()));
        if (gained.isEmpty()) {
            return;
        }
        Claim.of(api.pods()).stream()
                .filter(claim -> claim.isAgainst(port.name(), port.logicalSwitches(), gained))
                .filter(claim -> !revived.contains(claim.pod().uid()))
                .filter(claim -> claim.port().provider().isDefault() || !detachments.happenedTo(claim.pod()))
                .forEach(claim -> world.fail("given though a living Pod has it: " + port + " and " + claim));
    }

    private HeldAddresses gained(HeldAddresses had, HeldAddresses has) {
        var ips = new HashSet<>(has.ips());
        ips.removeAll(had.ips());
        ips.removeIf(ip -> strangers.disturbed(ip.toString()));
        var macs = new HashSet<>(has.macs());
        macs.removeAll(had.macs());
        macs.removeIf(mac -> strangers.disturbed(mac.toString()));
        return new HeldAddresses(ips, macs);
    }
}
