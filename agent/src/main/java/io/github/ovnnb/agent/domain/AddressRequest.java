package io.github.ovnnb.agent.domain;

import java.util.List;
import java.util.Optional;

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

    /** The annotations, read. */
    public sealed interface Reading {}

    public record Wellformed(AddressRequest request) implements Reading {}

    /** The message names the annotation, its value and what would be right. */
    public record Malformed(String message) implements Reading {}
}
