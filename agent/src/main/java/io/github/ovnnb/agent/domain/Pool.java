package io.github.ovnnb.agent.domain;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A named part of a subnet: kube-ovn's {@code IPPool}. Its addresses go to Pods that name it and, unasked, to those of its namespaces; to
 * nobody else unless he states one. Made from a {@link PoolSpec}.
 */
public record Pool(String name, String subnet, Set<String> namespaces, List<AddressRange> ranges) {
    /** The name of what is in no named pool. */
    static final String REST = "";

    public Pool {
        namespaces = Set.copyOf(namespaces);
        ranges = List.copyOf(ranges);
    }

    boolean has(AddressFamily family) {
        return ranges.stream().anyMatch(range -> range.first().family() == family);
    }

    boolean contains(IpAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    Pool of(List<AddressRange> others) {
        return new Pool(name, subnet, namespaces, others);
    }

    public String rangesText() {
        return ranges.stream().map(AddressRange::toString).collect(Collectors.joining(","));
    }

    @Override
    public String toString() {
        return name + " (" + rangesText() + " of subnet " + subnet + ")";
    }
}
