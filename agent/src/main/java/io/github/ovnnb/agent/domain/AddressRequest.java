package io.github.ovnnb.agent.domain;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a Pod's annotations ask for. Nothing asked: lowest free address of each family, random MAC.
 *
 * @param pool {@code ip_pool} when it is a list of addresses
 * @param namedPool {@code ip_pool} when it is the name of an {@code IPPool}
 */
public record AddressRequest(
        List<IpAddress> fixedIps,
        Optional<MacAddress> fixedMac,
        Optional<AddressPool> pool,
        Optional<String> subnet,
        Optional<AddressFamily> onlyFamily,
        Optional<String> namedPool) {
    public AddressRequest {
        fixedIps = fixedIps.stream().sorted().toList();
    }

    /** Whether the Pod wants an address of this family, where its subnet has one. */
    boolean wants(AddressFamily family) {
        return onlyFamily.isEmpty() || onlyFamily.get() == family;
    }

    /** Whether these addresses are what it asks for. @param memberIndex position in the pool that it is entitled to, if in one */
    boolean isMetBy(Addresses addresses, OptionalInt memberIndex) {
        return addresses.ips().containsAll(fixedIps)
                && addresses.ips().stream().allMatch(ip -> wants(ip.family()))
                && fixedMac.filter(mac -> !mac.equals(addresses.mac())).isEmpty()
                && (!fixedIps.isEmpty() || pool.isEmpty() || isMetBy(pool.get(), addresses, memberIndex));
    }

    private static boolean isMetBy(AddressPool pool, Addresses addresses, OptionalInt memberIndex) {
        if (memberIndex.isEmpty()) {
            return pool.entries().stream().anyMatch(entry -> addresses.ips().containsAll(entry.ips()));
        }
        int index = memberIndex.getAsInt();
        return index >= 0
                && index < pool.size()
                && addresses.ips().containsAll(pool.entries().get(index).ips());
    }

    /** The annotations, read. */
    public sealed interface Reading {}

    public record Wellformed(AddressRequest request) implements Reading {}

    /** The message names the annotation, its value and what would be right. */
    public record Malformed(String message) implements Reading {}
}
