package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.AddressBook;
import io.github.ovnnb.agent.domain.AnnotationPatch;
import io.github.ovnnb.agent.domain.Jurisdiction.Authority;
import io.github.ovnnb.agent.domain.News;
import io.github.ovnnb.agent.domain.Observation;
import io.github.ovnnb.agent.domain.Obstacle;
import io.github.ovnnb.agent.domain.Placement;
import io.github.ovnnb.agent.domain.Plan;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortChange;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.Promise;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries plans out: commit, then annotate, then it is somebody else's turn. Many are under way at once, one for each port. Confined to the
 * reconciler's thread.
 *
 * <p>Each step is idempotent and starts from what is there, so being interrupted anywhere is harmless: the next look at the port goes on.
 */
final class Execution {
    /** For its users this is all one. */
    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);
    /** What we have been overtaken by is known already; this is only for everything else to have its turn. */
    private static final Duration A_MOMENT = Duration.ofMillis(2);

    private final Northbound northbound;
    private final Annotator annotator;
    private final Timer timer;
    private final Executor thread;
    private final Voice voice;
    private final Lookout lookout;
    private final AddressBook book;
    private final Turns turns;
    private final Doubts doubts;
    private final PodLookup podLookup;
    private final Proof proof;
    private final Consumer<PortIdentity> holdPromise;
    private final Consumer<PortIdentity> onWritten;

    private final Echoes echoes = new Echoes();
    private final Backoff backoff = new Backoff();
    private final Tally tally = new Tally();
    private final Map<PortIdentity, PortChange> committing = new HashMap<>();

    /**
     * @param holdPromise keeps from others what the port's Pod was told, if no row does
     * @param onWritten told of every port after its transaction, whatever became of it
     */
    Execution(
            Reconciler.Seams seams,
            Voice voice,
            Lookout lookout,
            AddressBook book,
            Turns turns,
            Doubts doubts,
            Proof proof,
            Consumer<PortIdentity> holdPromise,
            Consumer<PortIdentity> onWritten) {
        this.northbound = seams.northbound();
        this.annotator = seams.annotator();
        this.timer = seams.timer();
        this.thread = seams.thread();
        this.voice = voice;
        this.lookout = lookout;
        this.book = book;
        this.turns = turns;
        this.doubts = doubts;
        this.podLookup = seams.podLookup();
        this.proof = proof;
        this.holdPromise = holdPromise;
        this.onWritten = onWritten;
    }

    /** Whether addresses are being written to the port; while it is only being given up, nothing else keeps what its Pod was told. */
    boolean isBinding(PortIdentity port) {
        var change = committing.get(port);
        return change instanceof PortChange.Create || change instanceof PortChange.Update;
    }

    /** Our own write coming back is no news. */
    boolean isExpected(PortIdentity port, Optional<PortFacts> row) {
        var change = committing.get(port);
        return change != null && change.isDoneBy(row);
    }

    /** Whether the Pods are shown as they were before our last patch. */
    boolean isAheadOf(PortIdentity port, Collection<PodFacts> pods) {
        return echoes.isBehind(port, pods, lookout.sweeps());
    }

    /** What one of these, the port's Pods, was told by us, or may have been, as far as they do not show it yet. */
    Optional<Placement> told(PortIdentity port, Collection<PodFacts> pods) {
        return echoes.told(port, pods);
    }

    /**
     * Begins to find out whether a patch was applied of which we only know that it failed, or that our cache does not show it after so long; then
     * the port is looked at again. Should its row go away meanwhile, nobody but the API server knows what the Pod has.
     *
     * @return whether that is to be found out
     */
    boolean isFindingOut(PortIdentity port) {
        var unanswered = echoes.unanswered(port);
        unanswered.ifPresent(patch -> findOut(port, patch));
        return unanswered.isPresent();
    }

    private void findOut(PortIdentity port, AnnotationPatch patch) {
        then(port, podLookup.ask(patch.namespace(), patch.pod()), answer -> {
            if (answer instanceof PodLookup.Failed failed) {
                log.warn("{}: not known whether Pod {} was annotated, will retry: {}", port, patch.pod(), failed.why());
                tryAgain(port);
                return;
            }
            echoes.answered(port);
            if (answer instanceof PodLookup.Found found && found.pod().uid().equals(patch.uid())) {
                var pod = found.pod();
                echoes.expect(port, patch, pod.resourceVersion(), Promise.to(List.of(pod), port), lookout.sweeps());
                holdPromise.accept(port);
            }
            turns.again(port);
        });
    }

    Tally tally() {
        return tally;
    }

    /** Before anything is planned: what an earlier Pod of the name was told must not help its successor to what is reserved by now. */
    void settleWithEarlierPods(Observation seen) {
        var port = seen.port();
        if (book.isHeldFor(port.portName()) && Promise.to(seen.pods(), port).isEmpty()) {
            settle(port);
        }
    }

    /** If we are the one to do so; else it is left alone. Returns whether we are. */
    boolean carryOut(Observation seen, Plan plan) {
        var authority = lookout.authority(seen, plan);
        authority.ifPresentOrElse(ours -> carryOut(seen, plan, ours), () -> leaveAlone(seen.port()));
        return authority.isPresent();
    }

    /** It is for another agent to care for. */
    void leaveAlone(PortIdentity port) {
        turns.awaitNoMore(port);
        voice.forget(port);
        settle(port);
        turns.done(port);
    }

    private void carryOut(Observation seen, Plan plan, Authority authority) {
        var port = seen.port();
        if (plan instanceof Plan.Bind) {
            // A promise that was held for it is kept by its row now; or bind() reserves it anew. Until then it is held,
            // also while another's row has to go first.
            settle(port);
        }
        if (plan instanceof Plan.Wait wait) {
            turns.await(port, wait.obstacle().wakesWhen());
            if (!doubts.areBeingSettled(port, wait.obstacle().wakesWhen())) {
                voice.tell(port, wait.pod(), wait.obstacle(), lookout.sweeps());
            }
            turns.done(port);
            return;
        }
        turns.awaitNoMore(port);
        voice.forget(port);
        if (plan instanceof Plan.NotYet notYet && !notYet.wakesWhen().isEmpty()) {
            turns.await(port, notYet.wakesWhen());
            seen.row().ifPresent(row -> doubts.areBeingSettledAbout(book.rivals(row.name()), port));
        }
        if (plan instanceof Plan.Bind bind) {
            bind(seen, bind, authority);
        } else if (plan instanceof Plan.Drop drop) {
            prove(seen, plan, drop.change(), authority, () -> {
                log.info(
                        "{}: released {}, {}",
                        port,
                        addresses(seen),
                        drop.fate().reason());
                voice.informOfRelease(seen);
                doneBefore(seen.pods(), port);
            });
        } else if (plan instanceof Plan.Keep keep && keep.change().isPresent()) {
            prove(seen, plan, keep.change().get(), authority, () -> {
                log.info(
                        "{}: retained {}, {}",
                        port,
                        addresses(seen),
                        keep.fate().reason());
                doneBefore(seen.pods(), port);
            });
        } else {
            backoff.succeeded(port);
            turns.done(port);
        }
    }

    private static String addresses(Observation seen) {
        return seen.row().map(row -> String.join(", ", row.addresses())).orElse("");
    }

    private void bind(Observation seen, Plan.Bind bind, Authority authority) {
        var port = seen.port();
        var patches = lookout.toldByUs(seen, bind).iterator();
        if (bind.change().isEmpty()) {
            // Somebody else may move the port once we may not write any more.
            int term = turns.term();
            // A patch asks for itself whether its Pod exists.
            ifProved(
                    seen,
                    bind,
                    authority.proved(),
                    unused -> annotate(port, seen.pods(), bind.placement(), patches, () -> term == turns.term()));
            return;
        }
        book.reserve(port.portName(), bind.placement());
        prove(seen, bind, bind.change().get(), authority, () -> {
            log.info(
                    "{}: {} on {}, {}",
                    port,
                    bind.placement().addresses(),
                    bind.placement().logicalSwitch(),
                    bind.makesPort() ? "new port" : "same port as before");
            // The annotation promises that the port exists, so it comes second.
            annotate(port, seen.pods(), bind.placement(), patches, () -> true);
        });
    }

    /** Commits the plan's change, if what it rests on needs no proof or is proved. */
    private void prove(Observation seen, Plan plan, PortChange change, Authority authority, Runnable committed) {
        committing.put(seen.port(), change);
        ifProved(seen, plan, authority, proved -> commit(seen, change, proved, committed));
    }

    private void ifProved(Observation seen, Plan plan, Authority authority, Consumer<Authority> next) {
        var port = seen.port();
        if (!proof.isNeeded(seen, plan, authority)) {
            next.accept(authority);
            return;
        }
        int term = turns.term();
        then(port, proof.of(seen, plan, authority), verdict -> {
            if (verdict instanceof Proof.Stands && term == turns.term()) {
                next.accept(authority.proved());
                return;
            }
            committing.remove(port);
            settle(port);
            if (verdict instanceof Proof.Open open) {
                log.warn("{}: not known {}; will retry", port, open.why());
                tryAgain(port);
                return;
            }
            if (verdict instanceof Proof.Falls) {
                log.debug("{}: the API server knows more than our caches", port);
                lookout.isContradicted(port);
            }
            turns.done(port);
        });
    }

    private void commit(Observation seen, PortChange change, Authority authority, Runnable committed) {
        var port = seen.port();
        var commit = authority == Authority.SWEEPER ? northbound.sweep(change) : northbound.commit(change);
        then(port, commit, outcome -> {
            committing.remove(port);
            onWritten.accept(port);
            readRow(port);
            settle(port);
            if (outcome instanceof Northbound.Committed) {
                tally.committed(change);
                if (change.isDoneBy(Optional.empty()) && northbound.port(port).isEmpty()) {
                    turns.wake(book.rowIsGone(port.portName()));
                }
                backoff.succeeded(port);
                lookout.tidy(port);
                committed.run();
            } else if (outcome instanceof Northbound.Refused refused) {
                tally.refused();
                seen.pods().forEach(pod -> voice.tell(port, pod, refusal(refused), lookout.sweeps()));
                log.warn("{}: the Northbound database refused the change: {}", port, refused.why());
                tryAgain(port);
            } else if (outcome instanceof Northbound.Overtaken) {
                log.debug("{}: others were quicker, planning anew", port);
                offerAfter(A_MOMENT, port);
                turns.done(port);
            } else if (outcome instanceof Northbound.LookAgain lookAgain) {
                log.warn("{}: looking again, {}", port, lookAgain.why());
                tryAgain(port);
            }
        });
    }

    /** The replica shows the outcome by now, but the listener's word of it may still be behind us in the queue. */
    private void readRow(PortIdentity port) {
        northbound.port(port).ifPresent(row -> turns.wake(book.rowIs(row)));
    }

    private static Obstacle refusal(Northbound.Refused refused) {
        return new Obstacle(
                Obstacle.PORT_REFUSED, "the Northbound database refused the port: " + refused.why(), Set.of());
    }

    /** @param stillTrue whether what the patches say is not for somebody else to say by now */
    private void annotate(
            PortIdentity port,
            List<PodFacts> pods,
            Placement placement,
            Iterator<AnnotationPatch> patches,
            BooleanSupplier stillTrue) {
        if (!patches.hasNext() || !stillTrue.getAsBoolean()) {
            turns.done(port);
            return;
        }
        var patch = patches.next();
        echoes.sent(port, patch, placement);
        then(port, annotator.annotate(patch), outcome -> {
            if (outcome instanceof Annotator.Failed failed) {
                log.warn("{}: Pod {} not annotated, will retry: {}", port, patch.pod(), failed.why());
                tryAgain(port);
                return;
            }
            echoes.answered(port);
            backoff.succeeded(port);
            if (outcome instanceof Annotator.Done done) {
                echoes.expect(port, patch, done.resourceVersion(), Optional.of(placement), lookout.sweeps());
                News.of(port, patch, pods).ifPresent(news -> voice.inform(pods, patch.uid(), news));
            }
            annotate(port, pods, placement, patches, stillTrue);
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

    /** Our own write coming back is no news to anybody, so Pods that stood behind it are looked at again from here. */
    private void doneBefore(Collection<PodFacts> pods, PortIdentity port) {
        if (pods.isEmpty()) {
            turns.done(port);
        } else {
            turns.again(port);
        }
    }

    /** What is written counts again, and what its living Pod was told, before anybody who wants that has his turn. */
    private void settle(PortIdentity port) {
        var freed = book.settle(port.portName());
        holdPromise.accept(port);
        turns.wake(freed);
    }

    private void tryAgain(PortIdentity port) {
        tally.repeated();
        offerAfter(backoff.afterFailure(port), port);
        turns.done(port);
    }

    private void offerAfter(Duration delay, PortIdentity port) {
        timer.after(delay, () -> thread.execute(() -> turns.offer(port)));
    }

    /** A mistake of ours about one port must not stop the others. */
    void guarded(PortIdentity port, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException mistake) {
            log.error("{}: a mistake in the program; this port will be tried again", port, mistake);
            tally.mistaken();
            committing.remove(port);
            settle(port);
            tryAgain(port);
        }
    }
}
