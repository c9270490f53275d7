package io.github.ovnnb.agent.northbound;

import io.github.ovnnb.agent.domain.PortChange;
import io.github.ovnnb.agent.reconcile.Northbound.CommitOutcome;
import io.github.ovnnb.agent.reconcile.Northbound.Committed;
import io.github.ovnnb.agent.reconcile.Northbound.LookAgain;
import io.github.ovnnb.agent.reconcile.Northbound.Refused;
import io.github.ovnnb.ovsdb.TransactionOutcome;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Sends port changes to the database, together when they arrive together: one transaction is under way at a time, and what comes meanwhile
 * goes with the next. A change that the database refuses is refused alone; its neighbours are sent again without it.
 *
 * <p>Before the first transaction, and after each one whose outcome is not known, it raises the {@link Fence}; what was planned on an older
 * view than that is to be planned anew.
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

    private final Fence fence = new Fence();
    private final List<CompletableFuture<Void>> takingOver = new ArrayList<>();

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
        sendSoon();
        return pending.answer();
    }

    /**
     * We begin to write, perhaps after somebody else. Completes when nothing of an earlier writer can come after what we plan from then on,
     * or when that could not be had now: then it will be tried again with the first change.
     */
    CompletionStage<Void> takeOver() {
        fence.lower();
        var taken = new CompletableFuture<Void>();
        takingOver.add(taken);
        sendSoon();
        return taken;
    }

    private void sendSoon() {
        if (!flushing && !underWay) {
            flushing = true;
            // Not now: the caller may have more to say in this turn.
            thread.execute(() -> {
                flushing = false;
                sendNext();
            });
        }
    }

    private void sendNext() {
        if (underWay) {
            return;
        }
        if (!fence.isUp()) {
            raiseFence();
            return;
        }
        var group = suspects.isEmpty() ? takeWaiting() : suspects.remove();
        if (group.isEmpty()) {
            return;
        }
        var preconditions = List.of(new Operation.Assert(lock), fence.guard());
        var batch = new Batch(group.stream().map(Pending::change).toList(), preconditions, rows, newUuid);
        if (batch.isEmpty()) {
            complete(group, new LookAgain("there is nothing left to change"));
            sendNext();
            return;
        }
        send(batch.operations(), outcome -> take(group, batch, outcome));
    }

    private void raiseFence() {
        if (waiting.isEmpty() && suspects.isEmpty() && takingOver.isEmpty()) {
            return;
        }
        var token = newUuid.get();
        send(fence.raising(lock, token, newUuid.get()), outcome -> {
            fence.raised(token, outcome);
            if (!fence.wantsAnotherTry()) {
                planAnew(fence.isUp() ? "we have only now begun to write" : "we may not write yet: " + why(outcome));
            }
        });
    }

    /** All that was planned before now. */
    private void planAnew(String why) {
        var all = new ArrayList<>(waiting);
        suspects.forEach(all::addAll);
        waiting.clear();
        suspects.clear();
        var taken = List.copyOf(takingOver);
        takingOver.clear();
        complete(all, new LookAgain(why));
        taken.forEach(stage -> stage.complete(null));
    }

    private void send(List<Operation> operations, Consumer<TransactionOutcome> then) {
        underWay = true;
        var unused = transactor
                .transact(operations)
                .whenCompleteAsync(
                        (outcome, failure) -> {
                            underWay = false;
                            then.accept(
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
        } else if (outcome instanceof TransactionOutcome.Refused refused) {
            refused(group, batch, refused);
        } else {
            if (outcome instanceof TransactionOutcome.OutcomeUnknown) {
                fence.lower();
            }
            complete(group, new LookAgain(why(outcome)));
        }
    }

    private void refused(List<Pending> group, Batch batch, TransactionOutcome.Refused refused) {
        if (batch.isPrecondition(refused.operationIndex())) {
            fence.lower();
            complete(group, new LookAgain("another agent writes now: " + refused.error()));
            return;
        }
        if (group.size() == 1) {
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

    private static String why(TransactionOutcome outcome) {
        if (outcome instanceof TransactionOutcome.NotSent notSent) {
            return "the transaction was not sent: " + notSent.reason();
        } else if (outcome instanceof TransactionOutcome.OutcomeUnknown unknown) {
            return "it is not known whether the transaction was committed: " + unknown.reason();
        }
        return outcome instanceof TransactionOutcome.Refused refused
                ? "the database refused: " + refused.error()
                : "there is nothing left to change";
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
