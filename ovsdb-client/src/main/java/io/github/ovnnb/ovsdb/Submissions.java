package io.github.ovnnb.ovsdb;

import io.github.ovnnb.ovsdb.codec.RequestEncoder;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.session.DatabaseSession;
import io.github.ovnnb.ovsdb.session.Patience;
import io.github.ovnnb.ovsdb.session.Transaction;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Gives transactions to the session, each of them once, and no more than may be unfinished at a time. Any thread may ask. */
final class Submissions {
    private final LoopEntrance loop;
    private final DatabaseSession session;
    private final ClientStatus status;
    private final ClientMetrics metrics;
    private final OvsdbClientOptions options;

    Submissions(
            LoopEntrance loop,
            DatabaseSession session,
            ClientStatus status,
            ClientMetrics metrics,
            OvsdbClientOptions options) {
        this.loop = loop;
        this.session = session;
        this.status = status;
        this.metrics = metrics;
        this.options = options;
    }

    /** A refusal that may hide a commit, as those of a cluster may, is told of as unknown. */
    SubmittedTransaction submit(List<Operation> operations, Duration deadline) {
        var all = List.copyOf(operations);
        Patience.require("a transaction's deadline", deadline);
        return submit(all, deadline, (refused, once) -> Reexecution.judge(refused, all, once));
    }

    /** For whoever can look what is behind a refusal: it is told of as the server said it. */
    SubmittedTransaction submitUnjudged(List<Operation> operations, Duration deadline) {
        return submit(operations, deadline, (refused, once) -> refused);
    }

    /** @param operations that nobody changes any more */
    private SubmittedTransaction submit(
            List<Operation> operations, Duration deadline, TransactionEnding.Judge ofRefusals) {
        var outcome = loop.<TransactionOutcome>newStage();
        if (!status.transactionBegins(options.unfinishedTransactions())) {
            outcome.complete(new TransactionOutcome.NotSent(
                    options.unfinishedTransactions() + " transactions are unfinished already"));
            return new Submission(outcome, () -> {});
        }
        var id = session.nextId();
        try {
            var request = ByteBuffer.wrap(
                    RequestEncoder.transact(id, options.session().database(), operations));
            var ending = new TransactionEnding(outcome, loop.loop(), metrics, status, ofRefusals);
            loop.run(
                    () -> session.submit(new Transaction(id, request, operations, deadline, ending)),
                    () -> ending.notSent(LoopEntrance.CLOSED));
        } catch (RuntimeException e) {
            status.transactionEnded();
            throw e;
        }
        return new Submission(outcome, () -> loop.run(() -> session.cancel(id), () -> {}));
    }

    private record Submission(CompletionStage<TransactionOutcome> outcome, Runnable canceling)
            implements SubmittedTransaction {
        @Override
        public void cancel() {
            canceling.run();
        }
    }
}
