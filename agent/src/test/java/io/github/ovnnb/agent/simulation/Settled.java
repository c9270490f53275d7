package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.ReservedIp;
import io.github.ovnnb.agent.domain.SubnetCatalog;
import io.github.ovnnb.agent.northbound.SimulatedNorthbound;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What must hold when faults have stopped and time has passed, a class for each rule. They read annotations and rows by themselves, not with the agent's
 * eyes.
 */
final class Settled {
    private final PodsAreServed served;
    private final NothingIsLeftOver leftOver;
    private final MachinesAreBoundRight bound;

    Settled(
            World world,
            SimulatedApi api,
            SimulatedNorthbound northbound,
            SubnetCatalog catalog,
            List<ReservedIp> reservations) {
        var ports = new PortRows(northbound.ports());
        var servable = new Servable(api, ports, catalog, reservations);
        this.served = new PodsAreServed(world, api, ports, servable, northbound.wasRestored() || api.wasPutBack());
        this.leftOver = new NothingIsLeftOver(api, ports);
        this.bound = new MachinesAreBoundRight(api, ports);
    }

    /**
     * @param told uids of the Pods whose users were told why they wait
     * @param swept whether there was a sweep
     */
    List<String> violations(Set<String> told, boolean swept) {
        return Stream.of(served.violations(told, swept), leftOver.violations(swept), bound.violations())
                .flatMap(List::stream)
                .toList();
    }
}
