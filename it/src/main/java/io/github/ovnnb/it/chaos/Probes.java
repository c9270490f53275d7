package io.github.ovnnb.it.chaos;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A Pod each second that wants nothing but an address, to measure how long that takes; served, it is deleted. */
final class Probes {
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    /** A creation that took longer was waiting for the API server, and not for an agent. */
    private static final Duration SLOW_CREATION = Duration.ofSeconds(1);

    private static final Duration WORTH_A_LINE = Duration.ofSeconds(3);

    private final KubernetesClient client;
    private final FaultLog faults;
    private final Stalls stalls;
    private final Clock clock;
    private final Map<String, Instant> waiting = new ConcurrentHashMap<>();
    private final Queue<String> served = new ConcurrentLinkedQueue<>();

    Probes(KubernetesClient client, FaultLog faults, Stalls stalls, Clock clock) {
        this.client = client;
        this.faults = faults;
        this.stalls = stalls;
        this.clock = clock;
    }

    /** Until told to stop; then waits for nobody. */
    void run(CountDownLatch stop) throws InterruptedException {
        for (int number = 1; !stop.await(BETWEEN.toMillis(), TimeUnit.MILLISECONDS); number++) {
            try {
                create("probe-" + number);
                deleteServed();
            } catch (RuntimeException apiServerDown) {
                // The next one comes in a second.
            }
        }
    }

    private void create(String name) {
        var before = clock.instant();
        // Known before it can be served.
        waiting.put(name, before);
        var unused = client.resource(Specs.pod(name, Map.of())).create();
        var after = clock.instant();
        if (Duration.between(before, after).compareTo(SLOW_CREATION) > 0) {
            waiting.replace(name, before, after);
        }
    }

    /** Called for every Pod that the watch shows. */
    void seen(PodSighting pod) {
        var name = pod.port().substring(0, pod.port().indexOf('.'));
        if (pod.told().isPresent()) {
            var since = waiting.remove(name);
            if (since != null) {
                count(name, since);
                served.add(name);
            }
        }
    }

    private void count(String name, Instant since) {
        var now = clock.instant();
        var wait = Duration.between(since, now);
        var fault = faults.during(since, now);
        stalls.add(fault, wait);
        if (wait.compareTo(WORTH_A_LINE) > 0) {
            faults.tell(String.format(
                    Locale.ROOT, "%s waited %.1f s for its address [%s]", name, wait.toMillis() / 1e3, fault));
        }
    }

    /** Deletes those that have their address. */
    void deleteServed() {
        for (var name = served.peek(); name != null; name = served.peek()) {
            var unused = client.pods()
                    .inNamespace(World.NAMESPACE)
                    .withName(name)
                    .withGracePeriod(0)
                    .delete();
            served.remove(name);
        }
    }
}
