package io.github.ovnnb.agent.domain;

import io.github.ovnnb.agent.domain.Allocator.Question;
import io.github.ovnnb.agent.domain.Reservation.Impossible;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The words for every way in which no address is found: which annotation, which value, what would be right; and what has to become free.
 */
final class Refusals {
    private Refusals() {}

    static Impossible noSubnet(Question question) {
        return question.request()
                .subnet()
                .map(pinned -> acquire(question.annotation(Annotations.LOGICAL_SWITCH) + ": there is no subnet \""
                        + pinned + "\"; known subnets: "
                        + names(question.catalog().all())))
                .orElseGet(() ->
                        acquire("no subnet serves namespace " + question.port().namespace()
                                + "; add it to the namespaces of a subnet, or make one the default"));
    }

    static Impossible noFamily(Question question, List<Subnet> subnets) {
        return acquire(question.annotation(Annotations.IP_FAMILY) + ": "
                + question.request().onlyFamily().map(AddressFamily::toString).orElse("")
                + " is not to be had in subnet " + cidrs(subnets)
                + "; remove the annotation or choose another subnet");
    }

    static Impossible outside(Question question, List<Subnet> subnets, List<IpAddress> ips, String key) {
        return acquire(question.annotation(key) + ": " + text(ips) + " is outside of subnet " + cidrs(subnets)
                + "; choose an address inside");
    }

    static Impossible unusable(Question question, IpAddress ip, String key, String why) {
        return new Impossible(Obstacle.invalid(question.annotation(key) + ": " + ip + " can't be given to a Pod, " + why
                + "; choose another address"));
    }

    static Impossible taken(Question question, Subnet subnet, IpAddress ip, String holder) {
        return acquire(
                ip + " on subnet " + subnet.name() + " is taken by port " + holder
                        + "; the Pod gets it when that port is released",
                Set.of(new WakeKey.FreeIp(subnet.name(), ip), ownRow(question)));
    }

    static Impossible macTaken(Question question, Subnet subnet, MacAddress mac, String holder) {
        return acquire(
                question.annotation(Annotations.MAC_ADDRESS) + ": " + mac + " on subnet " + subnet.name()
                        + " is taken by port " + holder + "; the Pod gets it when that port is released",
                Set.of(new WakeKey.FreeMac(subnet.name(), mac), ownRow(question)));
    }

    /** The port's own row may have the address too: then it never becomes free, but the port's alone. */
    private static WakeKey ownRow(Question question) {
        return new WakeKey.PortName(question.port().portName());
    }

    static Impossible beyondPool(Question question, AddressPool pool, int index) {
        return acquire(question.annotation(Annotations.IP_POOL) + ": the pool has " + pool.size()
                + " entries, but this is member number " + (index + 1)
                + " of its StatefulSet; add entries to the pool or scale down");
    }

    static Impossible poolExhausted(Question question, AddressPool pool, List<Impossible> refusals) {
        var first = refusals.get(0).obstacle();
        var wakes = refusals.stream()
                .flatMap(refusal -> refusal.obstacle().wakesWhen().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return wakes.isEmpty()
                ? new Impossible(first)
                : acquire(
                        question.annotation(Annotations.IP_POOL) + ": none of the " + pool.size()
                                + " entries is free (" + first.message()
                                + "); the Pod gets the next that is released, or add entries to the pool",
                        wakes);
    }

    static Impossible full(List<Subnet> subnets) {
        return acquire(
                "no free address left in subnet " + names(subnets)
                        + "; the Pod gets the next that is released, or enlarge the subnet",
                subnets.stream()
                        .map(subnet -> new WakeKey.Space(subnet.name()))
                        .collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    private static Impossible acquire(String message) {
        return acquire(message, Set.of());
    }

    private static Impossible acquire(String message, Set<WakeKey> wakesWhen) {
        return new Impossible(Obstacle.notAcquired(message, wakesWhen));
    }

    private static String cidrs(List<Subnet> subnets) {
        return subnets.stream()
                .map(subnet -> subnet.name() + " (" + subnet.cidrText() + ")")
                .collect(Collectors.joining(", "));
    }

    private static String names(Iterable<Subnet> subnets) {
        var names = new ArrayList<String>();
        subnets.forEach(subnet -> names.add(subnet.name()));
        return names.isEmpty() ? "none" : names.stream().sorted().collect(Collectors.joining(", "));
    }

    private static String text(List<IpAddress> ips) {
        return ips.stream().map(IpAddress::toString).collect(Collectors.joining(","));
    }
}
