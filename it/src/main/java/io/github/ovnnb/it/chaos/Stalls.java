package io.github.ovnnb.it.chaos;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** How long probes waited for their address, by the fault of that time. */
final class Stalls {

    /** @param longest of all waits */
    record Waits(int number, Duration longest) {}

    private final Map<String, Waits> byFault = new TreeMap<>();

    synchronized void add(String fault, Duration wait) {
        byFault.merge(
                fault,
                new Waits(1, wait),
                (one, other) -> new Waits(
                        one.number() + other.number(),
                        one.longest().compareTo(other.longest()) > 0 ? one.longest() : other.longest()));
    }

    synchronized Map<String, Waits> byFault() {
        return new TreeMap<>(byFault);
    }
}
