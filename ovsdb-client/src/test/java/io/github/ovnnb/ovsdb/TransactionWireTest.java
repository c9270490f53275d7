package io.github.ovnnb.ovsdb;

import static io.github.ovnnb.ovsdb.NorthboundScript.BY_NAME;
import static io.github.ovnnb.ovsdb.NorthboundScript.LEADER;
import static io.github.ovnnb.ovsdb.NorthboundScript.NO_TRANSACTION;
import static io.github.ovnnb.ovsdb.NorthboundScript.PORT_A;
import static io.github.ovnnb.ovsdb.NorthboundScript.PORT_B;
import static io.github.ovnnb.ovsdb.NorthboundScript.STANDALONE;
import static io.github.ovnnb.ovsdb.NorthboundScript.bringIntoStep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ovnnb.ovsdb.TransactionOutcome.Committed;
import io.github.ovnnb.ovsdb.TransactionOutcome.NotSent;
import io.github.ovnnb.ovsdb.TransactionOutcome.OutcomeUnknown;
import io.github.ovnnb.ovsdb.TransactionOutcome.Refused;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.OperationResult;
import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import io.github.ovnnb.ovsdb.protocol.Value;
import io.github.ovnnb.ovsdb.session.ScriptedServers;
import io.github.ovnnb.ovsdb.session.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Every end that a transaction can come to. */
class TransactionWireTest {
    private static final Operation INSERT =
            Operation.insert("Port", UUID.fromString(PORT_A), Map.of("name", Value.of("a")));

    private final ScriptedServers servers = new ScriptedServers();
    private final OvsdbClient client = OvsdbClient.create(NorthboundScript.options(servers, "tcp:a:1")
            .window(new Window(2, 10_000))
            .build());

    private ScriptedServers.Conversation inStep() {
        var unused1 = client.start();
        var server = servers.accept();
        bringIntoStep(server, STANDALONE, "");
        return server;
    }

    private CompletableFuture<TransactionOutcome> transact(Operation... operations) {
        var outcome = client.transact(List.of(operations)).toCompletableFuture();
        servers.loop.run();
        return outcome;
    }

    @Test
    void aCommittedTransactionIsVisibleWhenItsStageCompletes() {
        var server = inStep();
        var visible = new AtomicBoolean();
        var outcome = client.transact(List.of(INSERT))
                .thenApply(result -> {
                    visible.set(client.replica().snapshot().find(BY_NAME, "a").isPresent());
                    return result;
                })
                .toCompletableFuture();

        var request = server.expect(
                "transact",
                "[\"Small\",{\"op\":\"insert\",\"table\":\"Port\",\"uuid\":\"" + PORT_A
                        + "\",\"row\":{\"name\":\"a\"}}]");
        // The server sends the update first (ovsdb-server(7) section 4.1.5).
        server.send("{\"id\":null,\"method\":\"update3\",\"params\":[\"Small-1\",\"" + NO_TRANSACTION
                + "\",{\"Port\":{\"" + PORT_A + "\":{\"insert\":{\"name\":\"a\"}}}}]}");
        server.reply(request, "[{\"uuid\":[\"uuid\",\"" + PORT_A + "\"]}]");

        assertThat(outcome)
                .isCompletedWithValue(new Committed(List.of(new OperationResult.Inserted(UUID.fromString(PORT_A)))));
        assertThat(visible).isTrue();
    }

    /** An update that changes nothing is counted, and no notification follows; nor does one for columns that are not monitored. */
    @Test
    void aCommitMayChangeNothingThatIsSeen() {
        var server = inStep();
        var outcome = transact(Operation.update("Port", UUID.fromString(PORT_A), Map.of("name", Value.of("a"))));

        server.reply(server.expect("transact"), "[{\"count\":1}]");

        assertThat(outcome).isCompletedWithValue(new Committed(List.of(new OperationResult.Count(1))));
    }

    @Test
    void namesTheOperationThatFailed() {
        var server = inStep();
        var outcome = transact(INSERT, INSERT, INSERT);

        server.reply(
                server.expect("transact"),
                "[{\"uuid\":[\"uuid\",\"" + PORT_A + "\"]},"
                        + "{\"error\":\"duplicate uuid\",\"details\":\"again\",\"syntax\":\"\\\"x\\\"\"},null]");

        assertThat(outcome)
                .isCompletedWithValue(
                        new Refused(1, new OvsdbError("duplicate uuid", Optional.of("again"), Optional.of("\"x\""))));
    }

