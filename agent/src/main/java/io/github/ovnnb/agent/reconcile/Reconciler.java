package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.AddressBook;
import io.github.ovnnb.agent.domain.AnnotationPatch;
import io.github.ovnnb.agent.domain.HeldAddresses;
import io.github.ovnnb.agent.domain.Jurisdiction;
import io.github.ovnnb.agent.domain.Jurisdiction.Authority;
import io.github.ovnnb.agent.domain.Look;
import io.github.ovnnb.agent.domain.News;
import io.github.ovnnb.agent.domain.Notices;
import io.github.ovnnb.agent.domain.Observation;
import io.github.ovnnb.agent.domain.Obstacle;
import io.github.ovnnb.agent.domain.Plan;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortChange;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.PortPlanner;
import io.github.ovnnb.agent.domain.Promise;
import io.github.ovnnb.agent.domain.ReservedIp;
import io.github.ovnnb.agent.domain.SubnetCatalog;
import io.github.ovnnb.agent.domain.WakeKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Observe, plan, commit, annotate: in that order, one port at a time, many under way at once. Everything here happens on the one thread of
 * the given executor; the public methods may be called from any thread and return at once.
 *
 * <p>Each step is idempotent and starts from what is there, so being interrupted anywhere is harmless: the next look at the port goes on.
 */
