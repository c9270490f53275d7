package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.ReservedIp;
import io.github.ovnnb.agent.northbound.DatabaseModel;
import io.github.ovnnb.agent.northbound.DatabaseModel.RowChange;
import io.github.ovnnb.agent.northbound.SimulatedNorthbound;
import io.github.ovnnb.agent.northbound.TouchedPorts;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What must hold after every commit and every patch, a class for each rule. They look at the true state of the database and of the API server, never at
 * what an agent thinks of them.
 *
 * <p>When the API server is put back to an earlier state, the database and the containers are not. What the rules still ask then, and why:
 *
 * <ul>
 *   <li>No address twice, nothing of a stranger's touched: that is between the rows, whatever Kubernetes says.
 *   <li>A Pod that lived through it keeps its address, also if it was told of it only after the backup: its row names it and says so.
 *   <li>A member that was wanted at that time and ever since keeps its port: neither view of its owner gives a reason to let it go. All other
 *       promises lapse, and begin with the next Pod.
 *   <li>A Pod that was gone and exists again has no claim against what was given away meanwhile. Its port may be taken for as long as there are
 *       agents, or transactions of theirs, that know of its end; after that it is a living Pod's like any other.
 *   <li>In the end every Pod is served or its user knows why not, and nothing is left of Pods that never were.
 * </ul>
 */
final class Invariants implements SimulatedNorthbound.CommitListener {
    private final World world;
    private final Supplier<SimulatedNorthbound> northbound;
    private final ReservedAddressesStayFree reservations;
    private final PromisedPortsStay promises;
    private final List<CommitRule> rules;
    private long checkedCommits;

    Invariants(World world, SimulatedApi api, Supplier<SimulatedNorthbound> northbound, Mode mode) {
        this.world = world;
        this.northbound = northbound;
        var strangers = new Strangers(world);
        var detachments = new Detachments(world, api);
        var wanted = new WantedMembers(world, api);
        var told = new ToldAddresses();
        this.reservations = new ReservedAddressesStayFree(world, told);
        this.promises = new PromisedPortsStay(world, api, strangers, wanted, detachments);
        var livingPods = new LivingPodsKeepTheirPorts(world, api, detachments);
        var addresses = new LivingPodsKeepTheirAddresses(
                world, api, strangers, detachments, told, () -> northbound.get().ports());
        var toldAddresses = new ToldAddressesAreGivenToNobody(world, api, strangers, detachments);
        // First what the others remember by.
        var always = List.of(
                strangers,
                new ForeignThingsStay(world),
                livingPods,
                reservations,
                new NoAddressTwice(world, strangers),
                addresses,
                promises);
        this.rules = mode == Mode.CENTRAL
                ? Stream.concat(always.stream(), Stream.of(toldAddresses)).toList()
                : always;
        List.of(detachments, wanted, promises, new PatchesHitTheirPod(world), livingPods, toldAddresses, addresses)
                .forEach(api::observe);
        List.of(wanted, promises).forEach(api.machines()::observe);
    }

    long checkedCommits() {
        return checkedCommits;
    }

    long checkedPromises() {
        return promises.checked();
    }

    void reservationsAre(Collection<ReservedIp> all) {
        reservations.reservationsAre(all);
    }

    @Override
    public void committed(boolean ours, List<RowChange> changes) {
        checkedCommits++;
        var now = northbound.get();
        var ports = changes.stream()
                .filter(change -> change.table().equals(DatabaseModel.PORTS))
                .map(change -> ChangedPort.of(change, now))
                .toList();
        ports.forEach(change -> world.tell(() -> "Northbound: " + change));
        var touched = new LinkedHashMap<UUID, Optional<PortFacts>>();
        TouchedPorts.by(changes).forEach(row -> touched.put(row, now.port(row)));
        var commit = new CommitRule.Commit(ours, ports, touched, now.ports());
        rules.forEach(rule -> rule.committed(commit));
    }

    @Override
    public void restored() {
        var ports = northbound.get().ports();
        rules.forEach(rule -> rule.restored(ports));
    }
}
