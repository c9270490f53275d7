package io.github.ovnnb.ovsdb;

import io.github.ovnnb.ovsdb.TransactionOutcome.Committed;
import io.github.ovnnb.ovsdb.TransactionOutcome.NotSent;
import io.github.ovnnb.ovsdb.TransactionOutcome.OutcomeUnknown;
import io.github.ovnnb.ovsdb.TransactionOutcome.Refused;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.OperationResult;
import io.github.ovnnb.ovsdb.session.Loop;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * One transaction and the search for its outcome. That its row is there proves that it was stored; that it is not there proves
 * nothing, because a server may still have the request in its queue. So it is given again with the same uuids, which cannot be stored
 * twice. Confined to the loop.
 */
final class Resolution {

    /** What of the client is needed. */
    interface World {
        /** A refusal is told of as the server said it. */
        CompletionStage<TransactionOutcome> transact(List<Operation> operations, Duration deadline);

        /** Whether the server that has just answered surely executes a transaction just once. */
        boolean executesOnce();

        /** Calls once when the replica is in step again, or the client is closed. */
        void onNextSync(Runnable then);

        boolean isClosed();
    }

    /** Before giving again what was not sent, or was refused. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** So often a repetition may be refused before we give up. No refusal proves that the first attempt will not be executed. */
    private static final int REFUSALS = 3;

    private final World world;
    private final Loop loop;
    private final List<Operation> operations;
    private final Evidence evidence;
    private final Duration attemptDeadline;
    private final long end;
    private final CompletableFuture<TransactionOutcome> outcome;
    private int refusals;
    private Optional<String> doubt = Optional.empty();
    private Optional<String> unasked = Optional.empty();
    private Loop.Timer timer = () -> {};

    Resolution(
            World world,
            Loop loop,
            List<Operation> operations,
            Evidence evidence,
            Duration attemptDeadline,
            Duration deadline,
            CompletableFuture<TransactionOutcome> outcome) {
        this.world = world;
        this.loop = loop;
        this.operations = operations;
        this.evidence = evidence;
        this.attemptDeadline = attemptDeadline;
        this.end = loop.nanoTime() + deadline.toNanos();
        this.outcome = outcome;
    }

    void start() {
        timer = loop.schedule(left(), this::timeIsUp);
        if (!evidence.isOurs()) {
            attempt();
            return;
        }
        var before = evidence.inReplica();
        if (before.isEmpty()) {
            askWhetherItWasThereBefore();
        } else if (before.get()) {
            giveOnce();
        } else {
            attempt();
        }
    }

    /** Only a row that was not there before proves anything afterwards. */
    private void askWhetherItWasThereBefore() {
        then(world.transact(List.of(evidence.question()), attemptDeadline()), answer -> {
            if (answer instanceof Committed) {
                unasked = Optional.empty();
                if (hasRows(answer)) {
                    giveOnce();
                } else {
                    attempt();
                }
            } else if (answer instanceof OutcomeUnknown unknown) {
                unasked = Optional.of(unknown.reason());
                if (isOver()) {
                    timeIsUp();
                } else {
                    world.onNextSync(this::askAgain);
                }
            } else if (answer instanceof Refused) {
                giveOnce();
            } else {
                finish(answer);
            }
        });
    }

    private void askAgain() {
        if (isOver()) {
            timeIsUp();
        } else if (!outcome.isDone()) {
            askWhetherItWasThereBefore();
        }
    }

    /** A row that is there already proves nothing, but that it is a duplicate then says nothing of our own execution either. */
    private void giveOnce() {
        then(world.transact(operations, left()), said -> {
            if (said instanceof Refused refused && !evidence.isProvedBy(refused, operations)) {
                finish(judged(refused));
            } else {
                finish(said);
            }
        });
    }

    private TransactionOutcome judged(Refused refused) {
        return Reexecution.judge(refused, operations, world.executesOnce());
    }

