package io.github.ovnnb.ovsdb;

import io.github.ovnnb.ovsdb.draft.Draft;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.replica.Replica;
import io.github.ovnnb.ovsdb.replica.Snapshot;
import io.github.ovnnb.ovsdb.session.Loop;
import io.github.ovnnb.ovsdb.session.WhileDisconnected;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** All changes of a client that have not ended. A draft is made once the replica is in step, and not before. */
final class Changes implements Change.World {

    /** How the client gives a transaction whose outcome is to be found out. */
    interface Transactions {
        CompletionStage<TransactionOutcome> transactResolved(List<Operation> operations, Duration deadline);
    }

    private final Loop loop;
    private final Replica replica;
    private final ClientStatus status;
    private final ClientMetrics metrics;
    private final OvsdbClientOptions options;
    private final Transactions transactions;
    private final AtomicInteger unfinished = new AtomicInteger();

    Changes(
            Loop loop,
            Replica replica,
            ClientStatus status,
            ClientMetrics metrics,
            OvsdbClientOptions options,
            Transactions transactions) {
        this.loop = loop;
        this.replica = replica;
        this.status = status;
        this.metrics = metrics;
        this.options = options;
        this.transactions = transactions;
    }

    CompletionStage<ChangeOutcome> make(ChangeOptions how, Consumer<Draft> drafting) {
        var outcome = new LoopFuture<ChangeOutcome>(loop);
        var deadline =
                how.deadline().orElseGet(() -> options.transactionDeadline().multipliedBy(4));
        var change = new Change(this, loop, drafting, how, deadline, outcome);
        if (unfinished.incrementAndGet() > options.unfinishedTransactions()) {
            change.endUnsent(options.unfinishedTransactions() + " changes are unfinished already");
        }
        var unused = outcome.whenComplete((done, failure) -> unfinished.decrementAndGet());
        try {
            loop.execute(() -> begin(change));
        } catch (RejectedExecutionException e) {
            change.endUnsent("the client is closed");
        }
        return outcome;
    }

    private void begin(Change change) {
        change.watch();
        if (status.current() instanceof ConnectionStatus.Synced) {
            change.attempt();
        } else if (options.session().whileDisconnected() == WhileDisconnected.FAIL) {
            change.endUnsent("there is no replica in step: " + status.current());
        } else {
            whenInStep(change);
        }
    }

    private void whenInStep(Change change) {
        if (status.current() instanceof ConnectionStatus.Closed) {
            change.endUnsent("the client is closed");
            return;
        }
        status.onNextSync(() -> {
            if (status.current() instanceof ConnectionStatus.Synced) {
                change.attempt();
            } else {
                change.endUnsent("the client is closed");
            }
        });
    }

    @Override
    public Snapshot snapshot() {
        return replica.snapshot();
    }

    @Override
    public CompletionStage<TransactionOutcome> transact(List<Operation> operations, Duration deadline) {
        return transactions.transactResolved(operations, deadline);
    }

    @Override
    public void onNextSnapshot(Runnable then) {
        replica.onNextSnapshot(then);
    }

    @Override
    public void repeating() {
        metrics.changeRepeated();
    }
}
