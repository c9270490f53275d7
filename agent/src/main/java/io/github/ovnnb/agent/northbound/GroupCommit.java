package io.github.ovnnb.agent.northbound;

import io.github.ovnnb.agent.domain.PortChange;
import io.github.ovnnb.agent.reconcile.Northbound.CommitOutcome;
import io.github.ovnnb.agent.reconcile.Northbound.Committed;
import io.github.ovnnb.agent.reconcile.Northbound.LookAgain;
import io.github.ovnnb.agent.reconcile.Northbound.Refused;
import io.github.ovnnb.ovsdb.TransactionOutcome;
import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Sends port changes to the database, together when they arrive together: one transaction is under way at a time, and what comes meanwhile
 * goes with the next. A change that the database refuses is refused alone; its neighbours are sent again without it.
 *
 * <p>Confined to the thread of the given executor.
 */
final class GroupCommit {
    /** Beyond this the server is busy for too long with one transaction to serve others in between. */
    private static final int MOST_CHANGES = 256;

    private final Transactor transactor;
    private final String lock;
    private final Rows rows;
    private final Supplier<UUID> newUuid;
    private final Executor thread;
    private final Deque<Pending> waiting = new ArrayDeque<>();
    /** Parts of a refused transaction, to be sent apart from others until the bad change is found. */
    private final Deque<List<Pending>> suspects = new ArrayDeque<>();

    private boolean underWay;
    private boolean flushing;

    private record Pending(PortChange change, CompletableFuture<CommitOutcome> answer) {}

    GroupCommit(Transactor transactor, String lock, Rows rows, Supplier<UUID> newUuid, Executor thread) {
        this.transactor = transactor;
        this.lock = lock;
        this.rows = rows;
        this.newUuid = newUuid;
        this.thread = thread;
    }

    CompletionStage<CommitOutcome> commit(PortChange change) {
        var pending = new Pending(change, new CompletableFuture<>());
        waiting.add(pending);
        if (!flushing && !underWay) {
            flushing = true;
            // Not now: the caller may have more to say in this turn.
            thread.execute(() -> {
                flushing = false;
                sendNext();
            });
        }
        return pending.answer();
    }

    private void sendNext() {
        if (underWay) {
            return;
        }
        var group = suspects.isEmpty() ? takeWaiting() : suspects.remove();
        if (group.isEmpty()) {
            return;
        }
        var batch = new Batch(group.stream().map(Pending::change).toList(), lock, rows, newUuid);
        if (batch.isEmpty()) {
            complete(group, new LookAgain("there is nothing left to change"));
            sendNext();
            return;
        }
        underWay = true;
        var unused = transactor
                .transact(batch.operations())
                .whenCompleteAsync(
                        (outcome, failure) -> {
                            underWay = false;
                            take(
                                    group,
                                    batch,
                                    failure == null
                                            ? outcome
                                            : new TransactionOutcome.OutcomeUnknown(failure.toString()));
                            sendNext();
                        },
                        thread);
    }

    private List<Pending> takeWaiting() {
        var group = new ArrayList<Pending>();
        while (!waiting.isEmpty() && group.size() < MOST_CHANGES) {
            group.add(waiting.remove());
        }
        return group;
    }

    private void take(List<Pending> group, Batch batch, TransactionOutcome outcome) {
        if (outcome instanceof TransactionOutcome.Committed) {
            complete(group, new Committed());
        } else if (outcome instanceof TransactionOutcome.NotSent notSent) {
            complete(group, new LookAgain("the transaction was not sent: " + notSent.reason()));
        } else if (outcome instanceof TransactionOutcome.OutcomeUnknown unknown) {
            complete(
                    group, new LookAgain("it is not known whether the transaction was committed: " + unknown.reason()));
        } else if (outcome instanceof TransactionOutcome.Refused refused) {
            refused(group, batch, refused);
        }
    }

    private void refused(List<Pending> group, Batch batch, TransactionOutcome.Refused refused) {
        if (group.size() == 1 || isOurs(refused.error())) {
            complete(group, verdict(refused.error()));
            return;
        }
        var culprit = batch.changeOf(refused.operationIndex());
        if (culprit.isPresent()) {
            var guilty = group.stream()
                    .filter(pending -> pending.change() == culprit.get())
                    .toList();
            complete(guilty, verdict(refused.error()));
            suspects.add(group.stream()
                    .filter(pending -> pending.change() != culprit.get())
                    .toList());
            return;
        }
        // The commit as a whole failed and does not say by whose fault: halve until it is alone.
        suspects.add(group.subList(0, group.size() / 2));
        suspects.add(group.subList(group.size() / 2, group.size()));
    }

    /** It is not about any change, but about us. */
    private static boolean isOurs(OvsdbError error) {
        return error.error().equals("not owner");
    }

    /** What a single change is told. A guard that failed, or a name or uuid that exists by now, means that our view was old. */
    private static CommitOutcome verdict(OvsdbError error) {
        return switch (error.error()) {
            case "timed out", "constraint violation", "duplicate uuid", "referential integrity violation" ->
                new LookAgain("the database has changed meanwhile (" + error + ")");
            case "not owner" -> new LookAgain("another agent leads now (" + error + ")");
            default -> new Refused(error.toString());
        };
    }

    private static void complete(List<Pending> group, CommitOutcome outcome) {
        group.forEach(pending -> pending.answer().complete(outcome));
    }
}
