package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.AddressBook;
import io.github.ovnnb.agent.domain.AnnotationPatch;
import io.github.ovnnb.agent.domain.Jurisdiction;
import io.github.ovnnb.agent.domain.OwnerFacts;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortDefaults;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.PortPlanner;
import io.github.ovnnb.agent.domain.Premises;
import io.github.ovnnb.agent.domain.ReservedIp;
import io.github.ovnnb.agent.domain.Subnet;
import io.github.ovnnb.agent.domain.SubnetCatalog;
import io.github.ovnnb.agent.domain.Workload;
import io.github.ovnnb.agent.northbound.SimulatedLink;
import io.github.ovnnb.agent.northbound.SimulatedNorthbound;
import io.github.ovnnb.agent.reconcile.Annotator;
import io.github.ovnnb.agent.reconcile.Announcer;
import io.github.ovnnb.agent.reconcile.Candidacy;
import io.github.ovnnb.agent.reconcile.Gate;
import io.github.ovnnb.agent.reconcile.Inquiry;
import io.github.ovnnb.agent.reconcile.LockClaim;
import io.github.ovnnb.agent.reconcile.Northbound;
import io.github.ovnnb.agent.reconcile.Observer;
import io.github.ovnnb.agent.reconcile.OwnerKey;
import io.github.ovnnb.agent.reconcile.PodLookup;
import io.github.ovnnb.agent.reconcile.Reconciler;
import io.github.ovnnb.agent.reconcile.Sweeper;
import io.github.ovnnb.agent.reconcile.SweepingTurn;
import io.github.ovnnb.agent.reconcile.Vigil;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One process of ours, wired as the real one is. It is killed by no longer taking part; whatever it has sent is on its way nevertheless.
 */
final class SimulatedAgent {
    static final Duration QUICK_SWEEP = Duration.ofSeconds(5);
    static final Duration SWEEP = Duration.ofSeconds(60);
    private static final long LONGEST_TURN = 300;
    private static final long LONGEST_PAUSE = 8_000;

    private final String name;
    private final World world;
    private final SimulatedApi api;
    private final Set<Guards> guards;
    private final SplittableRandom chance;
    private final SimulatedProcess process;
    private final Optional<Elector> elector;
    private final Optional<Candidacy> candidacy;
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final Reconciler reconciler;
    private final Sweeper sweeper;
    private final SimulatedLink link;
    private final LockClaim lockClaim;
    private final Optional<String> node;
    private final AddressBook book = new AddressBook();
    private final Northbound writer;
    private final Informer<PodFacts> ownPods;
    private final PodSight pods;
    private final OwnerSight owners;
    private final RewindWatch rewinds;
    private final Gate gate;
    private final SweepingTurn sweepingTurn;
    private final Vigil vigil;
    private boolean turnComing;
    private boolean podsSynced;
    /** Of the lock that a node agent sweeps by. */
    private Consumer<Boolean> sweeps = held -> {};

    private Optional<Informer<PodFacts>> everybody = Optional.empty();

