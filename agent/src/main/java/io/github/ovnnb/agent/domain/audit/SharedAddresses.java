package io.github.ovnnb.agent.domain.audit;

import io.github.ovnnb.agent.domain.HeldAddresses;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortOwnership;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** IPs and MACs that more than one port of a switch has. What only others' ports share is their own affair. */
final class SharedAddresses {
    private final Problem problem;
    private final Function<HeldAddresses, Collection<?>> kind;

    private record Place(String logicalSwitch, Object address) {}

    private SharedAddresses(Problem problem, Function<HeldAddresses, Collection<?>> kind) {
        this.problem = problem;
        this.kind = kind;
    }

    static List<Finding> findings(Collection<PortFacts> rows) {
        var findings = new ArrayList<>(new SharedAddresses(Problem.SAME_IP, HeldAddresses::ips).in(rows));
        findings.addAll(new SharedAddresses(Problem.SAME_MAC, HeldAddresses::macs).in(rows));
        return findings;
    }

    private List<Finding> in(Collection<PortFacts> rows) {
        var holders = new HashMap<Place, List<PortFacts>>();
        for (var row : rows) {
            for (var address : kind.apply(HeldAddresses.read(row.addresses()))) {
                row.logicalSwitches()
                        .forEach(logicalSwitch -> holders.computeIfAbsent(
                                        new Place(logicalSwitch, address), none -> new ArrayList<>(1))
                                .add(row));
            }
        }
        return holders.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .filter(entry -> entry.getValue().stream()
                        .anyMatch(row -> row.ownership().isPresent()))
                .flatMap(entry -> findings(entry).stream())
                .toList();
    }

    private List<Finding> findings(Map.Entry<Place, List<PortFacts>> shared) {
        var ports = shared.getValue().stream()
                .sorted(Comparator.comparing(PortFacts::name))
                .toList();
        return ports.stream()
                .filter(port -> port.ownership().isPresent())
                .map(port -> Finding.forPeople(
                        port.name(), problem, detail(shared.getKey(), port, ports), advice(port, shared.getKey())))
                .toList();
    }

    private static String detail(Place place, PortFacts port, List<PortFacts> all) {
        var others = all.stream()
                .filter(other -> !other.row().equals(port.row()))
                .map(other -> other.name() + " (" + use(other) + ")")
                .toList();
        return place.address() + " on " + place.logicalSwitch() + " is also of " + String.join(", ", others);
    }

    private static String use(PortFacts row) {
        return row.ownership()
                .map(ownership -> inUse(ownership) ? "in use" : "retained")
                .orElse("not ours");
    }

    private static boolean inUse(PortOwnership ownership) {
        return ownership.podUid().isPresent() || ownership.workload().owner().isEmpty();
    }

    /** Which of the two must give way can't be known here. */
    private static String advice(PortFacts port, Place place) {
        boolean retained =
                port.ownership().filter(ownership -> !inUse(ownership)).isPresent();
        return retained
                ? "if this one shall give way: ovn-nb-agent release "
                        + port.identity().map(identity -> identity.podKey()).orElse(port.name())
                : "if this one shall give way: ask for another address than " + place.address()
                        + ", then delete the Pod";
    }
}
