package io.github.ovnnb.ovsdb;

import io.github.ovnnb.ovsdb.TransactionOutcome.Committed;
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
        CompletionStage<TransactionOutcome> transact(List<Operation> operations, Duration deadline);

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
        attempt();
    }

    private Duration left() {
        return Duration.ofNanos(Math.max(0, end - loop.nanoTime()));
    }

    /** An attempt that is under way has the same deadline, and then says more than we could. */
    private void timeIsUp() {
        doubt.ifPresent(reason -> finish(new OutcomeUnknown(reason)));
    }

    private void attempt() {
        var left = left();
        var deadline = left.compareTo(attemptDeadline) < 0 ? left : attemptDeadline;
        then(world.transact(operations, deadline), this::attempted);
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
        if (evidence.isProvedBy(refused, operations)) {
            finish(StoredRow.committed(operations));
            return;
        }
        if (doubt.isEmpty() && !evidence.isOurs()) {
            finish(refused);
            return;
        }
        then(look(), found -> {
            if (found) {
                finish(StoredRow.committed(operations));
            } else if (doubt.isPresent() && ++refusals < REFUSALS && !isOver()) {
                var unused = loop.schedule(PAUSE, this::lookAndGoOn);
            } else if (doubt.isPresent()) {
                finish(new OutcomeUnknown(doubt.get() + "; given again, it was refused: " + refused.error()));
            } else {
                finish(refused);
            }
        });
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
            if (found) {
                finish(StoredRow.committed(operations));
            } else if (evidence.isOurs() && !isOver()) {
                attempt();
            } else {
                timeIsUp();
            }
        });
    }

    private CompletionStage<Boolean> look() {
        var known = evidence.inReplica();
        return known.isPresent()
                ? CompletableFuture.completedFuture(known.get())
                : world.transact(List.of(evidence.question()), left()).thenApply(Resolution::hasRows);
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