    private ScriptedServers.Conversation inStepWithALeader() {
        var unused = client.start();
        var server = servers.accept();
        bringIntoStep(server, LEADER, "");
        return server;
    }

    /** It executes again what it could not replicate at first, and answers the second time. */
    @Test
    void aDuplicateUuidOfAClusterMayBeOurOwn() {
        var server = inStepWithALeader();
        var outcome = transact(INSERT);

        server.reply(server.expect("transact"), "[{\"error\":\"duplicate uuid\"}]");

        assertThat(outcome)
                .isCompletedWithValue(new OutcomeUnknown("refused by a cluster, which may have executed it twice, for a"
                        + " row that is perhaps its own: duplicate uuid"));
    }

    private static String identicalNames(String stored) {
        return "{\"error\":\"constraint violation\",\"details\":\"Transaction causes multiple rows in \\\"Port\\\""
                + " table to have identical values (a) for index on column \\\"name\\\".  First row, with UUID "
                + stored
                + ", existed in the database before this transaction and was not modified by the transaction.  Second"
                + " row, with UUID 11111111-0000-4000-8000-00000000000c, was inserted by this transaction.\"}";
    }

    /** Its uuid was the server's choice, so nobody can say which execution made the row that is in the way. */
    @Test
    void aNameThatAClusterFindsTakenMayBeTakenByOurOwnRow() {
        var server = inStepWithALeader();
        var outcome = transact(Operation.insert("Port", Map.of("name", Value.of("a"))));

        server.reply(
                server.expect("transact"), "[{\"uuid\":[\"uuid\",\"" + PORT_A + "\"]}," + identicalNames(PORT_B) + "]");

        assertThat(outcome.getNow(new NotSent(""))).isInstanceOf(OutcomeUnknown.class);
    }

    @Test
    void aNameThatAClusterFindsTakenBySomebodyElsesRowIsTaken() {
        var server = inStepWithALeader();
        var outcome = transact(INSERT);

        server.reply(
                server.expect("transact"), "[{\"uuid\":[\"uuid\",\"" + PORT_A + "\"]}," + identicalNames(PORT_B) + "]");

        assertThat(outcome.getNow(new NotSent(""))).isInstanceOf(Refused.class);
    }

    @Test
    void aListChangedAfterwardsChangesNothing() {
        var server = inStep();
        var operations = new ArrayList<Operation>(List.of(INSERT));
        var outcome = client.transact(operations).toCompletableFuture();
        operations.clear();

        server.reply(server.expect("transact"), "[{\"uuid\":[\"uuid\",\"" + PORT_A + "\"]}]");

        assertThat(outcome.getNow(new NotSent(""))).isInstanceOf(Committed.class);
        assertThat(server.closed()).isEmpty();
    }

