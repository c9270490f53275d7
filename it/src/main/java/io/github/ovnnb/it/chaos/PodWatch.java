package io.github.ovnnb.it.chaos;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Lists and watches the Pods of a namespace, in the order of the API server, and lists again when the watch ends. Not an informer: that
 * tells of additions before deletions when it has to list again, and then two Pods would seem to be there at once.
 */
final class PodWatch implements AutoCloseable {
    private static final long BETWEEN_TRIES = TimeUnit.MILLISECONDS.toNanos(200);

    /** A watch in which so little happens has died without a word: probes make Pods every second. */
    private static final long LONGEST_WATCH = 60;

    private final KubernetesClient client;
    private final String namespace;
    private final Clerk clerk;
    private final Consumer<PodSighting> alsoTell;
    private volatile boolean closed;

    private PodWatch(KubernetesClient client, String namespace, Clerk clerk, Consumer<PodSighting> alsoTell) {
        this.client = client;
        this.namespace = namespace;
        this.clerk = clerk;
        this.alsoTell = alsoTell;
    }

    /** @param alsoTell called on the watch's thread */
    static PodWatch begin(KubernetesClient client, String namespace, Clerk clerk, Consumer<PodSighting> alsoTell) {
        var watch = new PodWatch(client, namespace, clerk, alsoTell);
        var thread = new Thread(watch::run, "pod-watch");
        thread.setDaemon(true);
        thread.start();
        return watch;
    }

    private void run() {
        while (!closed) {
            try {
                follow(list());
            } catch (RuntimeException noAnswer) {
                LockSupport.parkNanos(BETWEEN_TRIES);
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** @return the version from which to watch on */
    private String list() {
        var list = client.pods().inNamespace(namespace).list();
        var pods =
                list.getItems().stream().map(pod -> PodSighting.of(pod, false)).toList();
        clerk.write(ledger -> ledger.pods(pods));
        pods.forEach(alsoTell);
        return list.getMetadata().getResourceVersion();
    }

    private void follow(String version) throws InterruptedException {
        var over = new CountDownLatch(1);
        var options = new ListOptionsBuilder().withResourceVersion(version).build();
        try (var watch = client.pods().inNamespace(namespace).watch(options, new Events(over))) {
            boolean unused = over.await(LONGEST_WATCH, TimeUnit.SECONDS);
        }
    }

    private final class Events implements Watcher<Pod> {
        private final CountDownLatch over;

        Events(CountDownLatch over) {
            this.over = over;
        }

        @Override
        public void eventReceived(Action action, Pod pod) {
            if (over.getCount() == 0) {
                return;
            }
            switch (action) {
                case ADDED, MODIFIED -> {
                    var sighting = PodSighting.of(pod, action == Action.ADDED);
                    clerk.write(ledger -> ledger.pod(sighting));
                    alsoTell.accept(sighting);
                }
                case DELETED ->
                    clerk.write(ledger -> ledger.podGone(pod.getMetadata().getUid()));
                case ERROR, BOOKMARK -> over.countDown();
            }
        }

        /** Otherwise the client would go on watching by itself and skip what it missed. */
        @Override
        public boolean reconnecting() {
            return false;
        }

        @Override
        public void onClose(WatcherException cause) {
            over.countDown();
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