public final class Reconciler {
    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);
    /** Between two batches other events get their turn on the thread. */
    private static final int LOOKS_PER_TURN = 128;
    /** What we have been overtaken by is known already; this is only for everything else to have its turn. */
    private static final Duration A_MOMENT = Duration.ofMillis(2);

    private final Observer observer;
    private final Northbound northbound;
    private final Annotator annotator;
    private final Voice voice;
    private final Lookout lookout;
    private final PortPlanner planner;
    private final AddressBook book;
    private final Timer timer;
    private final Executor thread;

    private final PortQueue queue = new PortQueue();
    private final WaitingRoom waiting = new WaitingRoom();
    private final Echoes echoes = new Echoes();
    private final Backoff backoff = new Backoff();
    private final Tally tally = new Tally();
    private final Map<PortIdentity, PortChange> committing = new HashMap<>();
    /** Ports whose addresses were held for living Pods although no row says so. */
    private final Set<PortIdentity> promised = new HashSet<>();

    private final List<CompletableFuture<Void>> awaitingIdle = new ArrayList<>();
    private SubnetCatalog catalog = SubnetCatalog.EMPTY;
    private Consumer<PortIdentity> onLook = port -> {};
    /** Whether work shall be done; it is done once the database knows that we are the one who writes. */
    private boolean wanted;

    private boolean active;
    private boolean pumping;

    /** The outer world of one reconciler. */
    public record Seams(
            Observer observer,
            Northbound northbound,
            Annotator annotator,
            Announcer announcer,
            Timer timer,
            Executor thread) {}

    public Reconciler(Seams seams, PortPlanner planner, AddressBook book) {
        this(seams, planner, book, Jurisdiction.everywhere());
    }

    public Reconciler(Seams seams, PortPlanner planner, AddressBook book, Jurisdiction jurisdiction) {
        this.observer = seams.observer();
        this.northbound = seams.northbound();
        this.annotator = seams.annotator();
        this.voice = new Voice(seams.announcer());
        this.lookout = new Lookout(observer, northbound, jurisdiction);
        this.timer = seams.timer();
        this.thread = seams.thread();
        this.planner = planner;
        this.book = book;
    }

    // ---- what happens in the world -------------------------------------------------------------------------------

    /** Something about the port may have changed. */
    public void offer(PortIdentity port) {
        thread.execute(() -> enqueue(port));
    }

    public void podDeleted(PortIdentity port, String uid) {
        thread.execute(() -> {
            lookout.deleted(uid);
            enqueue(port);
        });
    }

    public void ownerChanged(OwnerKey owner) {
        thread.execute(() -> lookout.portsOf(owner).forEach(this::enqueue));
    }

    public void ownerDeleted(OwnerKey owner, String uid) {
        thread.execute(() -> {
            lookout.deleted(uid);
            lookout.portsOf(owner).forEach(this::enqueue);
        });
    }

    public void subnetsAre(SubnetCatalog subnets) {
        thread.execute(() -> {
            catalog = subnets;
            book.define(subnets);
            waiting.everybody().forEach(this::enqueue);
        });
    }

    /** That {@code IP} resource keeps these addresses now. */
    public void reservationIs(ReservedIp reserved) {
        thread.execute(() -> wake(book.reservationIs(reserved)));
    }

    /** That {@code IP} resource keeps nothing any more. */
    public void reservationIsGone(String name) {
        thread.execute(() -> wake(book.reservationIsGone(name)));
    }

    /** Tells of every port that was looked at or written, on the reconciler's thread. To be set before anything else is done. */
    public void onLook(Consumer<PortIdentity> listener) {
        onLook = listener;
    }

    /** Its labels may bring it to other subnets; only Pods that still wait care. */
    public void namespaceChanged(String namespace) {
        thread.execute(() -> waiting.everybody().stream()
                .filter(port -> port.namespace().equals(namespace))
                .forEach(this::enqueue));
    }

    public void rowChanged(PortFacts row) {
        thread.execute(() -> {
            wake(book.rowIs(row.name(), row.logicalSwitches(), HeldAddresses.read(row.addresses())));
            row.identity().filter(port -> !isExpected(port, Optional.of(row))).ifPresent(this::enqueue);
        });
    }

    public void rowDeleted(PortFacts last) {
        thread.execute(() -> {
            if (active) {
                // Before anybody is woken to take its address: the Pod may live, and somebody else have removed the
                // row.
                last.identity().ifPresent(this::holdPromise);
            }
            wake(book.rowIsGone(last.name()));
            wake(List.of(new WakeKey.PortName(last.name())));
            last.identity().filter(port -> !isExpected(port, Optional.empty())).ifPresent(this::enqueue);
        });
    }

    /** Our own write coming back is no news. */
    private boolean isExpected(PortIdentity port, Optional<PortFacts> row) {
        var change = committing.get(port);
        return change != null && change.isDoneBy(row);
    }

    /** From now on plans are carried out: caches and replica are complete, and nobody else writes. */
    public void activate() {
        thread.execute(() -> {
            wanted = true;
            var unused = northbound.takeOver().thenRunAsync(this::begin, thread);
        });
    }

    /** Whether the observer shows all Pods from now on, and not just those of our node. */
    public void seesAll(boolean all) {
        thread.execute(() -> lookout.seesAll(all));
    }

    private void begin() {
        if (!wanted || active) {
            return;
        }
        active = true;
        lookout.startOver();
        // Those that were held when we last were active may be nobody's by now.
        promised.stream()
                .filter(port -> !committing.containsKey(port))
                .forEach(port -> wake(book.settle(port.portName())));
        promised.clear();
        observer.ports().forEach(this::holdPromise);
        pumpSoon();
    }

    /** Before anybody is given an address: living Pods keep theirs, even those whose rows were lost while we were not looking. */
    private void holdPromise(PortIdentity port) {
        var told = Promise.to(observer.pods(port), port);
        var has = northbound.port(port).flatMap(PortFacts::placement);
        told.filter(placement -> !has.equals(told) && !committing.containsKey(port))
                .ifPresent(placement -> {
                    promised.add(port);
                    book.reserve(port.portName(), placement);
                });
    }

    /** From now on nothing new is begun; what happens in the world is still taken in. */
    public void pause() {
        thread.execute(() -> {
            wanted = false;
            active = false;
        });
    }

    /** Completes when nothing is under way any more; meant for after {@link #pause}, when nothing new is begun. */
    public CompletionStage<Void> idle() {
        var idle = new CompletableFuture<Void>();
        thread.execute(() -> {
            awaitingIdle.add(idle);
            checkIdle();
        });
        return idle;
    }

    private void checkIdle() {
        if (!queue.isBusy()) {
            awaitingIdle.forEach(idle -> idle.complete(null));
            awaitingIdle.clear();
        }
    }

    /** Offers every port that is known to anybody. */
    public void sweep() {
        thread.execute(() -> {
            lookout.sweepBegins();
            lookout.everyPort().forEach(queue::offerRoutine);
            pumpSoon();
        });
    }

    /** On the reconciler's thread. */
    public Figures figures() {
        return tally.with(queue.size(), queue.busy(), waiting.size());
    }

    /** The subnets as they are now; on the reconciler's thread. */
    public SubnetCatalog catalog() {
        return catalog;
    }

    /** What would be done about the port by what is known now; nothing is done. */
    public CompletionStage<Look> look(PortIdentity port) {
        return CompletableFuture.supplyAsync(
                () -> {
                    var seen = lookout.observe(port, observer.pods(port), catalog);
                    return new Look(seen, planner.plan(seen));
                },
                thread);
    }

    // ---- one port after the other --------------------------------------------------------------------------------

    private void enqueue(PortIdentity port) {
        queue.offer(port);
        pumpSoon();
    }

    private void wake(Collection<WakeKey> freed) {
        freed.forEach(key -> waiting.first(key).ifPresent(this::enqueue));
    }

    private void pumpSoon() {
        if (active && !pumping && !queue.isEmpty()) {
            pumping = true;
            thread.execute(this::pump);
        }
    }

    private void pump() {
        pumping = false;
        for (int looks = 0; active && looks < LOOKS_PER_TURN; looks++) {
            var port = queue.take();
            if (port.isEmpty()) {
                return;
            }
            guarded(port.get(), () -> reconcile(port.get()));
        }
        pumpSoon();
    }

    private void reconcile(PortIdentity port) {
        onLook.accept(port);
        var pods = observer.pods(port);
        if (echoes.isBehind(port, pods)) {
            done(port);
            return;
        }
        var stoodFor = waiting.keysOf(port);
        var next = stoodFor.stream()
                .flatMap(key -> waiting.behind(port, key).stream().map(behind -> Map.entry(key, behind)))
                .toList();
        if (lookout.mayConcernUs(port, pods)) {
            var seen = lookout.observe(port, pods, catalog);
            Notices.of(seen).forEach(notice -> voice.tell(notice, lookout.sweeps()));
            carryOut(seen, planner.plan(seen));
        } else {
            lookout.forget(port);
            leaveAlone(port);
        }
        // What this one did not take is for the next in line.
        next.stream().filter(entry -> book.isOpen(entry.getKey())).forEach(entry -> enqueue(entry.getValue()));
    }

    // ---- carrying out --------------------------------------------------------------------------------------------

    private void carryOut(Observation seen, Plan plan) {
        lookout.authority(seen, plan)
                .ifPresentOrElse(authority -> carryOut(seen, plan, authority), () -> leaveAlone(seen.port()));
    }

    /** It is for another agent to care for. */
    private void leaveAlone(PortIdentity port) {
        waiting.leave(port);
        voice.forget(port);
        wake(book.settle(port.portName()));
        done(port);
    }

    private void carryOut(Observation seen, Plan plan, Authority authority) {
        var port = seen.port();
        if (plan instanceof Plan.Wait wait) {
            waiting.enter(port, wait.obstacle().wakesWhen());
            voice.tell(port, wait.pod(), wait.obstacle(), lookout.sweeps());
            done(port);
            return;
        }
        waiting.leave(port);
        voice.forget(port);
        if (!(plan instanceof Plan.NotYet)) {
            // A promise that was held for it is either kept by its row now, or nobody's any more; or bind() reserves it
            // anew.
            wake(book.settle(port.portName()));
        }
        if (plan instanceof Plan.Bind bind) {
            bind(seen, bind, authority);
        } else if (plan instanceof Plan.Drop drop) {
            log.info("{}: releasing {}, {}", port, addresses(seen), drop.fate().reason());
            commit(seen, drop.change(), authority, () -> {
                voice.informOfRelease(seen);
                doneBefore(seen.pods(), port);
            });
        } else if (plan instanceof Plan.Keep keep && keep.change().isPresent()) {
            log.info("{}: retaining {}, {}", port, addresses(seen), keep.fate().reason());
            commit(seen, keep.change().get(), authority, () -> doneBefore(seen.pods(), port));
        } else {
            done(port);
        }
    }

    private static String addresses(Observation seen) {
        return seen.row().map(row -> String.join(", ", row.addresses())).orElse("");
    }

    private void bind(Observation seen, Plan.Bind bind, Authority authority) {
        var port = seen.port();
        if (bind.change().isEmpty()) {
            annotate(port, seen.pods(), bind.patches().iterator());
            return;
        }
        book.reserve(port.portName(), bind.placement());
        commit(seen, bind.change().get(), authority, () -> {
            log.info(
                    "{}: {} on {}, {}",
                    port,
                    bind.placement().addresses(),
                    bind.placement().logicalSwitch(),
                    bind.change().get() instanceof PortChange.Create ? "new port" : "same port as before");
            // The annotation promises that the port exists, so it comes second.
            annotate(port, seen.pods(), bind.patches().iterator());
        });
    }

    private void commit(Observation seen, PortChange change, Authority authority, Runnable committed) {
        var port = seen.port();
        committing.put(port, change);
        if (authority == Authority.OWN_IF_POD_EXISTS) {
            proved(seen, () -> commit(seen, change, Authority.OWN, committed));
            return;
        }
        var commit = authority == Authority.SWEEPER ? northbound.sweep(change) : northbound.commit(change);
        then(port, commit, outcome -> {
            committing.remove(port);
            onLook.accept(port);
            readRow(port);
            wake(book.settle(port.portName()));
            if (outcome instanceof Northbound.Committed) {
                tally.committed(change);
                backoff.succeeded(port);
                committed.run();
            } else if (outcome instanceof Northbound.Refused refused) {
                tally.refused();
                seen.pods().forEach(pod -> voice.tell(port, pod, refusal(refused), lookout.sweeps()));
                log.warn("{}: the Northbound database refused the change: {}", port, refused.why());
                tryAgain(port);
            } else if (outcome instanceof Northbound.Overtaken) {
                log.debug("{}: others were quicker, planning anew", port);
                timer.after(A_MOMENT, () -> offer(port));
                done(port);
            } else if (outcome instanceof Northbound.LookAgain lookAgain) {
                log.warn("{}: looking again, {}", port, lookAgain.why());
                tryAgain(port);
            }
        });
    }

    /** An empty patch for our Pod's uid and no other: the API server answers by what is stored, not by what some cache has. */
    private void proved(Observation seen, Runnable next) {
        var port = seen.port();
        var pod = lookout.servedHere(seen).orElseThrow();
        var question = new AnnotationPatch(pod.namespace(), pod.name(), pod.uid(), Map.of());
        then(port, annotator.annotate(question), answer -> {
            if (answer instanceof Annotator.Done) {
                next.run();
                return;
            }
            committing.remove(port);
            wake(book.settle(port.portName()));
            if (answer instanceof Annotator.Failed failed) {
                log.warn("{}: not known whether Pod {} exists, will retry: {}", port, pod.name(), failed.why());
                tryAgain(port);
            } else {
                // The word of its deletion is on its way to us.
                done(port);
            }
        });
    }

    /** The replica shows the outcome by now, but the listener's word of it may still be behind us in the queue. */
    private void readRow(PortIdentity port) {
        northbound
                .port(port)
                .ifPresent(row ->
                        wake(book.rowIs(row.name(), row.logicalSwitches(), HeldAddresses.read(row.addresses()))));
    }

    private static Obstacle refusal(Northbound.Refused refused) {
        return new Obstacle(
                Obstacle.PORT_REFUSED, "the Northbound database refused the port: " + refused.why(), Set.of());
    }

    private void annotate(PortIdentity port, List<PodFacts> pods, Iterator<AnnotationPatch> patches) {
        if (!patches.hasNext()) {
            done(port);
            return;
        }
        var patch = patches.next();
        then(port, annotator.annotate(patch), outcome -> {
            if (outcome instanceof Annotator.Failed failed) {
                log.warn("{}: Pod {} not annotated, will retry: {}", port, patch.pod(), failed.why());
                tryAgain(port);
                return;
            }
            backoff.succeeded(port);
            if (outcome instanceof Annotator.Done done) {
                echoes.expect(port, patch.uid(), done.resourceVersion());
                News.of(port, patch, pods).ifPresent(news -> voice.inform(pods, patch.uid(), news));
            }
            annotate(port, pods, patches);
        });
    }

    private <T> void then(PortIdentity port, CompletionStage<T> stage, Consumer<T> next) {
        var unused = stage.whenCompleteAsync(
                (outcome, failure) -> guarded(port, () -> {
                    if (failure != null) {
                        throw new IllegalStateException("a stage that never fails has failed", failure);
                    }
                    next.accept(outcome);
                }),
                thread);
    }

    private void tryAgain(PortIdentity port) {
        tally.repeated();
        timer.after(backoff.afterFailure(port), () -> offer(port));
        done(port);
    }

    /** Our own write coming back is no news to anybody, so Pods that stood behind it are looked at again from here. */
    private void doneBefore(Collection<PodFacts> pods, PortIdentity port) {
        if (!pods.isEmpty()) {
            queue.offer(port);
        }
        done(port);
    }

    private void done(PortIdentity port) {
        queue.done(port);
        checkIdle();
        pumpSoon();
    }

    /** A mistake of ours about one port must not stop the others. */
    private void guarded(PortIdentity port, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException mistake) {
            log.error("{}: a mistake in the program; this port will be tried again", port, mistake);
            committing.remove(port);
            wake(book.settle(port.portName()));
            tryAgain(port);
        }
    }
}