    /**
     * @param node whose Pods alone it serves, beside others; empty: all Pods
     * @param lease that it stands for; without one, whoever holds the lock of the database writes
     * @param startOver ends this process and begins another
     */
    SimulatedAgent(
            String name,
            World world,
            SimulatedApi api,
            SimulatedNorthbound northbound,
            Set<Guards> guards,
            SubnetCatalog catalog,
            KubernetesFaults faults,
            Optional<String> node,
            Optional<SimulatedLease> lease,
            Announcer announcer,
            Runnable startOver) {
        this.name = name;
        this.world = world;
        this.api = api;
        this.guards = guards;
        this.node = node;
        this.chance = world.chance();
        this.process = new SimulatedProcess(world);
        this.elector = lease.map(
                object -> new Elector(world, process, object, faults, name, leader -> execute(() -> elected(leader))));
        this.candidacy = elector.map(stood -> new Candidacy(stood::stand, stood::withdraw, this::after));
        this.link = northbound.connect(process, new LinkClient());
        this.lockClaim = new LockClaim(link::stealLock, this::after);
        this.ownPods = api.watchPods(process, node, new PodHandler(this::ownPodsSynced));
        this.pods = new PodSight(node, ownPods);
        this.owners = new OwnerSight(world, api, process, new OwnerListener());
        this.rewinds = new RewindWatch(world, process, api, faults, this::newestHeard, startOver);
        Supplier<UUID> newUuid = () -> new UUID(chance.nextLong(), chance.nextLong());
        this.writer = node.isEmpty()
                ? link.seam(newUuid, this::execute)
                : link.sharedSeam(book::isUndisputed, this::pause, newUuid, this::execute);
        writer.onStanding(why -> why.ifPresent(refusal -> world.fail(name + " may not write: " + refusal)));
        var seams = new Reconciler.Seams(
                new Caches(), writer, this::ask, this::inquire, this::annotate, announcer, this::after, this::execute);
        this.reconciler = new Reconciler(
                seams,
                new PortPlanner(book, new PortDefaults(true), chance),
                book,
                node.map(Jurisdiction::ofNode).orElseGet(Jurisdiction::everywhere));
        this.sweeper = new Sweeper(reconciler::sweep, reconciler::sweepForEvidence, this::after, QUICK_SWEEP, SWEEP);
        this.sweepingTurn = new SweepingTurn(
                this::enterLine,
                new SweepingTurn.Sight(this::beginToSeeAll, this::ceaseToSeeAll),
                this::seesAll,
                this::execute);
        this.vigil = new Vigil(
                new Caches()::isCurrent, reconciler::watchWasBroken, sweeper::hurry, sweepingTurn::hears, this::after);
        this.gate = new Gate(needs(), this::begin, this::end);
        reconciler.subnetsAre(catalog);
    }

    private Set<Gate.Need> needs() {
        var needs = EnumSet.of(Gate.Need.NORTHBOUND, Gate.Need.KUBERNETES);
        if (node.isEmpty()) {
            needs.add(Gate.Need.LOCK);
        }
        if (elector.isPresent()) {
            needs.add(Gate.Need.LEASE);
        }
        return needs;
    }

    void start() {
        world.tell(() -> name + ": starts");
        link.start();
        if (node.isEmpty()) {
            link.claimLock();
        }
        ownPods.start();
        owners.start();
    }

    void kill() {
        world.tell(() -> name + ": killed");
        process.kill();
        tasks.clear();
        link.close();
        api.forget(ownPods);
        owners.close();
        everybody.ifPresent(api::forget);
    }

    boolean isServing() {
        return gate.isOpen();
    }

    /** As with SIGSTOP, and SIGCONT after a while. */
    void stopFor(long micros) {
        world.inflicted(Harm.AGENT_STOPPED);
        world.tell(() -> name + ": stopped for " + micros / 1000 + " ms");
        process.stopFor(micros);
    }

    void breakLink(long micros) {
        link.breakFor(micros);
    }

    /** The API server's storage is about to be put back to that version. */
    void storageIsPutBackTo(long version) {
        rewinds.putBackTo(version);
    }

    private long newestHeard() {
        long ofAll = everybody.map(Informer::heard).orElse(0L);
        return Math.max(owners.heard(), Math.max(ownPods.heard(), ofAll));
    }

    /** @param expires so that it can't go on where it was, but has to list */
    void breakPodWatch(long micros, boolean expires) {
        podWatch().breakFor(micros, expires);
    }

    private Informer<PodFacts> podWatch() {
        return everybody.filter(all -> world.oneIn(2)).orElse(ownPods);
    }

    void breakOwnerWatch(long micros, boolean expires) {
        owners.any().breakFor(micros, expires);
    }

    /** One that does not tell us so. */
    void silenceWatch(long micros) {
        (world.oneIn(2) ? podWatch() : owners.any()).fallSilentFor(micros);
    }

    void silencePodWatch(long micros) {
        podWatch().fallSilentFor(micros);
    }

    void mendWatches() {
        Stream.concat(Stream.concat(Stream.of(ownPods), everybody.stream()), owners.all().stream())
                .forEach(Informer::mend);
    }

    void stopSweeping() {
        sweeper.stop();
    }

