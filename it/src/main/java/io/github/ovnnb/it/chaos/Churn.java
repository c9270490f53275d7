package io.github.ovnnb.it.chaos;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What users do, drawn from the seed: they make, scale, delete and make again. Confined to one thread. */
final class Churn {
    private static final String POOL = "ovn.kubernetes.io/ip_pool";
    private static final String ADDRESS = "ovn.kubernetes.io/ip_address";
    private static final String FRONT = "front";
    private static final int MEMBERS = 4;
    private static final int STATIC_PODS = 5;
    private static final int SINGLE_PODS = 12;

    private final KubernetesClient client;
    private final SplittableRandom chance;
    private final List<SetSlot> sets;
    private final List<Machine> machines;
    private long done;
    private long failed;

    Churn(KubernetesClient client, Clerk clerk, long seed) {
        this.client = client;
        // Another stream than that of the faults.
        var root = new SplittableRandom(seed);
        var unused = root.split();
        chance = root.split();
        sets = List.of(
                new SetSlot(client, clerk, "web", 0, Map.of()),
                new SetSlot(client, clerk, "pool", 0, Map.of(POOL, range(130, 135))),
                new SetSlot(client, clerk, "late", 5, Map.of()),
                new SetSlot(client, clerk, "latepool", 3, Map.of(POOL, range(140, 145))));
        machines = List.of(new Machine(client, "mail"), new Machine(client, "build"));
    }

    private static String range(int first, int last) {
        var entries = new StringJoiner(",");
        for (int host = first; host <= last; host++) {
            entries.add("10.60.0." + host);
        }
        return entries.toString();
    }

    /** A first population: each kind of workload is there from the beginning. */
    void populate() {
        sets.forEach(set -> set.scale(3));
        scaleFront(3);
        machines.forEach(Machine::startOrStop);
    }

    void run(CountDownLatch stop) throws InterruptedException {
        while (!stop.await(chance.nextInt(100, 700), TimeUnit.MILLISECONDS)) {
            try {
                step();
                done++;
            } catch (RuntimeException refused) {
                // The API server is down, or something of that name is still on its way out.
                failed++;
            }
        }
    }

    String summary() {
        return done + " actions of users, " + failed + " more refused or unanswered";
    }

    private void step() {
        var set = sets.get(chance.nextInt(sets.size()));
        // All that an action needs is drawn before it: what the world answers must not shift what comes later.
        int position = chance.nextInt(MEMBERS);
        int replicas = chance.nextInt(MEMBERS + 1);
        int action = chance.nextInt(100);
        if (action < 16) {
            set.scale(replicas);
        } else if (action < 34) {
            delete(set.member(position), chance.nextBoolean());
        } else if (action < 38) {
            set.delete();
        } else if (action < 44) {
            set.delete();
            set.scale(replicas);
        } else if (action < 52) {
            scaleFront(replicas);
        } else if (action < 60) {
            deleteOneOfFront();
        } else if (action < 78) {
            toggle("single-" + chance.nextInt(SINGLE_PODS), Map.of());
        } else if (action < 92) {
            int number = chance.nextInt(STATIC_PODS);
            toggle("static-" + number, Map.of(ADDRESS, "10.60.0." + (160 + number)));
        } else {
            machines.get(position % machines.size()).startOrStop();
        }
    }

    private void scaleFront(int replicas) {
        var front = client.resource(Specs.deployment(FRONT, replicas, Map.of(POOL, range(150, 157))));
        var unused = front.createOr(NonDeletingOperation::update);
    }

    private void deleteOneOfFront() {
        client.pods().inNamespace(World.NAMESPACE).withLabel("app", FRONT).list().getItems().stream()
                .findFirst()
                .ifPresent(pod -> delete(pod.getMetadata().getName(), false));
    }

    /** Makes the Pod when it is not there, and deletes it otherwise, at times to make it anew at once. */
    private void toggle(String pod, Map<String, String> annotations) {
        boolean anew = chance.nextInt(3) == 0;
        if (client.pods().inNamespace(World.NAMESPACE).withName(pod).get() != null) {
            delete(pod, true);
            if (!anew) {
                return;
            }
        }
        var unused = client.resource(Specs.pod(pod, annotations)).create();
    }

    private void delete(String pod, boolean atOnce) {
        var found = client.pods().inNamespace(World.NAMESPACE).withName(pod);
        var unused = atOnce
                ? found.withGracePeriod(0).delete()
                : found.withGracePeriod(Duration.ofSeconds(30).toSeconds()).delete();
    }
}
