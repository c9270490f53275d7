package io.github.ovnnb.agent.domain;

import io.github.ovnnb.agent.domain.Allocator.Question;
import io.github.ovnnb.agent.domain.Reservation.Impossible;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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

    static Impossible noPool(Question question, String pool) {
        return acquire(question.annotation(Annotations.IP_POOL) + ": there is no IPPool \"" + pool + "\"; known pools: "
                + pools(question.catalog().pools().all())
                + "; or list addresses, such as 10.16.0.15,10.16.0.16");
    }

    static Impossible poolOfOtherSubnet(Question question, Pool pool, String pinned) {
        return new Impossible(
                Obstacle.invalid(question.annotation(Annotations.IP_POOL) + ": IPPool " + pool.name() + " is of subnet "
                        + pool.subnet() + ", but logical_switch asks for " + pinned
                        + "; remove one of the annotations or choose a pool of " + pinned));
    }

    static Impossible poolWithoutSubnet(Question question, Pool pool) {
        return acquire(question.annotation(Annotations.IP_POOL) + ": IPPool " + pool.name() + " is of subnet "
                + pool.subnet() + ", which does not exist; known subnets: "
                + names(question.catalog().all()));
    }

    /** The namespace's pools are all of subnets that the Pod can't use. */
    static Impossible poolsElsewhere(Question question, List<Subnet> subnets) {
        var namespace = question.port().namespace();
        return acquire("namespace " + namespace + " is bound to IPPool "
                + pools(question.catalog().pools().forNamespace(namespace))
                + ", and none of these is of subnet " + cidrs(subnets)
                + "; bind it to a pool there, or to none, or name a pool by "
                + question.port().provider().annotation(Annotations.IP_POOL));
    }

    static Impossible taken(Question question, Subnet subnet, IpAddress ip, Holder holder) {
        return acquire(
                ip + " on subnet " + subnet.name() + " " + holder.words(),
                either(new WakeKey.FreeIp(subnet.name(), ip), ownRow(question)));
    }

    static Impossible macTaken(Question question, Subnet subnet, MacAddress mac, Holder holder) {
        return acquire(
                question.annotation(Annotations.MAC_ADDRESS) + ": " + mac + " on subnet " + subnet.name() + " "
                        + holder.words(),
                either(new WakeKey.FreeMac(subnet.name(), mac), ownRow(question)));
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

    static Impossible full(Question question, List<Subnet> subnets) {
        var wakes = new LinkedHashSet<WakeKey>();
        var pools = new TreeSet<String>();
        for (var subnet : subnets) {
            for (var cidr : subnet.cidrs()) {
                if (question.request().wants(cidr.family())) {
                    var chosen = PoolChoice.of(question, subnet, cidr.family());
                    chosen.forEach(pool -> wakes.add(new WakeKey.Space(subnet.name(), pool)));
                    pools.addAll(chosen);
                }
            }
        }
        wakes.add(ownRow(question));
        pools.remove(Pool.REST);
        return acquire(
                pools.isEmpty()
                        ? "no free address left in subnet " + names(subnets)
                                + "; the Pod gets the next that is released, or enlarge the subnet"
                        : "no free address left in IPPool " + String.join(", ", pools) + " of subnet " + names(subnets)
                                + "; the Pod gets the next that is released, or add addresses to the pool",
                wakes);
    }

    /** In this order, in every run: {@code Set.of} has another in each. */
    private static Set<WakeKey> either(WakeKey one, WakeKey other) {
        return new LinkedHashSet<>(List.of(one, other));
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

    private static String pools(List<Pool> pools) {
        return pools.isEmpty() ? "none" : pools.stream().map(Pool::toString).collect(Collectors.joining(", "));
    }

    private static String text(List<IpAddress> ips) {
        return ips.stream().map(IpAddress::toString).collect(Collectors.joining(","));
    }
}