    /** Whatever is wrong with it, it takes no place among the unfinished. */
    @Test
    void aListThatCannotBeSentTakesNoPlace() {
        var narrow = OvsdbClient.create(NorthboundScript.options(servers, "tcp:a:1")
                .unfinishedTransactions(1)
                .build());
        assertThatThrownBy(() -> narrow.transact(Arrays.asList(INSERT, null))).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> narrow.transact(List.of(new Operation.Comment("\0"))))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(narrow.transact(List.of(INSERT)).toCompletableFuture()).isNotDone();
    }

    @Test
    void anElementMoreThanOperationsIsTheFailureOfTheCommit() {
        var server = inStep();
        var outcome = transact(INSERT);

        server.reply(
                server.expect("transact"),
                "[{\"uuid\":[\"uuid\",\"" + PORT_A
                        + "\"]},{\"error\":\"constraint violation\",\"details\":\"identical values (a)\"}]");

        assertThat(outcome)
                .isCompletedWithValue(new Refused(1, OvsdbError.of("constraint violation", "identical values (a)")));
    }

    @Test
    void aRefusedRequestMayComeWithoutAResult() {
        var server = inStep();
        var outcome = transact(INSERT);

        server.refuse(server.expect("transact"), "{\"error\":\"database not available\"}");

        assertThat(outcome)
                .isCompletedWithValue(new Refused(Refused.WHOLE_REQUEST, OvsdbError.of("database not available")));
    }

    @Test
    void aRefusedRequestMayComeWithANullResultAndAStringForAnError() {
        var server = inStep();
        var outcome = transact(INSERT);

        var request = server.expect("transact");
        server.send("{\"error\":\"invalid parameters\",\"id\":" + request.path("id") + ",\"result\":null}");

        assertThat(outcome)
                .isCompletedWithValue(new Refused(Refused.WHOLE_REQUEST, OvsdbError.of("invalid parameters")));
    }

    @Test
    void aTransactionCanceledByAConversionMayHaveBeenStoredByACluster() {
        var unused = client.start();
        var server = servers.accept();
        bringIntoStep(server, LEADER, "");
        var outcome = transact(INSERT);

        server.refuse(server.expect("transact"), "\"canceled\"");

        assertThat(outcome.getNow(new NotSent(""))).isInstanceOf(OutcomeUnknown.class);
    }

    @Test
    void aTransactionCanceledByAConversionCameBackFromAStandaloneServerAsItWas() {
        var server = inStep();
        var outcome = transact(INSERT);

        server.refuse(server.expect("transact"), "\"canceled\"");

        assertThat(outcome)
                .isCompletedWithValue(
                        new NotSent("the server gave it back unexecuted, because the database was being replaced"));
    }

    @Test
    void aConnectionLostBeforeTheAnswerLeavesTheOutcomeUnknown() {
        var server = inStep();
        var outcome = transact(INSERT);
        server.expect("transact");

        server.hangUp("connection reset by peer");

        assertThat(outcome)
                .isCompletedWithValue(new OutcomeUnknown(
                        "the connection was lost before the answer: tcp:a:1: connection reset by peer"));
    }

    @Test
    void whatWasNotWrittenIsSentOverTheNextConnectionAndNeverTwice() {
        var server = inStep();
        var unused2 = transact(INSERT);
        var unused3 = transact(INSERT);
        var third = transact(new Operation.Comment("third"));
        server.expect("transact");
        server.expect("transact");
        server.expectNothing();

        server.hangUp("closed by the server");
        assertThat(third).isNotDone();
        servers.loop.advance(Duration.ofSeconds(1));
        var next = servers.accept();
        bringIntoStep(next, STANDALONE, "");

        next.reply(next.expect("transact", "[\"Small\",{\"op\":\"comment\",\"comment\":\"third\"}]"), "[{}]");
        next.expectNothing();
        assertThat(third).isCompletedWithValue(new Committed(List.of(new OperationResult.Empty())));
    }

    @Test
    void nothingIsSentBeforeTheReplicaIsInStep() {
        var outcome = client.transact(List.of(INSERT), Duration.ofSeconds(3)).toCompletableFuture();
        var unused4 = client.start();
        var server = servers.accept();
        NorthboundScript.identify(server, STANDALONE);
        server.expect("get_schema");
        server.expectNothing();

        servers.loop.advance(Duration.ofSeconds(3));

        assertThat(outcome).isCompletedWithValue(new NotSent("the replica is being synchronized"));
    }

    @Test
    void anAnswerThatNeverComesCostsTheConnection() {
        var unused5 = client.start();
        var server = servers.accept();
        bringIntoStep(server, LEADER, "");
        var slow = client.transact(List.of(INSERT), Duration.ofSeconds(4)).toCompletableFuture();
        servers.loop.advance(Duration.ofSeconds(1));
        var companion = transact(INSERT);

        servers.loop.advance(Duration.ofSeconds(3));

        assertThat(slow).isCompletedWithValue(new OutcomeUnknown("no answer within 4000 ms"));
        assertThat(server.closed()).contains("a transaction was not answered within 4000 ms");
        assertThat(companion.getNow(new NotSent(""))).isInstanceOf(OutcomeUnknown.class);
        // The old connection says it now; nobody listens any more.
        assertThat(servers.isDialed()).isTrue();
    }

    @Test
    void closingTheClientEndsEveryTransaction() {
        var server = inStep();
        var written = transact(INSERT);
        var unused6 = transact(INSERT);
        var waiting = transact(INSERT);

        client.close();
        servers.loop.run();

        assertThat(written)
                .isCompletedWithValue(
                        new OutcomeUnknown("the connection was lost before the answer: the client is closed"));
        assertThat(waiting).isCompletedWithValue(new NotSent("the client is closed"));
        assertThat(server.closed()).contains("the client is closed");
        assertThat(transact(INSERT)).isCompletedWithValue(new NotSent("the client is closed"));
        assertThat(servers.isDialed()).isFalse();
        assertThat(client.status()).isEqualTo(new ConnectionStatus.Closed());
    }

    @Test
    void aClientClosedBeforeTheFirstSnapshotSaysSo() {
        var started = client.start().toCompletableFuture();
        servers.accept();

        client.close();
        servers.loop.run();

        assertThat(started).isCompletedExceptionally();
        assertThatThrownBy(started::join).hasCauseInstanceOf(OvsdbException.Unanswered.class);
    }

    @Test
    void waitingOnTheLoopFailsInsteadOfWaitingForEver() {
        inStep();
        var outcome = transact(INSERT);

        assertThatThrownBy(outcome::join).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> outcome.thenApply(Object::toString).get()).isInstanceOf(IllegalStateException.class);
    }

    private static final Operation PATIENT = new Operation.Wait(
            "Port", List.of(), List.of("name"), Operation.Until.EQUAL, List.of(), Optional.of(Duration.ofSeconds(20)));

    private SubmittedTransaction submit(Operation operation) {
        var submitted = client.submit(List.of(operation), Duration.ofSeconds(30));
        servers.loop.run();
        return submitted;
    }

    @Test
    void aTransactionThatStillWaitsAtTheServerIsCanceled() {
        var server = inStep();
        var submitted = submit(PATIENT);
        var request = server.expect("transact");

        submitted.cancel();

        server.expectMessage("{\"id\":null,\"method\":\"cancel\",\"params\":[" + request.path("id") + "]}");
        server.refuse(request, "\"canceled\"");
        assertThat(submitted.outcome().toCompletableFuture())
                .isCompletedWithValue(new Refused(Refused.WHOLE_REQUEST, OvsdbError.of("canceled")));
    }

    @Test
    void aTransactionThatACallbackComesTooLateForEndsAsItWouldHave() {
        var server = inStep();
        var submitted = submit(PATIENT);
        var request = server.expect("transact");

        submitted.cancel();
        server.expect("cancel");
        server.reply(request, "[{}]");
        submitted.cancel();

        assertThat(submitted.outcome().toCompletableFuture())
                .isCompletedWithValue(new Committed(List.of(new OperationResult.Empty())));
        server.expectNothing();
    }

    @Test
    void aClusterMayHaveBegunToStoreWhatItCancels() {
        var unused = client.start();
        var server = servers.accept();
        bringIntoStep(server, LEADER, "");
        var submitted = submit(PATIENT);
        var request = server.expect("transact");

        submitted.cancel();
        server.expect("cancel");
        server.refuse(request, "\"canceled\"");

        assertThat(submitted.outcome().toCompletableFuture().getNow(new NotSent("")))
                .isEqualTo(new OutcomeUnknown("canceled on request, but the cluster may have been storing it already"));
    }

    @Test
    void aTransactionThatHasNotLeftIsNotSentWhenCanceled() {
        var submitted = submit(PATIENT);

        submitted.cancel();
        servers.loop.run();

        assertThat(submitted.outcome().toCompletableFuture())
                .isCompletedWithValue(new NotSent("canceled before it was sent"));
    }

    @Test
    void moreUnfinishedTransactionsThanThereIsRoomForAreNotSent() {
        var narrow = OvsdbClient.create(NorthboundScript.options(servers, "tcp:a:1")
                .unfinishedTransactions(2)
                .build());
        var first = narrow.transact(List.of(INSERT), Duration.ofSeconds(5)).toCompletableFuture();
        var unused = narrow.transact(List.of(INSERT));
        var third = narrow.transact(List.of(INSERT)).toCompletableFuture();

        assertThat(third).isCompletedWithValue(new NotSent("2 transactions are unfinished already"));
        servers.loop.advance(Duration.ofSeconds(5));
        assertThat(first).isDone();
        assertThat(narrow.transact(List.of(INSERT)).toCompletableFuture()).isNotDone();
        assertThatThrownBy(() -> OvsdbClientOptions.builder().unfinishedTransactions(0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aStringThatTheServerCannotTakeIsTheCallersMistake() {
        assertThatThrownBy(() -> client.transact(List.of(Operation.insert("Port", Map.of("name", Value.of("a\0b"))))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFullSocketHoldsTransactionsBack() {
        var server = inStep();
        server.writable(false);
        var unused7 = transact(INSERT);
        server.expectNothing();

        server.writable(true);

        server.expect("transact");
    }

    @Test
    void questionsAreAskedAgainOnTheNextConnection() {
        var server = inStep();
        var databases = client.listDatabases().toCompletableFuture();
        server.expect("list_dbs", "[]");
        server.hangUp("closed by the server");
        servers.loop.advance(Duration.ofSeconds(1));
        var next = servers.accept();
        bringIntoStep(next, STANDALONE, "");

        next.reply(next.expect("list_dbs", "[]"), "[\"Small\",\"_Server\"]");

        assertThat(databases).isCompletedWithValue(List.of("Small", "_Server"));
    }

    @Test
    void aQuestionWithoutAnAnswerFailsAtItsDeadline() {
        var databases = client.listDatabases().toCompletableFuture();

        servers.loop.advance(Duration.ofSeconds(30));

        assertThatThrownBy(databases::join)
                .hasCauseInstanceOf(OvsdbException.Unanswered.class)
                .hasMessageContaining("no answer within 30000 ms");
    }

    @Test
    void asksForTheServersId() {
        var server = inStep();
        var id = client.serverId().toCompletableFuture();

        server.reply(server.expect("get_server_id", "[]"), "\"" + PORT_A + "\"");

        assertThat(id).isCompletedWithValue(UUID.fromString(PORT_A));
    }

    @Test
    void convertsTheDatabase() {
        var server = inStep();
        var converted = client.convert("{\"name\":\"Small\"}").toCompletableFuture();

        server.reply(server.expect("convert", "[\"Small\",{\"name\":\"Small\"}]"), "{}");

        assertThat(converted).isCompleted();
    }

    @Test
    void aConversionIsNeverRepeated() {
        var server = inStep();
        var converted = client.convert("{\"name\":\"Small\"}").toCompletableFuture();
        server.expect("convert");

        // Its own consequence: everything is asked for again on the same connection.
        server.send("{\"id\":null,\"method\":\"monitor_canceled\",\"params\":[\"Small-1\"]}");
        NorthboundScript.giveSchema(server);
        server.reply(server.expect("monitor_cond_since"), "[false,\"" + NO_TRANSACTION + "\",{}]");
        server.expectNothing();
        server.hangUp("closed by the server");
        servers.loop.advance(Duration.ofSeconds(1));
        var next = servers.accept();
        bringIntoStep(next, STANDALONE, "");

        next.expectNothing();
        assertThatThrownBy(converted::join)
                .hasCauseInstanceOf(OvsdbException.OutcomeUnknown.class)
                .hasMessageContaining("the connection was lost before the answer");
    }

    @Test
    void aConversionThatWasNotAskedForYetWaitsForAConnection() {
        var converted = client.convert("{\"name\":\"Small\"}").toCompletableFuture();
        var server = inStep();

        server.reply(server.expect("convert"), "{}");

        assertThat(converted).isCompleted();
        var late = client.convert("{\"name\":\"Small\"}").toCompletableFuture();
        server.expect("convert");
        servers.loop.advance(Duration.ofSeconds(4));
        server.send(" ");
        client.close();
        servers.loop.run();
        assertThatThrownBy(late::join).hasCauseInstanceOf(OvsdbException.OutcomeUnknown.class);
    }

    @Test
    void aConversionThatDoesNotFitTheDataIsRefused() {
        var server = inStep();
        var converted = client.convert("{}").toCompletableFuture();

        server.refuse(server.expect("convert"), "{\"error\":\"constraint violation\",\"details\":\"too long\"}");

        assertThatThrownBy(converted::join)
                .hasCauseInstanceOf(OvsdbException.RequestRefused.class)
                .hasMessageContaining("constraint violation: too long");
        assertThatThrownBy(() -> client.convert("{")).isInstanceOf(IllegalArgumentException.class);
    }
}
