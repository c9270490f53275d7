package io.github.ovnnb.agent.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands for election by a Lease (coordination.k8s.io/v1) until it withdraws or is closed: who loses an election or a term stands again. The lease says
 * who should write; that nobody else can is for the database's lock to ensure, because a lease may run out while its holder is not looking.
 */
public final class LeaderLease implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LeaderLease.class);

    /** How long a leader that fell silent keeps the others waiting. */
    static final Duration LEASE = Duration.ofSeconds(15);
    /** How long a leader tries to renew before it steps back. */
    static final Duration RENEW_DEADLINE = Duration.ofSeconds(10);

    /**
     * Candidates pause for up to 2.2 times as long, so a lease that was given back is taken within two seconds even where an answer is slow. For
     * the API server that is one small GET each such pause and candidate, and from the leader a GET and a PATCH each half second.
     */
    static final Duration RETRY = Duration.ofMillis(500);

    private static final int HTTP_NOT_FOUND = 404;

    private final KubernetesClient client;
    private final String namespace;
    private final String name;
    private final String identity;
    private final Runnable startedLeading;
    private final Runnable stoppedLeading;
    private final AtomicBoolean leading = new AtomicBoolean();
    private final Renewal renewal = new Renewal(System::nanoTime, InstantSource.system());
    private @Nullable CompletableFuture<?> term;
    private CompletableFuture<?> withdrawal = CompletableFuture.completedFuture(null);
    private boolean standing;

    /**
     * @param identity unlike any other candidate's: the Pod's name
     * @param startedLeading called on some thread; must return at once, as must {@code stoppedLeading}. They take turns
     */
    public LeaderLease(
            KubernetesClient client,
            String namespace,
            String name,
            String identity,
            Runnable startedLeading,
            Runnable stoppedLeading) {
        this.client = client;
        this.namespace = namespace;
        this.name = name;
        this.identity = identity;
        this.startedLeading = startedLeading;
        this.stoppedLeading = stoppedLeading;
    }

    /** Stands from now on, or as soon as an earlier withdrawal is through. Returns at once. */
    public synchronized void start() {
        standing = true;
        var unused = withdrawal.thenRunAsync(this::stand);
    }

    private synchronized void stand() {
        if (!standing || (term != null && !term.isDone())) {
            return;
        }
        var elector = client.leaderElector().withConfig(config()).build();
        term = elector.start();
        var unused = term.whenComplete((none, failure) -> {
            become(false);
            stand();
        });
    }

    private LeaderElectionConfig config() {
        var callbacks = new LeaderCallbacks(() -> become(true), () -> become(false), this::hail);
        var lock = new UnfailingLock(new LeaseLock(namespace, name, identity), renewal);
        return new LeaderElectionConfig(lock, LEASE, RENEW_DEADLINE, RETRY, callbacks, true, name);
    }

    private void become(boolean leader) {
        if (leading.compareAndSet(!leader, leader)) {
            log.info("{} lease {}/{} as {}", leader ? "holding" : "no longer holding", namespace, name, identity);
            (leader ? startedLeading : stoppedLeading).run();
        }
    }

    private void hail(@Nullable String leader) {
        if (leader != null && !leader.isEmpty() && !Objects.equals(leader, identity)) {
            log.info("lease {}/{} is held by {}; standing by", namespace, name, leader);
        }
    }

    /**
     * Whether nobody else can hold it at this moment. A process that was stopped for a while, and the lease taken over meanwhile, wakes up in the
     * belief that it leads; this tells it otherwise before anybody else does. May be called from any thread.
     */
    public boolean isSurelyOurs() {
        return leading.get() && renewal.isYoungerThan(RENEW_DEADLINE);
    }

    /** Whether another candidate holds it and has renewed it lately. Completes exceptionally when the API server does not say. */
    public CompletionStage<Boolean> isHeldByAnother(Instant now) {
        var path = "/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases/" + name;
        return new ApiServer(client).get(path).thenApply(answer -> {
            var holder = answer.find("spec", "holderIdentity");
            if (answer.code() == HTTP_NOT_FOUND || holder.isEmpty() || holder.equals(identity)) {
                return false;
            }
            var renewed = answer.find("spec", "renewTime");
            var duration = answer.find("spec", "leaseDurationSeconds");
            // Who gives it back leaves his name there, and a second.
            return renewed.isEmpty()
                    || duration.isEmpty()
                    || Instant.parse(renewed)
                            .plusSeconds(Long.parseLong(duration))
                            .isAfter(now);
        });
    }

    /** Gives the lease back, if we hold it, and leaves it to others until {@link #start}. Returns at once. */
    public synchronized void withdraw() {
        standing = false;
        withdrawal = withdrawal.thenRunAsync(this::endTerm);
    }

    /** Gives the lease back, so that another need not wait for it to run out. Waits for the API server, up to 10 seconds a request. */
    @Override
    public void close() {
        synchronized (this) {
            standing = false;
        }
        endTerm();
    }

    private void endTerm() {
        CompletableFuture<?> last;
        synchronized (this) {
            last = term;
        }
        if (last != null) {
            last.cancel(true);
        }
        become(false);
    }
}
