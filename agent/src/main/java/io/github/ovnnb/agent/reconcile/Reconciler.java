package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.AddressBook;
import io.github.ovnnb.agent.domain.Jurisdiction;
import io.github.ovnnb.agent.domain.Look;
import io.github.ovnnb.agent.domain.Notices;
import io.github.ovnnb.agent.domain.Observation;
import io.github.ovnnb.agent.domain.Plan;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.PortPlanner;
import io.github.ovnnb.agent.domain.ReservedIp;
import io.github.ovnnb.agent.domain.SubnetCatalog;
import io.github.ovnnb.agent.domain.WakeKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Observe, plan, commit, annotate: in that order, one port at a time, many under way at once. Everything here happens on the one thread of
 * the given executor; the public methods may be called from any thread and return at once.
 */
public final class Reconciler {
    private final Observer observer;
    private final Northbound northbound;
    private final Voice voice;
    private final Lookout lookout;
    private final PortPlanner planner;
    private final AddressBook book;
    private final Executor thread;
    private final Turns turns;
    private final Execution execution;
    private final Promises promises;
    private final Doubts doubts;
    /** Of rows of ours, by name: a row that takes the place of one of them need not say whose name it has. */
    private final Map<String, PortIdentity> namesakes = new HashMap<>();

    private SubnetCatalog catalog = SubnetCatalog.EMPTY;
    private Consumer<PortIdentity> onLook = port -> {};

    /** The outer world of one reconciler. */
    public record Seams(
            Observer observer,
            Northbound northbound,
            PodLookup podLookup,
            Inquiry inquiry,
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
        this.thread = seams.thread();
        this.planner = planner;
        this.book = book;
        this.voice = new Voice(seams.announcer());
        this.lookout = new Lookout(observer, northbound, jurisdiction);
        this.turns = new Turns(thread, this::reconcileGuarded, lookout::tidy);
        this.doubts = new Doubts(seams.inquiry(), port -> !observer.pods(port).isEmpty(), book, turns, thread);
        var proof = new Proof(seams.podLookup(), seams.inquiry(), lookout, planner::plan, thread);
        this.execution = new Execution(
                seams, voice, lookout, book, turns, doubts, proof, this::holdPromise, port -> onLook.accept(port));
        this.promises = new Promises(
                observer,
                northbound,
                book,
                port -> execution.told(port, seams.observer().pods(port)),
                execution::isBinding,
                seams.podLookup(),
                turns,
                thread);
    }

    // ---- what happens in the world -------------------------------------------------------------------------------

    /** Something about the port may have changed. */
    public void offer(PortIdentity port) {
        thread.execute(() -> {
            if (turns.isOpen()) {
                // A list shows at once who was told an address and who asks for it; the latter may have his turn first.
                promises.hold(port);
            }
            turns.offer(port);
        });
    }

    public void podDeleted(PortIdentity port, String uid) {
        thread.execute(() -> {
            lookout.podDeleted(port, uid);
            turns.offer(port);
        });
    }

    public void ownerChanged(OwnerKey owner) {
        thread.execute(() -> turns.offerAll(lookout.portsOf(owner)));
    }

    public void ownerDeleted(OwnerKey owner, String uid) {
        thread.execute(() -> {
            lookout.ownerDeleted(uid);
            turns.offerAll(lookout.portsOf(owner));
        });
    }

    public void subnetsAre(SubnetCatalog subnets) {
        thread.execute(() -> {
            boolean others = !subnets.hasTheSubnetsOf(catalog);
            catalog = subnets;
            book.define(subnets);
            turns.offerAll(turns.everybodyWaiting());
            if (others && turns.isOpen()) {
                // What is served already may be told another gateway, or answered otherwise by DHCP; that can wait for
                // those that are not.
                turns.offerRoutine(lookout.everyPort());
            }
        });
    }

    /** That {@code IP} resource keeps these addresses now. */
    public void reservationIs(ReservedIp reserved) {
        thread.execute(() -> turns.wake(book.reservationIs(reserved)));
    }

