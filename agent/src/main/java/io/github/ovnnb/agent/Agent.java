package io.github.ovnnb.agent;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.ovnnb.agent.domain.AddressBook;
import io.github.ovnnb.agent.domain.Jurisdiction;
import io.github.ovnnb.agent.domain.PortDefaults;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.PortPlanner;
import io.github.ovnnb.agent.domain.Subnet;
import io.github.ovnnb.agent.kubernetes.ClusterKinds;
import io.github.ovnnb.agent.kubernetes.Duties;
import io.github.ovnnb.agent.kubernetes.KubernetesCaches;
import io.github.ovnnb.agent.kubernetes.KubernetesCaches.SubnetSource;
import io.github.ovnnb.agent.kubernetes.KubernetesConnection;
import io.github.ovnnb.agent.kubernetes.LeaderLease;
import io.github.ovnnb.agent.kubernetes.PodAnnotator;
import io.github.ovnnb.agent.kubernetes.PodEvents;
import io.github.ovnnb.agent.kubernetes.PodReader;
import io.github.ovnnb.agent.kubernetes.Pulse;
import io.github.ovnnb.agent.kubernetes.StoredFacts;
import io.github.ovnnb.agent.kubernetes.SubnetStatusWriter;
import io.github.ovnnb.agent.northbound.NorthboundConnection;
import io.github.ovnnb.agent.reconcile.Annotator;
import io.github.ovnnb.agent.reconcile.Candidacy;
import io.github.ovnnb.agent.reconcile.Gate;
import io.github.ovnnb.agent.reconcile.IpRecorder;
import io.github.ovnnb.agent.reconcile.LockClaim;
import io.github.ovnnb.agent.reconcile.Northbound;
import io.github.ovnnb.agent.reconcile.Observer;
import io.github.ovnnb.agent.reconcile.Outage;
import io.github.ovnnb.agent.reconcile.Reconciler;
import io.github.ovnnb.agent.reconcile.SubnetReporter;
import io.github.ovnnb.agent.reconcile.Sweeper;
import io.github.ovnnb.agent.reconcile.SweepingTurn;
import io.github.ovnnb.agent.reconcile.Vigil;
import io.github.ovnnb.ovsdb.ConnectionStatus;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole machine, wired by hand. The only place that makes real threads, clocks and random numbers for the decisions.
 */
