package io.github.ovnnb.agent.domain;

import java.util.Optional;

/**
 * Addresses that somebody wants kept: an {@code IP} resource that a user made, or one labelled {@code ovn.kubernetes.io/ip_reserved: "true"}.
 *
 * @param name the resource's
 * @param forPort the only port that may have them; empty: nobody
 */
public record ReservedIp(String name, String logicalSwitch, HeldAddresses held, Optional<String> forPort) {
    boolean isFor(String port) {
        return forPort.filter(port::equals).isPresent();
    }
}