    /** That {@code IP} resource keeps nothing any more. */
    public void reservationIsGone(String name) {
        thread.execute(() -> turns.wake(book.reservationIsGone(name)));
    }

    /** Its labels may bring it to other subnets; only Pods that still wait care. */
    public void namespaceChanged(String namespace) {
        thread.execute(() -> turns.offerAll(turns.everybodyWaiting().stream()
                .filter(port -> port.namespace().equals(namespace))
                .toList()));
    }

    public void rowChanged(PortFacts row) {
        thread.execute(() -> {
            if (turns.isOpen()) {
                // As below: a backup may have the name's former row, or a foreigner's, and not what the living Pod was
                // told.
                row.identity()
                        .or(() -> Optional.ofNullable(namesakes.get(row.name())))
                        .ifPresent(promises::hold);
            }
            row.identity().ifPresentOrElse(port -> namesakes.put(row.name(), port), () -> namesakes.remove(row.name()));
            learn(row);
            doubts.rowIsThere(row.name());
            offerUnlessExpected(row.identity(), Optional.of(row));
        });
    }

    public void rowDeleted(PortFacts last) {
        thread.execute(() -> {
            if (turns.isOpen()) {
                // Before anybody is woken to take its address: the Pod may live, and somebody else have removed the
                // row.
                last.identity().ifPresent(promises::hold);
            }
            namesakes.remove(last.name());
            if (book.knowsRow(last.name()) && !isRemovedByUs(last) && lookout.mayLiveUnseen(last)) {
                doubts.raise(last);
                // Who has the same, and waits for what becomes of this one, has it found out.
                turns.wake(book.rivals(last.name()).stream()
                        .<WakeKey>map(WakeKey.PortName::new)
                        .toList());
            } else {
                turns.wake(book.rowIsGone(last.name()));
            }
            turns.wake(List.of(new WakeKey.PortName(last.name())));
            offerUnlessExpected(last.identity(), Optional.empty());
        });
    }

    /** That nobody needs it was made sure of before. */
    private boolean isRemovedByUs(PortFacts last) {
        return last.identity()
                .filter(port -> execution.isExpected(port, Optional.empty()))
                .isPresent();
    }

    /** What was found out about others' claims to its addresses before it had them may not be true any more. */
    private void learn(PortFacts row) {
        if (doubts.areNone() && promises.areNone()) {
            turns.wake(book.rowIs(row));
            return;
        }
        var before = book.rivals(row.name());
        turns.wake(book.rowIs(row));
        book.rivals(row.name()).stream()
                .filter(rival -> !before.contains(rival))
                .forEach(rival -> {
                    doubts.isContested(rival);
                    promises.isContested(rival);
                });
    }

    private void holdPromise(PortIdentity port) {
        promises.hold(port);
    }

    private void offerUnlessExpected(Optional<PortIdentity> identity, Optional<PortFacts> row) {
        identity.filter(port -> !execution.isExpected(port, row)).ifPresent(turns::offer);
    }

    // ---- when to work --------------------------------------------------------------------------------------------

    /** From now on plans are carried out: caches and replica are complete, and nobody else writes. */
    public void activate() {
        thread.execute(() -> {
            turns.prepare();
            // By the thread itself, which tells of mistakes; a stage would keep them.
            var unused = northbound.takeOver().thenRun(() -> thread.execute(this::begin));
        });
    }

    private void begin() {
        if (!turns.isPrepared() || turns.isOpen()) {
            return;
        }
        lookout.termBegins();
        forgetWhoLeft();
        // Before anybody is given an address.
        turns.wake(promises.holdAll());
        turns.open();
    }

    /** Nobody looked at those that waited when their Pods went while we might do nothing. */
    private void forgetWhoLeft() {
        turns.everybodyWaiting().stream()
                .filter(port -> observer.pods(port).isEmpty())
                .forEach(turns::awaitNoMore);
        voice.forgetAllBut(port -> !observer.pods(port).isEmpty());
    }

    /**
     * From now on nothing new is begun, and what waits to be written is not written any more; what happens in the world is still taken in. A
     * transaction that is under way can't be called back.
     */
    public void pause() {
        thread.execute(() -> {
            turns.shut();
            northbound.cease();
        });
    }

