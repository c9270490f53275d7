package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.PortIdentity;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** How long to wait before a port is tried again after something outside failed: 100 ms, doubling to 30 s, for each port by itself. */
final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int MOST_DOUBLINGS = 9;

    private final Map<PortIdentity, Integer> failures = new HashMap<>();

    Duration afterFailure(PortIdentity port) {
        int before = failures.merge(port, 1, Integer::sum) - 1;
        var delay = FIRST.multipliedBy(1L << Math.min(before, MOST_DOUBLINGS));
        return delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
    }

    void succeeded(PortIdentity port) {
        failures.remove(port);
    }
}
