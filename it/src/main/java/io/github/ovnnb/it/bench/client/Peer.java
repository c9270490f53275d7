package io.github.ovnnb.it.bench.client;

import java.util.Map;

/** Another client, in a process of its own. */
@FunctionalInterface
interface Peer {

    /** What it measured of itself, among it {@code sync_seconds}. */
    Map<String, Double> measure(Northbound server);
}
