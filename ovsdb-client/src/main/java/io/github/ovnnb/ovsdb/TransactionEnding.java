package io.github.ovnnb.ovsdb;

import io.github.ovnnb.ovsdb.protocol.OperationResult;
import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import io.github.ovnnb.ovsdb.session.Loop;
import io.github.ovnnb.ovsdb.session.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Completes a transaction's stage and counts it. */
final class TransactionEnding implements Transaction.Ending {

    /** What a refusal means. */
    interface Judge {
        TransactionOutcome judge(TransactionOutcome.Refused refused, boolean executedOnce);
    }

    private final CompletableFuture<TransactionOutcome> stage;
    private final Loop loop;
    private final ClientMetrics metrics;
    private final ClientStatus status;
    private final Judge judge;
    private final long begun;

    TransactionEnding(
            CompletableFuture<TransactionOutcome> stage,
            Loop loop,
            ClientMetrics metrics,
            ClientStatus status,
            Judge judge) {
        this.stage = stage;
        this.loop = loop;
        this.metrics = metrics;
        this.status = status;
        this.judge = judge;
        this.begun = loop.nanoTime();
    }

    @Override
    public void committed(List<OperationResult> results) {
        end(new TransactionOutcome.Committed(results));
    }

    @Override
    public void refused(int operation, OvsdbError error, boolean executedOnce) {
        end(judge.judge(new TransactionOutcome.Refused(operation, error), executedOnce));
    }

    @Override
    public void notSent(String reason) {
        end(new TransactionOutcome.NotSent(reason));
    }

    @Override
    public void unknown(String reason) {
        end(new TransactionOutcome.OutcomeUnknown(reason));
    }

    private void end(TransactionOutcome outcome) {
        status.transactionEnded();
        metrics.transaction(outcome, Duration.ofNanos(loop.nanoTime() - begun));
        stage.complete(outcome);
    }
}
