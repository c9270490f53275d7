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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;
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
    /** A second or so. */
    private static final int MOST_PAUSES = 200;
    /** Beyond this the server is busy for too long with one transaction to serve others in between. */
    private static final int MOST_CHANGES = 256;

    private static final LookAgain CEASED = new LookAgain("we write no longer");

    private final Transactor transactor;
    private final Tenure tenure;
    private final Company company;
    private final Pause pause;
    private final Rows rows;
    private final Supplier<UUID> newUuid;
    private final Executor thread;
    private final Deque<Pending> waiting = new ArrayDeque<>();
    /** Parts of a refused transaction, to be sent apart from others until the bad change is found. */
    private final Deque<List<Pending>> suspects = new ArrayDeque<>();
    /** Those that wait for a moment before they are sent again. */
    private final Set<Pending> paused = new LinkedHashSet<>();

    /** Those that wait until another agent has gone first. */
    private final Set<Pending> aside = new LinkedHashSet<>();

    private final Losses losses = new Losses();

    private final List<CompletableFuture<Void>> takingOver = new ArrayList<>();

    /** Hears, after each try to begin, why we may not write; empty if we may, or may soon. */
    private Consumer<Optional<String>> standing = refusal -> {};

    private boolean underWay;
    private boolean flushing;
    private boolean ceased;

    private static final class Pending {
        private final PortChange change;
        /** The lock without which it may not be done. */
        private final Optional<String> lock;

        private final CompletableFuture<CommitOutcome> answer = new CompletableFuture<>();
        private int pauses;

        Pending(PortChange change, Optional<String> lock) {
            this.change = change;
            this.lock = lock;
        }
    }

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
        this.pause = pause;
        this.rows = rows;
        this.newUuid = newUuid;
        this.thread = thread;
    }

    CompletionStage<CommitOutcome> commit(PortChange change) {
        return add(new Pending(change, Optional.empty()));
    }

    /** The same, refused by the database unless we hold that lock. */
    CompletionStage<CommitOutcome> commit(PortChange change, String lock) {
        return add(new Pending(change, Optional.of(lock)));
    }

    private CompletionStage<CommitOutcome> add(Pending pending) {
        if (ceased) {
            pending.answer.complete(CEASED);
            return pending.answer;
        }
        waiting.add(pending);
        sendSoon();
        return pending.answer;
    }

    /** Answers everything that has not been sent, and from now on everything that comes, until {@link #takeOver}. */
    void cease() {
        ceased = true;
        // Whoever wanted to begin does not any more.
        takingOver.clear();
        answerUnsent(CEASED);
    }

    private void answerUnsent(CommitOutcome outcome) {
        var all = new ArrayList<>(waiting);
        suspects.forEach(all::addAll);
        all.addAll(paused);
        all.addAll(aside);
        waiting.clear();
        suspects.clear();
        paused.clear();
        aside.clear();
        losses.clear();
        complete(all, outcome);
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
        var taken = suspects.isEmpty() ? takeWaiting() : suspects.remove();
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

    private void send(List<Pending> group) {
        var batch = batch(group);
        if (batch.isEmpty()) {
            complete(group, new LookAgain("there is nothing left to change"));
            sendSoon();
            return;
        }
        send(batch.operations(), outcome -> take(group, batch, outcome));
    }

    /** Nothing was sent; of several, one alone may be to blame. */
    private void blame(List<Pending> group, RuntimeException unwritable) {
        if (group.size() > 1) {
            halve(group);
            return;
        }
        if (!(unwritable instanceof IllegalArgumentException)) {
            log.error("a mistake in the program; {} is refused", group.get(0).change, unwritable);
        }
        complete(group, new Refused("it can't be written: " + unwritable.getMessage()));
    }

    private Batch batch(List<Pending> group) {
        var locks = group.stream()
                .flatMap(pending -> pending.lock.stream())
                .distinct()
                .map(Operation.Assert::new)
                .toList();
        var changes = group.stream().map(pending -> pending.change).toList();
        return new Batch(changes, tenure.preconditions(), locks, company, rows, newUuid);
    }

    /** Those that may be sent now, by what has been heard since they were planned. */
    private List<Pending> timely(List<Pending> group) {
        var timely = new ArrayList<Pending>();
        var early = new ArrayList<Pending>();
        var polite = new ArrayList<Pending>();
        for (var pending : group) {
            switch (company.standing(pending.change)) {
                case GOOD -> timely.add(pending);
                case OVERTAKEN -> pending.answer.complete(new Overtaken());
                case EARLY -> early.add(pending);
                case LEFT_TO_ANOTHER -> polite.add(pending);
            }
        }
        hold(early);
        stepAside(polite);
        return timely;
    }

    private void stepAside(List<Pending> polite) {
        boolean isFirst = aside.isEmpty();
        aside.addAll(polite);
        if (isFirst && !polite.isEmpty()) {
            pause.then(() -> {
                company.paused();
                waiting.addAll(aside);
                aside.clear();
                sendSoon();
            });
        }
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

    private void hold(List<Pending> group) {
        var patient = group.stream()
                .filter(pending -> ++pending.pauses <= MOST_PAUSES)
                .toList();
        if (patient.size() < group.size()) {
            // What we have committed and not heard of for so long is not there any more.
            company.startOver();
            group.stream()
                    .filter(pending -> !patient.contains(pending))
                    .forEach(pending -> pending.answer.complete(
                            new LookAgain("it could not be heard what others have changed meanwhile")));
        }
        if (!patient.isEmpty()) {
            paused.addAll(patient);
            pause.then(() -> {
                patient.stream().filter(paused::remove).forEach(waiting::add);
                sendSoon();
            });
        }
    }

    private void raise() {
        if (waiting.isEmpty() && suspects.isEmpty() && takingOver.isEmpty()) {
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

    private List<Pending> takeWaiting() {
        var group = new ArrayList<Pending>();
        while (!waiting.isEmpty() && group.size() < MOST_CHANGES) {
            group.add(waiting.remove());
        }
        return group;
    }

    private void take(List<Pending> group, Batch batch, TransactionOutcome outcome) {
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

    private void refused(List<Pending> group, Batch batch, TransactionOutcome.Refused refused) {
        if (batch.isPrecondition(refused.operationIndex())) {
            tenure.lower();
            complete(group, new LookAgain("another agent writes now: " + refused.error()));
            return;
        }
        if (batch.isLock(refused.operationIndex())) {
            var other = new LookAgain("another agent does this now: " + refused.error());
            apart(group, pending -> pending.lock.isPresent(), guilty -> complete(guilty, other));
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
            apart(group, pending -> pending.change == culprit.get(), guilty -> answer(guilty, refused.error()));
            return;
        }
        // The commit as a whole failed and does not say by whose fault.
        halve(group);
    }

    /** Until the guilty one is alone. */
    private void halve(List<Pending> group) {
        suspects.add(group.subList(0, group.size() / 2));
        suspects.add(group.subList(group.size() / 2, group.size()));
    }

    private void overtaken(List<Pending> group, Batch.Claim claim) {
        log.debug(
                "others were quicker on switch {}: {} changes wait",
                claim.logicalSwitch(),
                claim.changes().size());
        company.isOver(claim.logicalSwitch(), claim.before());
        var late = Set.copyOf(claim.changes());
        losses.lost(claim.logicalSwitch());
        apart(group, pending -> late.contains(pending.change), this::hold);
    }

    /** The others are sent again without those. */
    private void apart(List<Pending> group, Predicate<Pending> guilty, Consumer<List<Pending>> then) {
        then.accept(group.stream().filter(guilty).toList());
        var others = group.stream().filter(guilty.negate()).toList();
        if (!others.isEmpty()) {
            suspects.add(others);
        }
    }

    private void answer(List<Pending> guilty, OvsdbError error) {
        if (company.othersWrite() && Verdicts.isOutdated(error)) {
            hold(guilty);
        } else {
            complete(guilty, Verdicts.of(error));
        }
    }

    private static void complete(List<Pending> group, CommitOutcome outcome) {
        group.forEach(pending -> pending.answer.complete(outcome));
    }
}
