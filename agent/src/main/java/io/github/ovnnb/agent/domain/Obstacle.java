package io.github.ovnnb.agent.domain;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Why a Pod has no address yet. The reason is kube-ovn's word for a Warning Event on the Pod; the message says which value is at fault and
 * what would be right. The port is tried again when one of the keys opens, when the Pod changes, or when the subnets change.
 */
public record Obstacle(String reason, String message, Set<WakeKey> wakesWhen) {
    /** The annotations themselves are wrong. */
    public static final String INVALID = "ValidatePodNetworkFailed";

    /** The annotations are right, but the address is not to be had. */
    public static final String NOT_ACQUIRED = "AcquireAddressFailed";

    /** The Northbound database would not take the port. */
    public static final String PORT_REFUSED = "CreateOVNPortFailed";

    public Obstacle {
        // In a fixed order, unlike Set.copyOf: what is woken first must not depend on chance.
        wakesWhen = Collections.unmodifiableSet(new LinkedHashSet<>(wakesWhen));
    }

    static Obstacle invalid(String message) {
        return new Obstacle(INVALID, message, Set.of());
    }

    static Obstacle notAcquired(String message, Set<WakeKey> wakesWhen) {
        return new Obstacle(NOT_ACQUIRED, message, wakesWhen);
    }
}
