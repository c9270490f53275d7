package io.github.ovnnb.agent.northbound;

import io.github.ovnnb.agent.domain.PortChange;
import io.github.ovnnb.agent.reconcile.Northbound.CommitOutcome;
import io.github.ovnnb.agent.reconcile.Northbound.Committed;
import io.github.ovnnb.agent.reconcile.Northbound.LookAgain;
import io.github.ovnnb.agent.reconcile.Northbound.Overtaken;
import io.github.ovnnb.agent.reconcile.Northbound.Refused;
import io.github.ovnnb.ovsdb.TransactionOutcome;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends port changes to the database, together when they arrive together: one transaction is under way at a time, and what comes meanwhile
 * goes with the next. A change that the database refuses is refused alone; its neighbours are sent again without it. So is one that can't be
 * put into words for the database.
 *
 * <p>Before the first transaction, and after each one whose outcome is not known, it raises its {@link Tenure}; what was planned on an older
 * view than that is to be planned anew.
 *
 * <p>Where others write too ({@link Company}), a change that came too late is no error: it is held until we have heard what the others did, and
 * then sent again if nothing speaks against it. Each waits for a random moment, so that the same one does not always lose. Who loses again and
 * again all the same, being farther away than others, is let go first.
 *
 * <p>Confined to the thread of the given executor.
 */