    void subnetsAre(SubnetCatalog catalog) {
        reconciler.subnetsAre(catalog);
    }

    void reservationIs(ReservedIp reserved) {
        reconciler.reservationIs(reserved);
    }

    void reservationIsGone(String name) {
        reconciler.reservationIsGone(name);
    }

    // ---- the thread ----------------------------------------------------------------------------------------------

    private void execute(Runnable task) {
        if (process.isAlive()) {
            tasks.add(task);
            turnSoon();
        }
    }

    private void turnSoon() {
        if (!turnComing && !tasks.isEmpty()) {
            turnComing = true;
            world.after(chance.nextLong(LONGEST_TURN), () -> process.run(this::turn));
        }
    }

    /** Some of the tasks, so that other things happen in between at every possible place. */
    private void turn() {
        turnComing = false;
        for (int many = 1 + chance.nextInt(6); process.isAlive() && many > 0 && !tasks.isEmpty(); many--) {
            tasks.remove().run();
        }
        turnSoon();
    }

    private void pause(Runnable action) {
        world.after(chance.nextLong(LONGEST_PAUSE), () -> execute(action));
    }

    private void after(Duration delay, Runnable action) {
        world.after(delay.toNanos() / 1_000, () -> execute(action));
    }

    // ---- the gate ------------------------------------------------------------------------------------------------

    private void begin() {
        world.tell(() -> name + ": serves");
        reconciler.activate();
        sweeper.start();
        if (node.isPresent()) {
            sweepingTurn.claim();
        }
    }

    private void end() {
        reconciler.pause();
        sweeper.stop();
    }

    private void seesDatabase(boolean sees) {
        gate.is(Gate.Need.NORTHBOUND, sees);
        candidacy.ifPresent(candidate -> candidate.seesDatabase(sees));
    }

    private void elected(boolean leader) {
        gate.is(Gate.Need.LEASE, leader);
        lockClaim.elected(leader);
    }

    private void knowsKubernetes() {
        if (podsSynced && owners.isSynced()) {
            vigil.begin();
            gate.met(Gate.Need.KUBERNETES);
            candidacy.ifPresent(Candidacy::begin);
        }
    }

    private void ownPodsSynced() {
        podsSynced = true;
        execute(this::knowsKubernetes);
    }

    private Runnable enterLine(Consumer<Boolean> turnIsOurs) {
        sweeps = turnIsOurs;
        link.claimLock();
        return link::leaveLock;
    }

    private CompletionStage<Void> beginToSeeAll() {
        world.tell(() -> name + ": sweeps for all");
        var complete = new CompletableFuture<Void>();
        var all = api.watchPods(process, Optional.empty(), new PodHandler(() -> complete.complete(null)));
        everybody = Optional.of(all);
        pods.widenTo(everybody);
        all.start();
        return complete;
    }

    private void ceaseToSeeAll() {
        world.tell(() -> name + ": sweeps for all no longer");
        everybody.ifPresent(api::forget);
        everybody = Optional.empty();
        pods.widenTo(everybody);
    }

    private void seesAll(boolean all) {
        reconciler.seesAll(all);
        if (all && gate.isOpen()) {
            sweeper.start();
        }
    }

    private final class LinkClient implements SimulatedLink.Client {
        @Override
        public void rowChanged(PortFacts row) {
            // By the time that our thread hears of it, the replica may be further.
            execute(() -> link.row(row.row()).ifPresent(reconciler::rowChanged));
        }

        @Override
        public void rowDeleted(PortFacts last) {
            execute(() ->
                    link.row(last.name()).ifPresentOrElse(reconciler::rowChanged, () -> reconciler.rowDeleted(last)));
        }

        @Override
        public void later(Runnable action) {
            execute(() -> execute(() -> execute(action)));
        }

        @Override
        public void synced() {
            execute(() -> seesDatabase(true));
        }

        @Override
        public void lost() {
            execute(() -> seesDatabase(false));
            locked(false);
        }

