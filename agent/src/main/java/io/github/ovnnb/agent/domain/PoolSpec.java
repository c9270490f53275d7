package io.github.ovnnb.agent.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A pool as somebody wrote it: the fields of kube-ovn's {@code IPPool.spec} (kubeovn.io/v1). Empty text stands for a field left out.
 *
 * @param ips an address, a range {@code a..b} or a CIDR each, of both families if need be
 */
public record PoolSpec(String name, String subnet, List<String> namespaces, List<String> ips) {
    public PoolSpec {
        namespaces = List.copyOf(namespaces);
        ips = List.copyOf(ips);
    }

    /** What came of reading it. */
    public sealed interface Reading {}

    public record Good(Pool pool) implements Reading {}

    /** The message names the pool, the field, the value and what would be right. */
    public record Bad(String message) implements Reading {}

    public Reading read() {
        var faults = new ArrayList<String>();
        var ranges = new ArrayList<AddressRange>();
        for (var text : ips) {
            range(text)
                    .ifPresentOrElse(
                            ranges::add,
                            () -> faults.add("ips entry \"" + text
                                    + "\" is neither an address, a range such as 10.16.0.10..10.16.0.20, nor a CIDR"));
        }
        if (subnet.isBlank()) {
            faults.add("subnet is missing; name the Subnet that the addresses are of");
        }
        if (ips.isEmpty()) {
            faults.add("ips is empty; list addresses such as 10.16.0.10..10.16.0.20");
        }
        return faults.isEmpty()
                ? new Good(new Pool(name, subnet.strip(), Set.copyOf(namespaces), ranges))
                : new Bad("IPPool \"" + name + "\": " + String.join("; ", faults));
    }

    private static Optional<AddressRange> range(String text) {
        return text.contains("/") ? Cidr.parse(text).map(Cidr::range) : AddressRange.parse(text);
    }
}