final class GroupCommit {
    private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);
    private static final LookAgain CEASED = new LookAgain("we write no longer");

    private final Transactor transactor;
    private final Tenure tenure;
    private final Company company;
    private final Rows rows;
    private final Supplier<UUID> newUuid;
    private final Executor thread;
    private final Outbox outbox;
    private final Losses losses = new Losses();

    private final List<CompletableFuture<Void>> takingOver = new ArrayList<>();

    /** Hears, after each try to begin, why we may not write; empty if we may, or may soon. */
    private Consumer<Optional<String>> standing = refusal -> {};

    private boolean underWay;
    private boolean flushing;
    private boolean ceased;

    /** Runs something on our thread a short and random time from now. */
    interface Pause {
        void then(Runnable action);
    }

    GroupCommit(
            Transactor transactor,
            Tenure tenure,
            Company company,
            Pause pause,
            Rows rows,
            Supplier<UUID> newUuid,
            Executor thread) {
        this.transactor = transactor;
        this.tenure = tenure;
        this.company = company;
        this.outbox = new Outbox(pause, this::sendSoon);
        this.rows = rows;
        this.newUuid = newUuid;
        this.thread = thread;
    }

    CompletionStage<CommitOutcome> commit(PortChange change) {
        return add(new PendingChange(change, Optional.empty()));
    }

    /** The same, refused by the database unless we hold that lock. */
    CompletionStage<CommitOutcome> commit(PortChange change, String lock) {
        return add(new PendingChange(change, Optional.of(lock)));
    }

    private CompletionStage<CommitOutcome> add(PendingChange pending) {
        if (ceased) {
            pending.answer(CEASED);
        } else {
            outbox.add(pending);
            sendSoon();
        }
        return pending.outcome();
    }

    /** Answers everything that has not been sent, and from now on everything that comes, until {@link #takeOver}. */
    void cease() {
        ceased = true;
        // Whoever wanted to begin does not any more.
        takingOver.clear();
        answerUnsent(CEASED);
    }

    private void answerUnsent(CommitOutcome outcome) {
        losses.clear();
        complete(outbox.takeAll(), outcome);
    }

    /**
     * We begin to write, perhaps after somebody else. Completes when nothing of an earlier writer can come after what we plan from then on,
     * or when that could not be had now: then it will be tried again with the first change.
     */
    CompletionStage<Void> takeOver() {
        ceased = false;
        tenure.lower();
        company.startOver();
        var taken = new CompletableFuture<Void>();
        takingOver.add(taken);
        sendSoon();
        return taken;
    }

    void onStanding(Consumer<Optional<String>> listener) {
        standing = listener;
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
        if (!tenure.isUp()) {
            raise();
            return;
        }
        if (askToGoFirst()) {
            return;
        }
        var taken = outbox.takeNext();
        if (taken.isEmpty()) {
            return;
        }
        var group = timely(taken);
        if (group.isEmpty()) {
            sendNext();
            return;
        }
        try {
            send(group);
        } catch (RuntimeException unwritable) {
            blame(group, unwritable);
            sendSoon();
        }
    }

    private void send(List<PendingChange> group) {
        var batch = batch(group);
        if (batch.isEmpty()) {
            complete(group, new LookAgain("there is nothing left to change"));
            sendSoon();
            return;
        }
        send(batch.operations(), outcome -> take(group, batch, outcome));
    }

    /** Nothing was sent; of several, one alone may be to blame. */
    private void blame(List<PendingChange> group, RuntimeException unwritable) {
        if (group.size() > 1) {
            outbox.halve(group);
            return;
        }
        if (!(unwritable instanceof IllegalArgumentException)) {
            log.error("a mistake in the program; {} is refused", group.get(0).change(), unwritable);
        }
        complete(group, new Refused("it can't be written: " + unwritable.getMessage()));
    }

    private Batch batch(List<PendingChange> group) {
        var locks = group.stream()
                .flatMap(pending -> pending.lock().stream())
                .distinct()
                .map(Operation.Assert::new)
                .toList();
        var changes = group.stream().map(PendingChange::change).toList();
        return new Batch(changes, tenure.preconditions(), locks, company, rows, newUuid);
    }

    /** Those that may be sent now, by what has been heard since they were planned. */
    private List<PendingChange> timely(List<PendingChange> group) {
        var timely = new ArrayList<PendingChange>();
        var early = new ArrayList<PendingChange>();
        var polite = new ArrayList<PendingChange>();
        for (var pending : group) {
            switch (company.standing(pending.change())) {
                case GOOD -> timely.add(pending);
                case OVERTAKEN -> pending.answer(new Overtaken());
                case EARLY -> early.add(pending);
                case LEFT_TO_ANOTHER -> polite.add(pending);
            }
        }
        hold(early);
        outbox.stepAside(polite, company::paused);
        return timely;
    }

    /** Whether that was to be done. */
    private boolean askToGoFirst() {
        for (var tooMany = losses.takeTooMany(); tooMany.isPresent(); tooMany = losses.takeTooMany()) {
            var wish = company.precedence(tooMany.get(), newUuid.get().toString());
            if (wish.isPresent()) {
                log.debug("others were quicker on switch {} again and again: asking to go first", tooMany.get());
                var operations = new ArrayList<Operation>(tenure.preconditions());
                operations.addAll(wish.get());
                send(operations, this::asked);
                return true;
            }
        }
        return false;
    }

    /** Whether we are let go first is heard with the switch; and if not, those who want it will lose once more, and ask again. */
    private void asked(TransactionOutcome outcome) {
        boolean mayNotWrite = outcome instanceof TransactionOutcome.Refused refused
                && refused.operationIndex() < tenure.preconditions().size();
        if (mayNotWrite || outcome instanceof TransactionOutcome.OutcomeUnknown) {
            tenure.lower();
        }
    }

    private void hold(List<PendingChange> group) {
        var impatient = outbox.hold(group);
        if (!impatient.isEmpty()) {
            // What we have committed and not heard of for so long is not there any more.
            company.startOver();
            complete(impatient, new LookAgain("it could not be heard what others have changed meanwhile"));
        }
    }

    private void raise() {
        if (outbox.isEmpty() && takingOver.isEmpty()) {
            return;
        }
        var token = newUuid.get();
        try {
            send(tenure.raising(token, newUuid.get()), outcome -> raised(token, outcome));
        } catch (RuntimeException mistake) {
            log.error("a mistake in the program; it will be tried again to begin to write", mistake);
            planAnew(new LookAgain("we could not ask whether we may write: " + mistake));
        }
    }

    private void raised(UUID token, TransactionOutcome outcome) {
        tenure.raised(token, outcome);
        if (!tenure.wantsAnotherTry()) {
            standing.accept(tenure.refusal());
            planAnew(tenure.isUp() ? new LookAgain("we have only now begun to write") : notBegun(outcome));
        }
    }

    /** All that was planned before now. */
    private void planAnew(CommitOutcome answer) {
        var taken = List.copyOf(takingOver);
        takingOver.clear();
        answerUnsent(answer);
        taken.forEach(stage -> stage.complete(null));
    }

    /** Whoever is refused for good until somebody does something about the database should hear of it, be it by the first transaction. */
    private CommitOutcome notBegun(TransactionOutcome outcome) {
        boolean mayNot = tenure.refusal().isPresent();
        var verdict = outcome instanceof TransactionOutcome.Refused refused && !mayNot
                ? Verdicts.of(refused.error())
                : new LookAgain(Verdicts.why(outcome));
        return verdict instanceof LookAgain lookAgain
                ? new LookAgain("we may not write yet: " + lookAgain.why())
                : verdict;
    }

    private void send(List<Operation> operations, Consumer<TransactionOutcome> then) {
        // What can't be sent throws here, and nothing is under way.
        var sent = transactor.transact(operations);
        underWay = true;
        // By the thread itself, which tells of mistakes; a stage would keep them.
        var unused = sent.whenComplete((outcome, failure) -> thread.execute(() -> {
            underWay = false;
            try {
                then.accept(failure == null ? outcome : new TransactionOutcome.OutcomeUnknown(failure.toString()));
            } finally {
                if (ceased) {
                    answerUnsent(CEASED);
                }
                sendNext();
            }
        }));
    }

    private void take(List<PendingChange> group, Batch batch, TransactionOutcome outcome) {
        if (outcome instanceof TransactionOutcome.Committed) {
            batch.claims().forEach(claim -> {
                losses.won(claim.logicalSwitch());
                company.replaced(claim.logicalSwitch(), claim.before(), claim.next());
            });
            complete(group, new Committed());
        } else if (outcome instanceof TransactionOutcome.Refused refused) {
            refused(group, batch, refused);
        } else {
            if (outcome instanceof TransactionOutcome.OutcomeUnknown) {
                tenure.lower();
            }
            complete(group, new LookAgain(Verdicts.why(outcome)));
        }
    }

    private void refused(List<PendingChange> group, Batch batch, TransactionOutcome.Refused refused) {
        if (batch.isPrecondition(refused.operationIndex())) {
            tenure.lower();
            complete(group, new LookAgain("another agent writes now: " + refused.error()));
            return;
        }
        if (batch.isLock(refused.operationIndex())) {
            var other = new LookAgain("another agent does this now: " + refused.error());
            complete(outbox.apart(group, pending -> pending.lock().isPresent()), other);
            return;
        }
        var tooLate = batch.claimOf(refused.operationIndex());
        if (tooLate.isPresent()) {
            overtaken(group, tooLate.get());
            return;
        }
        if (group.size() == 1) {
            answer(group, refused.error());
            return;
        }
        var culprit = batch.changeOf(refused.operationIndex());
        if (culprit.isPresent()) {
            answer(outbox.apart(group, pending -> pending.change() == culprit.get()), refused.error());
            return;
        }
        // The commit as a whole failed and does not say by whose fault.
        outbox.halve(group);
    }

    private void overtaken(List<PendingChange> group, Batch.Claim claim) {
        log.debug(
                "others were quicker on switch {}: {} changes wait",
                claim.logicalSwitch(),
                claim.changes().size());
        company.isOver(claim.logicalSwitch(), claim.before());
        var late = Set.copyOf(claim.changes());
        losses.lost(claim.logicalSwitch());
        hold(outbox.apart(group, pending -> late.contains(pending.change())));
    }

    private void answer(List<PendingChange> guilty, OvsdbError error) {
        if (company.othersWrite() && Verdicts.isOutdated(error)) {
            hold(guilty);
        } else {
            complete(guilty, Verdicts.of(error));
        }
    }

    private static void complete(List<PendingChange> group, CommitOutcome outcome) {
        group.forEach(pending -> pending.answer(outcome));
    }
}
