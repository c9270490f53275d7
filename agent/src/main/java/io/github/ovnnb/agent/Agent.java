package io.github.ovnnb.agent;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.ovnnb.agent.domain.AddressBook;
import io.github.ovnnb.agent.domain.PortDefaults;
import io.github.ovnnb.agent.domain.PortPlanner;
import io.github.ovnnb.agent.domain.Subnet;
import io.github.ovnnb.agent.domain.SubnetCatalog;
import io.github.ovnnb.agent.kubernetes.ClusterKinds;
import io.github.ovnnb.agent.kubernetes.KubernetesCaches;
import io.github.ovnnb.agent.kubernetes.KubernetesCaches.SubnetSource;
import io.github.ovnnb.agent.kubernetes.KubernetesConnection;
import io.github.ovnnb.agent.kubernetes.LeaderLease;
import io.github.ovnnb.agent.kubernetes.PodAnnotator;
import io.github.ovnnb.agent.kubernetes.PodEvents;
import io.github.ovnnb.agent.northbound.NorthboundConnection;
import io.github.ovnnb.agent.reconcile.Reconciler;
import io.github.ovnnb.agent.reconcile.Sweeper;
import io.github.ovnnb.agent.reconcile.Timer;
import io.github.ovnnb.ovsdb.ConnectionStatus;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole machine, wired by hand. The only place that makes real threads, clocks and random numbers for the decisions.
 */
public final class Agent implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Agent.class);
    private static final String LEASE = "ovn-nb-agent";
    private static final Duration QUICK_SWEEPS = Duration.ofSeconds(5);
    private static final Duration SWEEPS = Duration.ofMinutes(1);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    /**
     * @param subnets from the configuration; used if the cluster has no kube-ovn Subnets
     * @param election the lease to stand for; empty: whoever holds the database's lock writes
     */
    public record Settings(List<Subnet> subnets, boolean portSecurity, Optional<Election> election) {}

    /** @param identity unlike any other candidate's */
    public record Election(String namespace, String identity) {}

    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "reconciler"));
    private final NorthboundConnection northbound;
    private final KubernetesCaches caches;
    private final PodEvents events;
    private final Reconciler reconciler;
    private final Gate gate;
    private final Optional<LeaderLease> lease;

    /** @param kinds what the cluster serves, as {@link KubernetesConnection#kinds} found out */
    public Agent(Settings settings, NorthboundConnection northbound, KubernetesClient kubernetes, ClusterKinds kinds) {
        this.northbound = northbound;
        thread.setRemoveOnCancelPolicy(true);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        Timer timer = (delay, action) -> {
            var unused = thread.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
        };

        caches = new KubernetesCaches(kubernetes, Optional.empty(), kinds);
        events = new PodEvents(kubernetes, timer, Clock.systemUTC());
        var book = new AddressBook();
        var planner = new PortPlanner(book, new PortDefaults(settings.portSecurity()), new SecureRandom());
        var seams = new Reconciler.Seams(
                caches.observer(),
                northbound.seam(UUID::randomUUID, thread),
                new PodAnnotator(kubernetes),
                events,
                timer,
                thread);
        reconciler = new Reconciler(seams, planner, book);
        var sweeper = new Sweeper(reconciler, timer, QUICK_SWEEPS, SWEEPS);
        gate = new Gate(
                settings.election().isPresent()
                        ? EnumSet.allOf(Gate.Need.class)
                        : EnumSet.complementOf(EnumSet.of(Gate.Need.LEASE)),
                () -> {
                    reconciler.activate();
                    sweeper.start();
                },
                () -> {
                    reconciler.pause();
                    sweeper.stop();
                });
        lease = settings.election()
                .map(election -> new LeaderLease(
                        kubernetes,
                        election.namespace(),
                        LEASE,
                        election.identity(),
                        () -> thread.execute(this::lead),
                        () -> thread.execute(() -> need(Gate.Need.LEASE, false))));
        if (kinds.subnets() == SubnetSource.CONFIGURATION) {
            reconciler.subnetsAre(new SubnetCatalog(settings.subnets()));
        }
    }

    /** Returns at once; from now on the agent connects, reads, and serves Pods as soon as everything is there. */
    public void start() {
        northbound.follow(reconciler, thread);
        northbound.onStatus(status -> need(Gate.Need.NORTHBOUND, status instanceof ConnectionStatus.Synced), thread);
        northbound.claim(held -> need(Gate.Need.LOCK, held), thread);
        var connected = northbound.start();
        var cached = caches.start(reconciler).thenRunAsync(() -> gate.met(Gate.Need.KUBERNETES), thread);
        log.debug("started: {}, {}", connected, cached);
        lease.ifPresent(LeaderLease::start);
    }

    /** The lease's former holder may be paused with the database's lock in hand: it is ours to take now. */
    private void lead() {
        northbound.takeLock();
        need(Gate.Need.LEASE, true);
    }

    private void need(Gate.Need need, boolean met) {
        if (met) {
            gate.met(need);
        } else {
            gate.lost(need);
        }
    }

    /** Whether Pods are being served now. */
    public boolean isReady() {
        return gate.isOpen();
    }

    /** What it waits for, for a person; empty text if it is ready. */
    public String waitsFor() {
        return gate.missing();
    }

    /** Begins nothing new, lets what is under way come to its end for some seconds, and goes. */
    @Override
    public void close() {
        reconciler.pause();
        caches.close();
        try {
            reconciler.idle().toCompletableFuture().get(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException unfinished) {
            log.warn("stopping with work under way; the next start looks at it again");
        }
        lease.ifPresent(LeaderLease::close);
        northbound.close();
        thread.shutdownNow();
    }
}