        @Override
        public void locked(boolean held) {
            execute(() -> {
                if (node.isPresent()) {
                    sweeps.accept(held);
                } else {
                    gate.is(Gate.Need.LOCK, held);
                    lockClaim.held(held);
                }
            });
        }
    }

    // ---- Kubernetes ----------------------------------------------------------------------------------------------

    private final class PodHandler implements Informer.Handler<PodFacts> {
        private final Runnable complete;

        PodHandler(Runnable complete) {
            this.complete = complete;
        }

        @Override
        public void changed(Optional<PodFacts> before, PodFacts now) {
            before.filter(old -> !old.uid().equals(now.uid())).ifPresent(this::removed);
            var ports = PortIdentity.allOfPod(now);
            ports.forEach(reconciler::offer);
            // An interface that it has no more is a change of that port too.
            before.map(PortIdentity::allOfPod).stream()
                    .flatMap(List::stream)
                    .filter(port -> !ports.contains(port))
                    .forEach(reconciler::offer);
        }

        @Override
        public void removed(PodFacts last) {
            PortIdentity.allOfPod(last).forEach(port -> reconciler.podDeleted(port, last.uid()));
        }

        @Override
        public void missing(PodFacts last) {
            PortIdentity.allOfPod(last).forEach(reconciler::offer);
            execute(sweeper::hurry);
        }

        @Override
        public void synced(Informer<PodFacts> watch) {
            complete.run();
        }
    }

    private final class OwnerListener implements OwnerSight.Listener {
        @Override
        public void changed(OwnerKey owner) {
            reconciler.ownerChanged(owner);
        }

        @Override
        public void deleted(OwnerKey owner, String uid) {
            reconciler.ownerDeleted(owner, uid);
        }

        @Override
        public void missing(OwnerKey owner) {
            reconciler.ownerChanged(owner);
            execute(sweeper::hurry);
        }

        @Override
        public void synced() {
            execute(SimulatedAgent.this::knowsKubernetes);
        }
    }

    private CompletionStage<PodLookup.Answer> ask(String namespace, String pod) {
        var cached = pods.get(SimulatedApi.key(namespace, pod));
        if (cached.isPresent() && !guards.contains(Guards.ASK_BEFORE_TAKING_OVER)) {
            return CompletableFuture.completedFuture(new PodLookup.Found(cached.get()));
        }
        return api.ask(namespace, pod);
    }

    private CompletionStage<Inquiry.Answer> inquire(PortIdentity port, Workload workload, Premises premises) {
        if (guards.contains(Guards.ASK_BEFORE_RELEASING)) {
            return api.inquire(port, workload, premises);
        }
        return CompletableFuture.completedFuture(Inquiry.Stored.of(
                premises, () -> pods.of(port), () -> owners.owner(port.namespace(), workload, new OwnerFacts.Gone())));
    }

    private CompletionStage<Annotator.Outcome> annotate(AnnotationPatch patch) {
        return elector.map(Elector::surelyLeads).orElse(true)
                ? api.patch(patch)
                : CompletableFuture.completedFuture(new Annotator.Failed("another agent may lead by now"));
    }

    private final class Caches implements Observer {
        @Override
        public List<PodFacts> pods(PortIdentity port) {
            return pods.of(port);
        }

        @Override
        public OwnerFacts owner(String namespace, Workload workload) {
            return owners.owner(
                    namespace,
                    workload,
                    guards.contains(Guards.KEEP_WHEN_IN_DOUBT) ? new OwnerFacts.NotSeen() : new OwnerFacts.Gone());
        }

        @Override
        public List<Subnet> subnets(String namespace, SubnetCatalog catalog) {
            return catalog.forNamespace(namespace, Map.of());
        }

        @Override
        public boolean isCurrent() {
            boolean podsAreCurrent =
                    ownPods.isWatching() && everybody.map(Informer::isWatching).orElse(true);
            return !guards.contains(Guards.COUNT_ONLY_WHILE_WATCHING) || podsAreCurrent && owners.isCurrent();
        }

        @Override
        public Collection<PortIdentity> ports() {
            return pods.all().stream()
                    .flatMap(pod -> PortIdentity.allOfPod(pod).stream())
                    .toList();
        }
    }
}
