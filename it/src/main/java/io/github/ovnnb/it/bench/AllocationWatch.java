package io.github.ovnnb.it.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Sees the Pods of a namespace become allocated, and when. The watch has a thread of its own. */
final class AllocationWatch {

    /** @param nanoTime when the watch delivered it */
    record Allocation(String ips, String mac, long nanoTime) {

        /** As the row's {@code addresses} should have it. */
        String asRow() {
            return mac + " " + ips.replace(",", " ");
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ALLOCATED = "\"ovn.kubernetes.io/allocated\":\"true\"";

    private final Map<String, Allocation> byPod = new ConcurrentHashMap<>();
    private final CountDownLatch all;

    private AllocationWatch(int expected) {
        this.all = new CountDownLatch(expected);
    }

    /** The namespace must have no Pods yet. */
    static AllocationWatch begin(LoadClient client, String namespace, int expected) {
        var watch = new AllocationWatch(expected);
        var lines = client.lines("/api/v1/namespaces/" + namespace + "/pods?watch=1");
        var thread = new Thread(() -> lines.forEach(watch::see), "allocation-watch");
        thread.setDaemon(true);
        thread.start();
        return watch;
    }

    /**
     * Waits until every expected Pod was seen allocated.
     *
     * @throws IllegalStateException when some were not by then
     */
    void awaitAll(Duration atMost) {
        try {
            if (!all.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(all.getCount() + " Pods were not allocated within " + atMost);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for allocations", interrupted);
        }
    }

    Map<String, Allocation> byPod() {
        return Map.copyOf(byPod);
    }

    /** Looks before it parses: most events are not the one. */
    private void see(String event) {
        if (!event.contains(ALLOCATED)) {
            return;
        }
        var now = System.nanoTime();
        try {
            var metadata = JSON.readTree(event).path("object").path("metadata");
            var annotations = metadata.path("annotations");
            var allocation = new Allocation(
                    annotations.path("ovn.kubernetes.io/ip_address").asText(),
                    annotations.path("ovn.kubernetes.io/mac_address").asText(),
                    now);
            if (byPod.putIfAbsent(metadata.path("name").asText(), allocation) == null) {
                all.countDown();
            }
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("the watch did not send JSON", broken);
        }
    }
}
