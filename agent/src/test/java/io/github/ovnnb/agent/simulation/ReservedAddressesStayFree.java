package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.HeldAddresses;
import io.github.ovnnb.agent.domain.IpAddress;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.ReservedIp;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** No port gets what somebody had reserved before for another port, or for nobody. */
final class ReservedAddressesStayFree implements CommitRule {
    private final World world;
    private final ToldAddresses told;
    private final Map<ReservedIp, Long> since = new HashMap<>();

    ReservedAddressesStayFree(World world, ToldAddresses told) {
        this.world = world;
        this.told = told;
    }

    void reservationsAre(Collection<ReservedIp> reservations) {
        since.keySet().retainAll(reservations);
        reservations.forEach(reserved -> since.putIfAbsent(reserved, world.now()));
    }

    @Override
    public void committed(Commit commit) {
        if (commit.ours() && !since.isEmpty()) {
            commit.ports()
                    .forEach(change -> change.factsAfter()
                            .filter(port -> port.ownership().isPresent())
                            .ifPresent(port -> check(change.heldBefore(), port)));
        }
    }

    private void check(HeldAddresses had, PortFacts port) {
        var has = HeldAddresses.read(port.addresses());
        since.keySet().stream()
                .filter(this::isKnown)
                .filter(reserved -> port.logicalSwitches().contains(reserved.logicalSwitch()))
                .filter(reserved ->
                        reserved.forPort().filter(port.name()::equals).isEmpty())
                .filter(reserved -> reserved.held().ips().stream().anyMatch(ip -> isNew(ip, had, has, port)))
                .forEach(reserved -> world.fail("given although " + reserved + ": " + port));
    }

    private boolean isKnown(ReservedIp reserved) {
        return world.now() - since.getOrDefault(reserved, 0L) >= Strangers.KNOWN_AFTER;
    }

    private boolean isNew(IpAddress ip, HeldAddresses had, HeldAddresses has, PortFacts port) {
        return has.ips().contains(ip)
                && !had.ips().contains(ip)
                && !told.toUserOf(port).contains(ip);
    }
}
