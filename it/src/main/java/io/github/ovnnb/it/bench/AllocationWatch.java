package io.github.ovnnb.it.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees the Pods of a namespace become allocated, and when. The watch has a thread of its own. */
final class AllocationWatch {

    /** @param nanoTime when the watch delivered it */
    record Allocation(String ips, String mac, long nanoTime) {

        /** As the row's {@code addresses} should have it. */
        String asRow() {
            return mac + " " + ips.replace(",", " ");
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(AllocationWatch.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ALLOCATED = "\"ovn.kubernetes.io/allocated\":\"true\"";

    private final Map<String, Allocation> byPod = new ConcurrentHashMap<>();
    private final CountDownLatch all;

    private AllocationWatch(int expected) {
        this.all = new CountDownLatch(expected);
    }

    /** Begins to look at the Pods of that namespace. */
    static AllocationWatch begin(LoadClient client, String namespace, int expected) {
        var watch = new AllocationWatch(expected);
        var thread = new Thread(() -> watch.follow(client, "/api/v1/namespaces/" + namespace + "/pods"));
        thread.setName("allocation-watch");
        thread.setDaemon(true);
        thread.start();
        return watch;
    }

    /** An API server under load ends the watches of slow readers: then list what was missed and watch on. */
    private void follow(LoadClient client, String pods) {
        while (all.getCount() > 0) {
            var list = read(client.get(pods));
            list.path("items").forEach(pod -> see(pod.path("metadata")));
            var version = list.path("metadata").path("resourceVersion").asText();
            watch(client, pods + "?watch=1&resourceVersion=" + version);
        }
    }

    private void watch(LoadClient client, String path) {
        try (var events = client.lines(path)) {
            events.takeWhile(event -> all.getCount() > 0)
                    // Looks before it parses: most events are not the one.
                    .filter(event -> event.contains(ALLOCATED))
                    .forEach(event -> see(read(event).path("object").path("metadata")));
        } catch (UncheckedIOException broken) {
            LOG.debug("the watch broke and is listed anew", broken);
        }
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

    private void see(JsonNode metadata) {
        var annotations = metadata.path("annotations");
        if (!annotations.path("ovn.kubernetes.io/allocated").asText().equals("true")) {
            return;
        }
        var allocation = new Allocation(
                annotations.path("ovn.kubernetes.io/ip_address").asText(),
                annotations.path("ovn.kubernetes.io/mac_address").asText(),
                System.nanoTime());
        if (byPod.putIfAbsent(metadata.path("name").asText(), allocation) == null) {
            all.countDown();
        }
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("the API server did not send JSON", broken);
        }
    }
}
