package io.github.ovnnb.ovsdb;

import io.github.ovnnb.ovsdb.TransactionOutcome.Committed;
import io.github.ovnnb.ovsdb.TransactionOutcome.NotSent;
import io.github.ovnnb.ovsdb.TransactionOutcome.Refused;
import io.github.ovnnb.ovsdb.draft.Draft;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.replica.Snapshot;
import io.github.ovnnb.ovsdb.replica.Subscription;
import io.github.ovnnb.ovsdb.session.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * One change: drafted, sent, and drafted afresh on a newer snapshot while what it relied on had been changed by others. Confined to the
 * loop, but for the drafting where the caller wants it elsewhere.
 */
final class Change {

    /** What of the client is needed. */
    interface World {
        Snapshot snapshot();

        /** Gives the transaction, and again where that is safe and tells how it ended. */
        CompletionStage<TransactionOutcome> transact(List<Operation> operations, Duration deadline);

        /** Runs this once, when the replica shows other rows. */
        Subscription onNextSnapshot(Runnable then);

        /** Has the change {@linkplain #attempt attempted} once the replica is in step. */
        void attemptInStep(Change change);

        /** A draft is made once more. */
        void repeating();
    }

    /**
     * So long at most we wait for the replica to show why a draft was refused. It may never do so: what had been changed may have been
     * changed back before we were told.
     */
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final World world;
    private final Loop loop;
    private final Consumer<Draft> drafting;
    private final Optional<Operation> assertion;
    private final Executor executor;
    private final long end;
    private final CompletableFuture<ChangeOutcome> outcome;
    private int attempts;
    private boolean underWay;
    private Subscription watching = () -> {};
    /** What is said if the time is up before the next attempt. */
    private ChangeOutcome last;

    Change(
            World world,
            Loop loop,
            Consumer<Draft> drafting,
            ChangeOptions options,
            Duration deadline,
            CompletableFuture<ChangeOutcome> outcome) {
        this.world = world;
        this.loop = loop;
        this.drafting = drafting;
        this.assertion = options.lock().map(lock -> new Operation.Assert(lock.name()));
        this.executor = options.executor().orElse(Runnable::run);
        this.end = loop.nanoTime() + deadline.toNanos();
        this.outcome = outcome;
        this.last = notSent("there was no replica in step within " + deadline.toMillis() + " ms");
    }

    private Duration left() {
        return Duration.ofNanos(Math.max(0, end - loop.nanoTime()));
    }

    /** Begins once the replica is in step.
     *
     * @param ended run on the loop when it has ended
     */
    void start(Runnable ended) {
        var timer = loop.schedule(left(), this::giveUp);
        var unused = outcome.whenComplete((done, failure) -> {
            timer.cancel();
            watching.close();
            ended.run();
        });
        world.attemptInStep(this);
    }

    /** Ends it, unless an attempt is on its way, which has the same deadline and says more. */
    void giveUp() {
        if (!underWay) {
            outcome.complete(last);
        }
    }

    /** Makes a draft and sends it. */
    void attempt() {
        if (outcome.isDone() || underWay) {
            return;
        }
        watching.close();
        attempts++;
        underWay = true;
        try {
            executor.execute(this::draft);
        } catch (RejectedExecutionException shutDown) {
            outcome.completeExceptionally(shutDown);
        }
    }

    private void draft() {
        var draft = Draft.over(world.snapshot());
        try {
            drafting.accept(draft);
            var operations = draft.operations();
            onLoop(() -> send(draft, operations));
        } catch (RuntimeException | Error mistake) {
            onLoop(() -> outcome.completeExceptionally(mistake));
        }
    }

    private void onLoop(Runnable next) {
        if (loop.isCurrent()) {
            next.run();
            return;
        }
        try {
            loop.execute(next);
        } catch (RejectedExecutionException closed) {
            endUnsent("the client is closed");
        }
    }

    private void send(Draft draft, List<Operation> drafted) {
        if (drafted.isEmpty()) {
            finish(new ChangeOutcome(new Committed(List.of()), List.of(), attempts));
            return;
        }
        var operations = new ArrayList<Operation>(drafted.size() + 1);
        assertion.ifPresent(operations::add);
        operations.addAll(drafted);
        try {
            var unused = world.transact(operations, left())
                    .thenAccept(said -> answered(draft, new ChangeOutcome(said, operations, attempts)));
        } catch (IllegalArgumentException notEncodable) {
            outcome.completeExceptionally(notEncodable);
        }
    }

    private void answered(Draft draft, ChangeOutcome said) {
        if (said.outcome() instanceof Refused refused && isOutdated(draft, refused) && !left().isZero()) {
            last = said;
            underWay = false;
            world.repeating();
            attemptOnceReplicaDiffers(draft);
        } else {
            finish(said);
        }
    }

    private boolean isOutdated(Draft draft, Refused refused) {
        int guard = refused.operationIndex() - assertion.map(present -> 1).orElse(0);
        return guard >= 0
                && guard < draft.guards().size()
                && refused.error().error().equals("timed out");
    }

    private void attemptOnceReplicaDiffers(Draft refused) {
        int before = attempts;
        var timer = loop.schedule(PATIENCE, () -> attemptAfter(before));
        compare(refused, before, timer);
    }

    private void compare(Draft refused, int before, Loop.Timer timer) {
        if (attempts > before || outcome.isDone()) {
            return;
        }
        if (refused.isUpToDateIn(world.snapshot())) {
            watching = world.onNextSnapshot(() -> compare(refused, before, timer));
        } else {
            timer.cancel();
            // Not at once: this is the turn in which an answer is read, and a draft may take a while.
            loop.execute(() -> attemptAfter(before));
        }
    }

    private void attemptAfter(int before) {
        if (attempts == before) {
            world.attemptInStep(this);
        }
    }

    private void finish(ChangeOutcome said) {
        outcome.complete(said);
    }

    void endUnsent(String reason) {
        outcome.complete(notSent(reason));
    }

    private ChangeOutcome notSent(String reason) {
        return new ChangeOutcome(new NotSent(reason), List.of(), attempts);
    }
}
