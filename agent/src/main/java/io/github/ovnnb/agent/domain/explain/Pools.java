package io.github.ovnnb.agent.domain.explain;

import io.github.ovnnb.agent.domain.Annotations;
import io.github.ovnnb.agent.domain.IpAddress;
import io.github.ovnnb.agent.domain.Observation;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.Pool;
import io.github.ovnnb.agent.domain.PortFacts;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The named pools that have a say in a port's addresses, in words. */
final class Pools {
    private Pools() {}

    /** Where the Pod's address is to come from; empty if from no named pool. */
    static Optional<String> considered(Observation seen, PodFacts pod) {
        var asked = Optional.ofNullable(
                        pod.annotations().get(seen.port().provider().annotation(Annotations.IP_POOL)))
                .flatMap(name -> seen.catalog().pools().named(name.strip()));
        if (asked.isPresent()) {
            return Optional.of(asked.get() + ", which the Pod names");
        }
        var bound = seen.catalog().pools().forNamespace(seen.port().namespace());
        return bound.isEmpty()
                ? Optional.empty()
                : Optional.of(names(bound) + " for namespace " + seen.port().namespace());
    }

    /** To which pools the addresses that the port has belong; empty if to none. */
    static Optional<String> ofRow(Observation seen, PortFacts row) {
        var ips = row.placement().map(placement -> placement.addresses().ips()).orElse(List.of());
        var pools = row.logicalSwitches().stream()
                .sorted()
                .flatMap(logicalSwitch -> seen.catalog().pools().ofSubnet(logicalSwitch).stream())
                .filter(pool -> ips.stream().anyMatch(ip -> contains(pool, ip)))
                .toList();
        return pools.isEmpty() ? Optional.empty() : Optional.of("the address is of " + names(pools));
    }

    private static boolean contains(Pool pool, IpAddress ip) {
        return pool.ranges().stream().anyMatch(range -> range.contains(ip));
    }

    private static String names(List<Pool> pools) {
        return pools.stream().map(Pool::toString).collect(Collectors.joining(", "));
    }
}
