package io.github.ovnnb.agent.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.Addresses;
import io.github.ovnnb.agent.domain.IpAddress;
import io.github.ovnnb.agent.domain.MacAddress;
import io.github.ovnnb.agent.domain.Placement;
import io.github.ovnnb.agent.domain.PortChange;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.PortOwnership;
import io.github.ovnnb.agent.domain.PortSpec;
import io.github.ovnnb.agent.domain.Workload.Standalone;
import io.github.ovnnb.agent.reconcile.Northbound.CommitOutcome;
import io.github.ovnnb.agent.reconcile.Northbound.Committed;
import io.github.ovnnb.agent.reconcile.Northbound.LookAgain;
import io.github.ovnnb.agent.reconcile.Northbound.Refused;
import io.github.ovnnb.ovsdb.TransactionOutcome;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.OperationResult;
import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupCommitTest {
    private static final String UNSENDABLE = "unsendable";

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<List<Operation>> sent = new ArrayList<>();
    private final Deque<CompletableFuture<TransactionOutcome>> answers = new ArrayDeque<>();
    private long uuids;
    private final GroupCommit writer = new GroupCommit(
            operations -> {
                if (operations.toString().contains(UNSENDABLE)) {
                    throw new IllegalStateException("no way to send that");
                }
                sent.add(operations);
                answers.add(new CompletableFuture<>());
                return answers.getLast();
            },
            new Fence("the-lock"),
            Company.NONE,
            Runnable::run,
            new ReplicaModel(),
            () -> new UUID(1, ++uuids),
            tasks::add);

    private static final TransactionOutcome RAISED =
            new TransactionOutcome.Committed(List.of(new OperationResult.Empty(), new OperationResult.Count(1)));

    @BeforeEach
    void begin() {
        var taken = writer.takeOver();
        settle();
        answer(RAISED);
        assertThat(taken).isCompleted();
        sent.clear();
    }

    @Test
    void sendsTogetherWhatArrivesTogether() {
        var one = commit("a");
        var other = commit("b");
        settle();

        assertThat(sent).hasSize(1);
        assertThat(names(sent.get(0))).containsExactly("assert", "wait", "insert", "insert", "insert", "mutate");
        answer(new TransactionOutcome.Committed(List.of()));
        assertThat(one).isCompletedWithValue(new Committed());
        assertThat(other).isCompletedWithValue(new Committed());
    }

    @Test
    void collectsTheNextGroupWhileOneIsUnderWay() {
        var first = commit("a");
        settle();
        var next = List.of(commit("b"), commit("c"));
        settle();
        assertThat(sent).hasSize(1);

        answer(new TransactionOutcome.Committed(List.of()));

        assertThat(first).isCompleted();
        assertThat(next).noneMatch(CompletableFuture::isDone);
        assertThat(inserted(sent.get(1))).isEqualTo(2);
    }

    @Test
    void refusesTheBadChangeAloneWhenTheServerSaysWhichItIs() {
        var good = commit("a");
        var bad = commit("b");
        settle();
        int ofB = names(sent.get(0)).lastIndexOf("insert");
        answer(new TransactionOutcome.Refused(ofB, OvsdbError.of("range error")));

        assertThat(bad).isCompletedWithValue(new Refused("range error"));
        assertThat(inserted(sent.get(1))).isEqualTo(1);
        answer(new TransactionOutcome.Committed(List.of()));
        assertThat(good).isCompletedWithValue(new Committed());
    }

    @Test
    void halvesUntilTheBadChangeIsAloneWhenOnlyTheCommitFailed() {
        var changes = List.of(commit("a"), commit("b"), commit("c"), commit("d"));
        settle();
        while (!answers.isEmpty()) {
            boolean hasTheBadOne = sent.get(sent.size() - 1).toString().contains("\"c.shop\"");
            answer(
                    hasTheBadOne
                            ? new TransactionOutcome.Refused(
                                    sent.get(sent.size() - 1).size(), OvsdbError.of("constraint violation"))
                            : new TransactionOutcome.Committed(List.of()));
        }

        assertThat(changes.get(2).join()).isInstanceOf(LookAgain.class);
        assertThat(List.of(
                        changes.get(0).join(),
                        changes.get(1).join(),
                        changes.get(3).join()))
                .containsOnly(new Committed());
    }

    @Test
    void asksToLookAgainWhenTheOutcomeIsNotKnown() {
        var change = commit("a");
        settle();
        answer(new TransactionOutcome.OutcomeUnknown("the connection broke"));

        assertThat(change.join()).isInstanceOf(LookAgain.class);
        assertThat(sent).as("nothing is repeated").hasSize(1);
    }

    @Test
    void blamesNoChangeWhenAnotherAgentLeads() {
        var one = commit("a");
        var other = commit("b");
        settle();
        answer(new TransactionOutcome.Refused(0, OvsdbError.of("not owner")));

        assertThat(one.join()).isInstanceOf(LookAgain.class);
        assertThat(other.join()).isInstanceOf(LookAgain.class);
        assertThat(sent).hasSize(1);
    }

    @Test
    void raisesTheFenceAnewAfterAnUnknownOutcomeAndHasAllElsePlannedAnew() {
        var lost = commit("a");
        settle();
        var behind = commit("b");
        settle();
        answer(new TransactionOutcome.OutcomeUnknown("the connection broke"));

        assertThat(lost).isCompleted();
        assertThat(behind).as("planned on the old view").isNotDone();
        assertThat(names(sent.get(1))).containsExactly("assert", "wait", "mutate");
        answer(RAISED);
        assertThat(behind.join()).isInstanceOf(LookAgain.class);
        var planned = commit("b");
        settle();
        assertThat(guardOf(sent.get(2))).isNotEqualTo(guardOf(sent.get(0)));
        answer(new TransactionOutcome.Committed(List.of()));
        assertThat(planned).isCompletedWithValue(new Committed());
    }

    @Test
    void blamesNoChangeWhenAnotherAgentHasRaisedItsFence() {
        var one = commit("a");
        settle();
        answer(new TransactionOutcome.Refused(1, OvsdbError.of("timed out")));

        assertThat(one.join()).isInstanceOf(LookAgain.class);
        var again = commit("a");
        settle();
        assertThat(names(sent.get(1))).as("first its own fence again").containsExactly("assert", "wait", "mutate");
        answer(RAISED);
        assertThat(again.join()).isInstanceOf(LookAgain.class);
    }

    @Test
    void makesTheRowOfTheFenceInADatabaseThatHasNone() {
        var taken = writer.takeOver();
        settle();
        answer(new TransactionOutcome.Committed(List.of(new OperationResult.Empty(), new OperationResult.Count(0))));

        assertThat(taken).isNotDone();
        assertThat(names(sent.get(1))).containsExactly("assert", "wait", "insert");
        answer(new TransactionOutcome.Committed(List.of(
                new OperationResult.Empty(),
                new OperationResult.Empty(),
                new OperationResult.Inserted(new UUID(2, 2)))));
        assertThat(taken).isCompleted();
    }

    @Test
    void completesTheTakeOverEvenWhenItCouldNotBeHadNow() {
        var taken = writer.takeOver();
        settle();
        answer(new TransactionOutcome.NotSent("there is no connection"));

        assertThat(taken).isCompleted();
        var change = commit("a");
        settle();
        answer(new TransactionOutcome.NotSent("there is no connection"));
        assertThat(change.join()).isInstanceOf(LookAgain.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"uid-\0", UNSENDABLE})
    void aChangeThatCannotBeWrittenIsRefusedAloneAndHoldsUpNobody(String uid) {
        var good = new ArrayList<>(List.of(commit("a"), commit("b")));
        var bad = commit("c", "02:00:00:00:00:0c", "10.0.0.99", uid);
        good.add(commit("d"));
        settle();
        while (!answers.isEmpty()) {
            answer(new TransactionOutcome.Committed(List.of()));
        }

        var why = uid.equals(UNSENDABLE) ? "no way to send that" : "OVSDB strings cannot contain NUL: \"uid-\\0\"";
        assertThat(bad).isCompletedWithValue(new Refused("it can't be written: " + why));
        assertThat(good).allSatisfy(change -> assertThat(change).isCompletedWithValue(new Committed()));
        var next = commit("e");
        settle();
        answer(new TransactionOutcome.Committed(List.of()));
        assertThat(next).isCompletedWithValue(new Committed());
    }

    @Test
    void sendsNothingMoreOnceItHasCeased() {
        var underWay = commit("a");
        settle();
        var queued = IntStream.range(0, 300).mapToObj(this::commitNumber).toList();
        settle();

        writer.cease();

        assertThat(queued).allSatisfy(change -> assertThat(change.join()).isInstanceOf(LookAgain.class));
        assertThat(commit("b").join()).as("what comes later").isInstanceOf(LookAgain.class);
        answer(new TransactionOutcome.Committed(List.of()));
        assertThat(underWay).as("what can't be called back").isCompletedWithValue(new Committed());
        assertThat(sent).hasSize(1);
    }

    @Test
    void doesNotRepeatTheGoodPartOfARefusedTransactionOnceItHasCeased() {
        var good = commit("a");
        var bad = commit("b");
        settle();
        int ofB = names(sent.get(0)).lastIndexOf("insert");
        writer.cease();

        answer(new TransactionOutcome.Refused(ofB, OvsdbError.of("range error")));

        assertThat(bad).isCompletedWithValue(new Refused("range error"));
        assertThat(good.join()).isInstanceOf(LookAgain.class);
        assertThat(sent).hasSize(1);
    }

    @Test
    void writesAgainWhenItTakesOverAnew() {
        writer.cease();
        var queued = IntStream.range(0, 300).mapToObj(this::commitNumber).toList();
        assertThat(queued).allMatch(CompletableFuture::isDone);
        begin();

        var again = IntStream.range(0, 300).mapToObj(this::commitNumber).toList();
        settle();
        while (!answers.isEmpty()) {
            answer(new TransactionOutcome.Committed(List.of()));
        }

        assertThat(again).allSatisfy(change -> assertThat(change).isCompletedWithValue(new Committed()));
    }

    @Test
    void doesNotBeginAfterAllIfItCeasedMeanwhile() {
        var taken = writer.takeOver();
        writer.cease();
        settle();

        assertThat(sent).isEmpty();
        assertThat(taken).isNotDone();
    }

    @Test
    void tellsWhoWaitsWhatKeepsItFromBeginning() {
        var taken = writer.takeOver();
        settle();
        var full = OvsdbError.of("I/O error");
        answer(new TransactionOutcome.Refused(2, full));
        assertThat(taken).isCompleted();

        var change = commit("a");
        settle();
        answer(new TransactionOutcome.Refused(2, full));

        assertThat(change).isCompletedWithValue(new Refused(full.toString()));
    }

    private CompletableFuture<CommitOutcome> commitNumber(int number) {
        return commit(
                "pod-" + number,
                "02:00:00:00:%02x:%02x".formatted(1 + number / 256, number % 256),
                "10.1." + (number / 250) + "." + (1 + number % 250));
    }

    private CompletableFuture<CommitOutcome> commit(String pod) {
        return commit(pod, "02:00:00:00:00:0" + pod, "10.0.0." + (int) pod.charAt(0));
    }

    private CompletableFuture<CommitOutcome> commit(String pod, String mac, String ip) {
        return commit(pod, mac, ip, "uid-" + pod);
    }

    private CompletableFuture<CommitOutcome> commit(String pod, String mac, String ip, String uid) {
        var addresses = new Addresses(MacAddress.of(mac), List.of(IpAddress.of(ip)));
        return writer.commit(new PortChange.Create(new PortSpec(
                        PortIdentity.of("shop", pod),
                        new Placement("s1", addresses),
                        false,
                        Optional.empty(),
                        new PortOwnership(new Standalone(), Optional.of(uid)))))
                .toCompletableFuture();
    }

    private static Operation guardOf(List<Operation> operations) {
        return operations.get(1);
    }

    private void answer(TransactionOutcome outcome) {
        answers.remove().complete(outcome);
        settle();
    }

    private void settle() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    private static List<String> names(List<Operation> operations) {
        return operations.stream().map(Operation::name).toList();
    }

    private static long inserted(List<Operation> operations) {
        return operations.stream()
                .filter(Operation.Insert.class::isInstance)
                .filter(operation -> ((Operation.Insert) operation).table().equals(DatabaseModel.PORTS))
                .count();
    }
}