    private Duration left() {
        return Duration.ofNanos(Math.max(0, end - loop.nanoTime()));
    }

    /** An attempt that is under way has the same deadline, and then says more than we could. */
    private void timeIsUp() {
        doubt.ifPresent(reason -> finish(new OutcomeUnknown(reason)));
        unasked.ifPresent(
                reason -> finish(new NotSent("whether the row was there before could not be asked: " + reason)));
    }

    private void attempt() {
        then(world.transact(operations, attemptDeadline()), this::attempted);
    }

    private Duration attemptDeadline() {
        var left = left();
        return left.compareTo(attemptDeadline) < 0 ? left : attemptDeadline;
    }

    private void attempted(TransactionOutcome said) {
        if (said instanceof Committed) {
            finish(said);
        } else if (said instanceof Refused refused) {
            refused(refused);
        } else if (said instanceof OutcomeUnknown unknown) {
            doubt = Optional.of(unknown.reason());
            lookInStep();
        } else if (doubt.isPresent()) {
            // This one was not sent, but an earlier one was.
            var unused = loop.schedule(PAUSE, this::lookAndGoOn);
        } else {
            finish(said);
        }
    }

    /** A cluster executes a transaction again by itself, and then even the first answer may find the row of the first execution. */
    private void refused(Refused refused) {
        if (doubt.isEmpty() && isFinal(refused)) {
            finish(refused);
        } else if (evidence.isProvedBy(refused, operations)) {
            finish(StoredRow.committed(operations));
        } else {
            then(look(), found -> refused(refused, found));
        }
    }

    /** For an honest first answer; a sign of the caller's is looked for only if our own row may be in the way. */
    private boolean isFinal(Refused refused) {
        return world.executesOnce() || (!evidence.isOurs() && !Reexecution.mayHaveMet(refused, operations));
    }

    private void refused(Refused refused, Optional<Boolean> found) {
        if (found.equals(Optional.of(true))) {
            finish(StoredRow.committed(operations));
        } else if (doubt.isEmpty()) {
            // The update comes before the answer: what is not there by now was not stored.
            finish(evidence.isOurs() && found.isPresent() ? refused : judged(refused));
        } else if (++refusals < REFUSALS && !isOver()) {
            var unused = loop.schedule(PAUSE, this::lookAndGoOn);
        } else {
            finish(new OutcomeUnknown(doubt.get() + "; given again, it was refused: " + refused.error()));
        }
    }

    private void lookInStep() {
        if (isOver()) {
            timeIsUp();
        } else {
            world.onNextSync(this::lookAndGoOn);
        }
    }

    private boolean isOver() {
        return world.isClosed() || left().isZero();
    }

    private void lookAndGoOn() {
        if (outcome.isDone()) {
            return;
        }
        then(look(), found -> {
            if (found.equals(Optional.of(true))) {
                finish(StoredRow.committed(operations));
            } else if (evidence.isOurs() && !isOver()) {
                attempt();
            } else {
                timeIsUp();
            }
        });
    }

    /** Empty if nobody answers. */
    private CompletionStage<Optional<Boolean>> look() {
        var known = evidence.inReplica();
        return known.isPresent()
                ? CompletableFuture.completedFuture(known)
                : world.transact(List.of(evidence.question()), left())
                        .thenApply(answer ->
                                answer instanceof Committed ? Optional.of(hasRows(answer)) : Optional.<Boolean>empty());
    }

    private static boolean hasRows(TransactionOutcome answer) {
        return answer instanceof Committed committed
                && committed.results().get(0) instanceof OperationResult.Rows found
                && !found.rows().isEmpty();
    }

    /** A transaction's stage does not fail, and completes on the loop. */
    private static <T> void then(CompletionStage<T> stage, Consumer<T> next) {
        var unused = stage.thenAccept(next);
    }

    private void finish(TransactionOutcome found) {
        timer.cancel();
        outcome.complete(found);
    }
}
