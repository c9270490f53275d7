package io.github.ovnnb.ovsdb;

import io.github.ovnnb.ovsdb.draft.Draft;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.replica.ReplicaWriter;
import io.github.ovnnb.ovsdb.replica.Snapshot;
import io.github.ovnnb.ovsdb.replica.Subscription;
import io.github.ovnnb.ovsdb.session.WhileDisconnected;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** All changes of a client that have not ended. A draft is made once the replica is in step, and not before. */
final class Changes implements Change.World {
    private final LoopEntrance loop;
    private final ReplicaWriter replica;
    private final ClientStatus status;
    private final ClientMetrics metrics;
    private final OvsdbClientOptions options;
    private final Resolutions resolutions;
    private final AtomicInteger unfinished = new AtomicInteger();
    private final Set<Change> open = new LinkedHashSet<>();
    /** For the replica to be in step. */
    private final Set<Change> waiting = new LinkedHashSet<>();

    Changes(
            LoopEntrance loop,
            ReplicaWriter replica,
            ClientStatus status,
            ClientMetrics metrics,
            OvsdbClientOptions options,
            Resolutions resolutions) {
        this.loop = loop;
        this.replica = replica;
        this.status = status;
        this.metrics = metrics;
        this.options = options;
        this.resolutions = resolutions;
    }

    CompletionStage<ChangeOutcome> make(ChangeOptions how, Consumer<Draft> drafting) {
        var outcome = loop.<ChangeOutcome>newStage();
        var deadline =
                how.deadline().orElseGet(() -> options.transactionDeadline().multipliedBy(4));
        var change = new Change(this, loop.loop(), drafting, how, deadline, outcome);
        if (unfinished.incrementAndGet() > options.unfinishedTransactions()) {
            change.endUnsent(options.unfinishedTransactions() + " changes are unfinished already");
        }
        var unused = outcome.whenComplete((done, failure) -> unfinished.decrementAndGet());
        loop.run(() -> begin(change), () -> change.endUnsent(LoopEntrance.CLOSED));
        return outcome;
    }

    private void begin(Change change) {
        open.add(change);
        change.start(() -> {
            open.remove(change);
            waiting.remove(change);
        });
    }

    @Override
    public void attemptInStep(Change change) {
        var now = status.current();
        if (now instanceof ConnectionStatus.Synced) {
            change.attempt();
        } else if (now instanceof ConnectionStatus.Closed) {
            change.endUnsent(LoopEntrance.CLOSED);
        } else if (options.session().whileDisconnected() == WhileDisconnected.FAIL) {
            change.endUnsent("there is no replica in step: " + now);
        } else {
            if (waiting.isEmpty()) {
                status.onNextSync(this::inStep);
            }
            waiting.add(change);
        }
    }

    private void inStep() {
        var all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(this::attemptInStep);
    }

    /** Ends what is not on the wire, on the loop; for the rest the session sees to it. */
    void close() {
        List.copyOf(waiting).forEach(change -> change.endUnsent(LoopEntrance.CLOSED));
        List.copyOf(open).forEach(Change::giveUp);
    }

    @Override
    public Snapshot snapshot() {
        return replica.snapshot();
    }

    @Override
    public CompletionStage<TransactionOutcome> transact(List<Operation> operations, Duration deadline) {
        return resolutions.resolve(operations, deadline);
    }

    @Override
    public Subscription onNextSnapshot(Runnable then) {
        return replica.onNextSnapshot(then);
    }

    @Override
    public void repeating() {
        metrics.changeRepeated();
    }
}