public final class Agent implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Agent.class);
    /** The name of the lease that replicas stand for. */
    public static final String LEASE = "ovn-nb-agent";

    private static final Duration QUICK_SWEEPS = Duration.ofSeconds(5);
    private static final Duration SWEEPS = Duration.ofMinutes(1);
    /** Long enough for several agents to take turns, short enough for nobody to notice. */
    private static final Duration PAUSE = Duration.ofMillis(8);

    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    /**
     * @param subnets from the configuration; used if the cluster has no kube-ovn Subnets
     * @param duties what else of kube-ovn-controller's work is done
     * @param normalEvents whether Pods are told what went well, too
     * @param election the lease to stand for; empty: whoever holds the database's lock writes
     */
    public record Settings(
            List<Subnet> subnets,
            PortDefaults ports,
            Optional<Election> election,
            Duties duties,
            boolean normalEvents) {}

    /** @param identity unlike any other candidate's */
    public record Election(String namespace, String identity) {}

    private final DecisionThread thread = new DecisionThread();
    private final NorthboundConnection northbound;
    private final Northbound writer;
    private final Annotator annotator;
    private final KubernetesCaches caches;
    private final PodEvents events;
    private final AddressBook book;
    private final PortPlanner planner;
    private final Reconciler reconciler;
    private final Gate gate;
    private final LockClaim lockClaim;
    private final Optional<LeaderLease> lease;
    private final Optional<Candidacy> candidacy;
    private final Outage outage;
    private final Optional<String> node;
    private final Sweeper sweeper;
    private final ClusterDuties clusterDuties;
    private final ModeConflict modeConflict;
    private final SweepingTurn sweepingTurn;
    /** On the thread, as the gate is: whatever comes back now, nothing begins anew. */
    private boolean closing;

    private final Pulse pulse;
    private final Vigil vigil;

    /** For the whole cluster. @param kinds what the cluster serves, as {@link KubernetesConnection#kinds} found out */
    public Agent(Settings settings, NorthboundConnection northbound, KubernetesClient kubernetes, ClusterKinds kinds) {
        this(settings, northbound, kubernetes, kinds, Optional.empty());
    }

    /**
     * @param kinds what the cluster serves, as {@link KubernetesConnection#kinds} found out
     * @param node whose Pods alone are served, beside other agents on other nodes; empty: all Pods, and nobody beside us
     */
    public Agent(
            Settings settings,
            NorthboundConnection northbound,
            KubernetesClient kubernetes,
            ClusterKinds kinds,
            Optional<String> node) {
        this.northbound = northbound;
        this.node = node;
        var clock = Clock.systemUTC();
        caches = new KubernetesCaches(kubernetes, node, kinds, settings.subnets(), clock);
        events = new PodEvents(kubernetes, thread, clock, settings.normalEvents());
        book = new AddressBook();
        var random = new SecureRandom();
        planner = new PortPlanner(book, settings.ports(), random);
        writer = node.isEmpty()
                ? northbound.seam(UUID::randomUUID, thread)
                : northbound.sharedSeam(
                        book::isUndisputed,
                        action -> thread.after(Duration.ofNanos(random.nextLong(PAUSE.toNanos())), action),
                        UUID::randomUUID,
                        thread);
        annotator = new PodAnnotator(kubernetes, this::surelyLeads);
        var seams = new Reconciler.Seams(
                caches.observer(),
                writer,
                new PodReader(kubernetes, clock),
                new StoredFacts(kubernetes, clock),
                annotator,
                events,
                thread,
                thread);
        reconciler = new Reconciler(
                seams, planner, book, node.map(Jurisdiction::ofNode).orElseGet(Jurisdiction::everywhere));
        sweeper = new Sweeper(reconciler::sweep, reconciler::sweepForEvidence, thread, QUICK_SWEEPS, SWEEPS);
        clusterDuties = new ClusterDuties(reporter(settings, kinds, kubernetes), recorder(settings), node.isEmpty());
        reconciler.onLook(clusterDuties::portChanged);
        sweepingTurn = new SweepingTurn(
                turnIsOurs -> northbound.claimSweeping(turnIsOurs, thread),
                new SweepingTurn.Sight(() -> caches.beginToSeeAll(reconciler, this::hurry), caches::ceaseToSeeAll),
                this::seesAll,
                thread);
        pulse = new Pulse(kubernetes);
        vigil = new Vigil(this::hears, reconciler::watchWasBroken, sweeper::hurry, sweepingTurn::hears, thread);
        gate = new Gate(needs(settings), this::begin, this::end);
        modeConflict = new ModeConflict(agreed -> gate.is(Gate.Need.MODE, agreed), writer::takeOver, thread);
        writer.onStanding(modeConflict::standing);
        lockClaim = new LockClaim(northbound::takeLock, thread);
        lease = settings.election()
                .map(election -> new LeaderLease(
                        kubernetes,
                        election.namespace(),
                        LEASE,
                        election.identity(),
                        () -> thread.execute(() -> elected(true)),
                        () -> thread.execute(() -> elected(false))));
        candidacy = lease.map(stood -> new Candidacy(stood::start, stood::withdraw, thread));
        outage = new Outage(
                caches.observer(),
                events,
                northbound.remotes(),
                port -> settings.ports().serves(port, reconciler.catalog()),
                () -> isServedByOthers(clock),
                thread,
                thread);
    }

    private Optional<SubnetReporter> reporter(Settings settings, ClusterKinds kinds, KubernetesClient kubernetes) {
        return settings.duties().subnetStatus() && kinds.subnets() == SubnetSource.KUBERNETES
                ? Optional.of(new SubnetReporter(
                        book, reconciler::catalog, new SubnetStatusWriter(kubernetes), thread, thread))
                : Optional.empty();
    }

    private Optional<IpRecorder> recorder(Settings settings) {
        return caches.ipResources()
                .filter(served -> settings.duties().ipResources())
                .map(ips -> new IpRecorder(writer, caches.observer(), ips, thread, thread));
    }

    private Set<Gate.Need> needs(Settings settings) {
        var needs = EnumSet.of(Gate.Need.NORTHBOUND, Gate.Need.KUBERNETES);
        if (node.isEmpty()) {
            needs.add(Gate.Need.LOCK);
        }
        if (settings.election().isPresent()) {
            needs.add(Gate.Need.LEASE);
        }
        return needs;
    }

    /** Returns at once; from now on the agent connects, reads, and serves Pods as soon as everything is there. */
    public void start() {
        if (node.isEmpty()) {
            northbound.claim(this::locked, thread);
        }
        // Until the database is seen for the first time.
        thread.execute(outage::begin);
        var following = follow().whenComplete((none, failure) -> thread.execute(() -> begin(failure)));
        log.debug("started: {}", following);
    }

    private void begin(@Nullable Throwable failure) {
        if (failure != null) {
            throw new IllegalStateException("a stage that never fails has failed", failure);
        }
        candidacy.ifPresent(Candidacy::begin);
    }

    /** Knows everything, but does nothing: without the lock the gate stays shut. Completes when everything is known. */
    CompletionStage<Void> follow() {
        northbound.follow(reconciler, thread);
        northbound.onStatus(status -> seesDatabase(status instanceof ConnectionStatus.Synced), thread);
        var connected = northbound.start();
        var cached = caches.start(reconciler, this::resourceChanged, this::hurry)
                .thenRunAsync(this::knowsKubernetes, thread);
        return cached.thenCombineAsync(connected, (none, nothing) -> nothing, thread);
    }

    private boolean surelyLeads() {
        return lease.map(LeaderLease::isSurelyOurs).orElse(true);
    }

    private CompletionStage<Boolean> isServedByOthers(Clock clock) {
        return lease.map(stood -> stood.isHeldByAnother(clock.instant()))
                .orElse(CompletableFuture.completedFuture(false));
    }

    /** Of the thousand agents of a large cluster's nodes only the one that sweeps asks whether there is anybody to hear. */
    private boolean hears() {
        boolean answers = pulse.beats(node.isEmpty() ? gate.isOpen() : sweepingTurn.hasToHear());
        return answers && caches.observer().isCurrent();
    }

    private void hurry() {
        thread.execute(sweeper::hurry);
    }

    private void knowsKubernetes() {
        vigil.begin();
        gate.met(Gate.Need.KUBERNETES);
    }

    private void seesDatabase(boolean sees) {
        if (sees) {
            outage.end();
        } else if (gate.isOpen()) {
            // A standby that is cut off is nobody's concern.
            outage.begin();
        }
        gate.is(Gate.Need.NORTHBOUND, sees);
        candidacy.ifPresent(candidate -> candidate.seesDatabase(sees));
    }

    private void elected(boolean isElected) {
        gate.is(Gate.Need.LEASE, isElected);
        lockClaim.elected(isElected);
    }

    private void locked(boolean held) {
        gate.is(Gate.Need.LOCK, held);
        lockClaim.held(held);
    }

    private void resourceChanged(PortIdentity port) {
        thread.execute(() -> clusterDuties.portChanged(port));
    }

    private void begin() {
        if (closing) {
            return;
        }
        reconciler.activate();
        sweeper.start();
        clusterDuties.start();
        if (node.isPresent()) {
            sweepingTurn.claim();
        }
    }

    private void end() {
        reconciler.pause();
        annotator.cease();
        sweeper.stop();
        clusterDuties.stop();
    }

    private void seesAll(boolean all) {
        reconciler.seesAll(all);
        clusterDuties.seesAll(all);
        if (all && gate.isOpen() && !closing) {
            // Anew, with quick sweeps: nobody may have swept for a while.
            sweeper.start();
            clusterDuties.start();
        }
    }

    Reconciler reconciler() {
        return reconciler;
    }

    Observer observer() {
        return caches.observer();
    }

    /** Its thread's, as the planner is. */
    AddressBook book() {
        return book;
    }

    PortPlanner planner() {
        return planner;
    }

    /** The seam that asserts the lock. */
    Northbound writer() {
        return writer;
    }

    Annotator annotator() {
        return annotator;
    }

    /** The one on which everything is decided. */
    ScheduledExecutorService thread() {
        return thread;
    }

    /** What is known of Kubernetes. */
    public KubernetesCaches caches() {
        return caches;
    }

    /** Keeps the agent's own meters in the registry, from now to its end. */
    public void publish(MeterRegistry registry) {
        var metrics = new AgentMetrics(registry, reconciler, book, thread, thread::mistakes);
        thread.execute(metrics::look);
    }

    /** Whether Pods are being served now, from what the API server says at present. */
    public boolean isReady() {
        return waitsFor().isEmpty();
    }

    /** What it waits for, for a person; empty text if it is ready. */
    public String waitsFor() {
        var missing = gate.missing();
        if (missing.isEmpty()) {
            var behind = caches.behind();
            return behind.isEmpty() ? "" : "news from the Kubernetes API of " + String.join(", ", behind);
        }
        var why = modeConflict.why();
        return why.isEmpty() ? missing : missing + ": " + why;
    }

    /** Begins nothing new, lets what is under way come to its end for some seconds, and goes. */
    @Override
    public void close() {
        reconciler.pause();
        thread.execute(() -> {
            closing = true;
            end();
        });
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
