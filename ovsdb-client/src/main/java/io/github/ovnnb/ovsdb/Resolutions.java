package io.github.ovnnb.ovsdb;

import io.github.ovnnb.ovsdb.codec.RequestEncoder;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.replica.Replica;
import io.github.ovnnb.ovsdb.replica.Snapshot;
import io.github.ovnnb.ovsdb.session.DatabaseSession;
import io.github.ovnnb.ovsdb.session.Patience;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Transactions whose outcome is to be found out. One by which nothing could be recognised is sent once. Any thread may ask. */
final class Resolutions implements Resolution.World {
    private final LoopEntrance loop;
    private final Submissions submissions;
    private final DatabaseSession session;
    private final ClientStatus status;
    private final Replica replica;
    private final Duration attemptDeadline;

    Resolutions(
            LoopEntrance loop,
            Submissions submissions,
            DatabaseSession session,
            ClientStatus status,
            Replica replica,
            Duration attemptDeadline) {
        this.loop = loop;
        this.submissions = submissions;
        this.session = session;
        this.status = status;
        this.replica = replica;
        this.attemptDeadline = attemptDeadline;
    }

    /** By a row that the transaction inserts under a uuid chosen for it. */
    CompletionStage<TransactionOutcome> resolve(List<Operation> operations, Duration deadline) {
        var all = List.copyOf(operations);
        return resolve(all, () -> StoredRow.of(all, replica::snapshot), deadline);
    }

    /** By what the caller sees in the replica. */
    CompletionStage<TransactionOutcome> resolve(
            List<Operation> operations, Predicate<Snapshot> isStored, Duration deadline) {
        var evidence = new Evidence.InTheEyesOfTheCaller(isStored, replica::snapshot);
        return resolve(List.copyOf(operations), () -> Optional.of(evidence), deadline);
    }

    private CompletionStage<TransactionOutcome> resolve(
            List<Operation> operations, Supplier<Optional<Evidence>> evidence, Duration deadline) {
        RequestEncoder.requireEncodable(operations);
        Patience.require("a transaction's deadline", deadline);
        var outcome = loop.<TransactionOutcome>newStage();
        loop.run(
                () -> evidence.get()
                        .ifPresentOrElse(
                                sign -> seek(sign, operations, deadline, outcome),
                                () -> sendOnce(operations, deadline, outcome)),
                () -> outcome.complete(new TransactionOutcome.NotSent(LoopEntrance.CLOSED)));
        return outcome;
    }

    private void seek(
            Evidence sign, List<Operation> operations, Duration deadline, LoopFuture<TransactionOutcome> outcome) {
        new Resolution(this, loop.loop(), operations, sign, attemptDeadline, deadline, outcome).start();
    }

    private void sendOnce(List<Operation> operations, Duration deadline, LoopFuture<TransactionOutcome> outcome) {
        var unused = submissions.submit(operations, deadline).outcome().thenAccept(outcome::complete);
    }

    @Override
    public CompletionStage<TransactionOutcome> transact(List<Operation> operations, Duration deadline) {
        return submissions.submitUnjudged(operations, deadline).outcome();
    }

    @Override
    public boolean executesOnce() {
        return session.executesOnce();
    }

    @Override
    public void onNextSync(Runnable then) {
        status.onNextSync(then);
    }

    @Override
    public boolean isClosed() {
        return status.current() instanceof ConnectionStatus.Closed;
    }
}