    /** Completes when nothing is under way any more; meant for after {@link #pause}, when nothing new is begun. */
    public CompletionStage<Void> idle() {
        return CompletableFuture.supplyAsync(turns::idle, thread).thenCompose(idle -> idle);
    }

    /** A watch was broken for a while, or still is: what is absent may only not have been heard of. */
    public void watchWasBroken() {
        thread.execute(lookout::startOver);
    }

    /** Whether the observer shows all Pods from now on, and not just those of our node. */
    public void seesAll(boolean all) {
        thread.execute(() -> {
            lookout.seesAll(all);
            if (!all) {
                // What was held for the Pods of others nobody would offer again.
                turns.offerAll(promises.held());
            }
        });
    }

    /** Offers every port that is known to anybody. */
    public void sweep() {
        thread.execute(() -> {
            lookout.sweepBegins();
            doubts.sweepBegins();
            turns.offerRoutine(lookout.everyPort());
        });
    }

    /** Offers only the ports of which something was absent when they were looked at: what is gone has to be absent again. */
    public void sweepForEvidence() {
        thread.execute(() -> {
            lookout.sweepBegins();
            turns.offerRoutine(lookout.unsurePorts());
        });
    }

    // ---- for others to see ---------------------------------------------------------------------------------------

    /** Tells of every port that was looked at or written, on the reconciler's thread. To be set before anything else is done. */
    public void onLook(Consumer<PortIdentity> listener) {
        onLook = listener;
    }

    /** On the reconciler's thread. */
    public Figures figures() {
        return turns.figures(execution.tally());
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

    // ---- one port ------------------------------------------------------------------------------------------------

    private void reconcileGuarded(PortIdentity port) {
        execution.guarded(port, () -> reconcile(port));
    }

    private void reconcile(PortIdentity port) {
        onLook.accept(port);
        var pods = observer.pods(port);
        if (execution.isAheadOf(port, pods)) {
            turns.done(port);
            return;
        }
        if (execution.isFindingOut(port)) {
            return;
        }
        var next = turns.behind(port);
        if (lookout.mayConcernUs(port, pods)) {
            var seen = lookout.observe(port, pods, catalog);
            readAnew(seen);
            execution.settleWithEarlierPods(seen);
            Notices.of(seen).forEach(notice -> voice.tell(notice, lookout.sweeps()));
            var plan = planner.plan(seen);
            if (!execution.carryOut(seen, plan)) {
                // Until another agent has made good what its Pod was promised.
                promises.hold(port);
            } else if (plan instanceof Plan.NotYet && seen.row().isPresent()) {
                promises.prove(book.rivals(port.portName()), port);
            }
        } else {
            lookout.forget(port);
            execution.leaveAlone(port);
        }
        // What this one did not take is for the next in line.
        next.stream()
                .filter(waiter -> book.isOpen(waiter.key(), waiter.port().portName()))
                .forEach(waiter -> turns.offer(waiter.port()));
    }

    /**
     * The rows are ahead of the book by what the listener has yet to tell. No port may move for somebody who has given the address up, nor have
     * an address for its own without a row; the book's being ahead of an epoch only costs a vain attempt.
     */
    private void readAnew(Observation seen) {
        var port = seen.port();
        if (seen.row().isPresent()) {
            var row = seen.row().get();
            promises.hold(port);
            learn(row);
            book.rivals(row.name()).forEach(this::readRival);
        } else if (book.knowsRow(port.portName()) && !seen.pods().isEmpty() && !lookout.mayHaveBeenServedUnseen(seen)) {
            // Else it is for the listener to say whether its addresses are free, or may be used unseen.
            promises.hold(port);
            turns.wake(book.rowIsGone(port.portName()));
        }
    }

    /** Why a row is gone, and so whether its addresses are free, is for the listener to say. */
    private void readRival(String rival) {
        northbound.port(rival).ifPresentOrElse(this::learn, () -> {
            var unused = book.rowIsInDoubt(rival);
        });
    }
}
