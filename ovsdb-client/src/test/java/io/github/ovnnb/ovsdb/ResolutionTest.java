package io.github.ovnnb.ovsdb;

import static io.github.ovnnb.ovsdb.NorthboundScript.LEADER;
import static io.github.ovnnb.ovsdb.NorthboundScript.PORT_A;
import static io.github.ovnnb.ovsdb.NorthboundScript.PORT_B;
import static io.github.ovnnb.ovsdb.NorthboundScript.STANDALONE;
import static io.github.ovnnb.ovsdb.NorthboundScript.bringIntoStep;
import static io.github.ovnnb.ovsdb.NorthboundScript.initial;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ovnnb.ovsdb.TransactionOutcome.Committed;
import io.github.ovnnb.ovsdb.TransactionOutcome.NotSent;
import io.github.ovnnb.ovsdb.TransactionOutcome.OutcomeUnknown;
import io.github.ovnnb.ovsdb.TransactionOutcome.Refused;
import io.github.ovnnb.ovsdb.protocol.Condition;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.OperationResult.Inserted;
import io.github.ovnnb.ovsdb.protocol.OperationResult.Unseen;
import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import io.github.ovnnb.ovsdb.protocol.Value;
import io.github.ovnnb.ovsdb.replica.TableDefinition;
import io.github.ovnnb.ovsdb.session.ScriptedServers;
import io.github.ovnnb.ovsdb.session.ScriptedServers.Conversation;
import io.github.ovnnb.ovsdb.session.WhileDisconnected;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How an unknown outcome becomes a known one, and when it must not. */
class ResolutionTest {
    private static final UUID PORT = UUID.fromString(PORT_A);
    private static final Operation GUARD = Operation.noRow("Port", List.of(Condition.equal("name", Value.of("a"))));
    private static final Operation INSERT = Operation.insert("Port", PORT, Map.of("name", Value.of("a")));
    private static final Committed FOUND = new Committed(List.of(new Unseen(), new Inserted(PORT)));
    private static final String STORED = "[{},{\"uuid\":[\"uuid\",\"" + PORT_A + "\"]}]";

    private final ScriptedServers servers = new ScriptedServers();
    private OvsdbClient client =
            OvsdbClient.create(NorthboundScript.options(servers, "tcp:a:1").build());

    private Conversation inStep() {
        var unused = client.start();
        var server = servers.accept();
        bringIntoStep(server, STANDALONE, "");
        return server;
    }

    private CompletableFuture<TransactionOutcome> create() {
        var outcome = client.transactResolved(List.of(GUARD, INSERT)).toCompletableFuture();
        servers.loop.run();
        return outcome;
    }

    private Conversation lose(Conversation server, String portsAfterwards) {
        server.hangUp("connection reset by peer");
        servers.loop.advance(Duration.ofSeconds(10));
        var next = servers.accept();
        bringIntoStep(next, STANDALONE, portsAfterwards);
        return next;
    }

    @Test
    void anAnswerIsAnAnswer() {
        var server = inStep();
        var stored = create();
        server.reply(server.expect("transact"), STORED);
        var refused = create();
        server.reply(server.expect("transact"), "[{\"error\":\"timed out\"},null]");

        assertThat(stored.getNow(new NotSent(""))).isInstanceOf(Committed.class);
        assertThat(refused.getNow(new NotSent(""))).isInstanceOf(Refused.class);
        server.expectNothing();
    }

    @Test
    void aRowThatIsThereAfterwardsHasBeenStored() {
        var server = inStep();
        var outcome = create();
        server.expect("transact");

        var next = lose(server, initial(PORT_A, "a"));

        assertThat(outcome).isCompletedWithValue(FOUND);
        next.expectNothing();
    }

    @Test
    void aRowThatIsNotThereIsInsertedAgainUnderTheSameUuid() {
        var server = inStep();
        var outcome = create();
        var first = server.expect("transact");

        var next = lose(server, "");
        var second = next.expect("transact");

        assertThat(second.path("params")).isEqualTo(first.path("params"));
        assertThat(outcome).isNotDone();
        next.reply(second, STORED);
        assertThat(outcome.getNow(new NotSent(""))).isInstanceOf(Committed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{},{\"error\":\"duplicate uuid\",\"details\":\"This UUID would duplicate a UUID already present\"}]",
                "[{},{\"uuid\":[\"uuid\",\"" + PORT_B + "\"]},{\"error\":\"constraint violation\",\"details\":"
                        + "\"Transaction causes multiple rows in \\\"Port\\\" table to have identical values (a) for index on "
                        + "column \\\"name\\\".  First row, with UUID " + PORT_A
                        + ", existed in the database before this "
                        + "transaction and was not modified by the transaction.  Second row, with UUID " + PORT_B
                        + ", was inserted by this transaction.\"}]"
            })
    void whatTheServerStillHadInItsQueueIsRecognisedByTheRefusalOfTheRepetition(String refusal) {
        var server = inStep();
        var outcome = create();
        server.expect("transact");
        var next = lose(server, "");

        next.reply(next.expect("transact"), refusal);

        assertThat(outcome).isCompletedWithValue(FOUND);
    }

    @Test
    void aGuardThatMeetsOurOwnRowIsNoRefusal() {
        var server = inStep();
        var outcome = create();
        server.expect("transact");
        var next = lose(server, "");

        var repetition = next.expect("transact");
        next.send("{\"id\":null,\"method\":\"update3\",\"params\":[\"Small-1\",\"" + NorthboundScript.NO_TRANSACTION
                + "\",{\"Port\":{\"" + PORT_A + "\":{\"insert\":{\"name\":\"a\"}}}}]}");
        next.reply(repetition, "[{\"error\":\"timed out\"},null]");

        assertThat(outcome).isCompletedWithValue(FOUND);
    }

    private Conversation inStepWithALeader(String ports) {
        var unused = client.start();
        var server = servers.accept();
        bringIntoStep(server, LEADER, ports);
        return server;
    }

    /** A cluster executes again what it could not replicate at first, and answers the second time. */
    @Test
    void evenTheFirstAnswerMayFindTheRowOfAnEarlierExecution() {
        var server = inStepWithALeader("");
        var outcome = create();

        server.reply(server.expect("transact"), "[{},{\"error\":\"duplicate uuid\"}]");

        assertThat(outcome).isCompletedWithValue(FOUND);
    }

    /** Then the row is somebody else's, who chose the same uuid, or of a call before this one. */
    @Test
    void aServerThatExecutesOnceMeansItsFirstAnswer() {
        var server = inStep();
        var outcome = create();

        server.reply(server.expect("transact"), "[{},{\"error\":\"duplicate uuid\"}]");

        assertThat(outcome.getNow(new NotSent(""))).isInstanceOf(Refused.class);
    }

    @Test
    void aDuplicateOfAnotherInsertIsNoProof() {
        var server = inStepWithALeader("");
        var outcome = client.transactResolved(
                        List.of(INSERT, Operation.insert("Port", UUID.fromString(PORT_B), Map.of())))
                .toCompletableFuture();

        server.reply(
                server.expect("transact"), "[{\"uuid\":[\"uuid\",\"" + PORT_A + "\"]},{\"error\":\"duplicate uuid\"}]");

        assertThat(outcome).isCompletedWithValue(new Refused(1, OvsdbError.of("duplicate uuid")));
    }

    @Test
    void aDuplicateWithinTheTransactionIsNoProof() {
        var server = inStepWithALeader("");
        var outcome = client.transactResolved(List.of(INSERT, INSERT)).toCompletableFuture();

        server.reply(
                server.expect("transact"), "[{\"uuid\":[\"uuid\",\"" + PORT_A + "\"]},{\"error\":\"duplicate uuid\"}]");

        assertThat(outcome).isCompletedWithValue(new Refused(1, OvsdbError.of("duplicate uuid")));
    }

    @Test
    void theCallersSignIsLookedForWhenAClusterMayHaveMetOurOwnRow() {
        var server = inStepWithALeader("");
        var outcome = client.transactResolved(
                        List.of(INSERT),
                        now -> now.find(NorthboundScript.BY_NAME, "a").isPresent(),
                        Duration.ofSeconds(60))
                .toCompletableFuture();
        var request = server.expect("transact");

        server.send("{\"id\":null,\"method\":\"update3\",\"params\":[\"Small-1\",\"" + NorthboundScript.NO_TRANSACTION
                + "\",{\"Port\":{\"" + PORT_A + "\":{\"insert\":{\"name\":\"a\"}}}}]}");
        server.reply(request, "[{\"error\":\"duplicate uuid\"}]");

        assertThat(outcome).isCompletedWithValue(new Committed(List.of(new Inserted(PORT))));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aUuidThatWasTakenBeforeIsADuplicateIndeed(boolean clustered) {
        var unused = client.start();
        var server = servers.accept();
        bringIntoStep(server, clustered ? LEADER : STANDALONE, initial(PORT_A, "a"));
        var outcome = create();

        server.reply(server.expect("transact"), "[{},{\"error\":\"duplicate uuid\"}]");

        assertThat(outcome.getNow(new NotSent(""))).isInstanceOf(Refused.class);
    }

    @Test
    void anotherRefusalOfTheRepetitionProvesNothing() {
        var server = inStep();
        var outcome = create();
        server.expect("transact");
        var next = lose(server, "");

        for (var repetition = 0; repetition < 3; repetition++) {
            assertThat(outcome).isNotDone();
            next.reply(next.expect("transact"), "[{},{\"error\":\"not allowed\"}]");
            servers.loop.advance(Duration.ofMillis(100));
        }

        next.expectNothing();
        assertThat(outcome.getNow(new NotSent("")))
                .isEqualTo(new OutcomeUnknown("the connection was lost before the answer: tcp:a:1: connection reset by"
                        + " peer; given again, it was refused: not allowed"));
    }

    private static final String QUESTION =
            "[\"Small\",{\"op\":\"select\",\"table\":\"Port\",\"where\":[[\"_uuid\",\"==\"," + "[\"uuid\",\"" + PORT_A
                    + "\"]]],\"columns\":[\"_uuid\"]}]";
    private static final String NO_ROWS = "[{\"rows\":[]}]";
    private static final String ITS_ROW = "[{\"rows\":[{\"_uuid\":[\"uuid\",\"" + PORT_A + "\"]}]}]";

    private Conversation inStepWithoutTables(String model) {
        var server = servers.accept();
        NorthboundScript.identify(server, model);
        NorthboundScript.giveSchema(server);
        return server;
    }

    private void replicateNothing() {
        client = OvsdbClient.create(OvsdbClientOptions.builder()
                .remotes("tcp:a:1")
                .database("Small")
                .transport(servers)
                .build());
        var unused = client.start();
    }

    @Test
    void aTableThatIsNotReplicatedIsAskedForBeforeAndAfterwards() {
        replicateNothing();
        var server = inStepWithoutTables(STANDALONE);
        var outcome = create();
        server.reply(server.expect("transact", QUESTION), NO_ROWS);
        server.expect("transact");
        server.hangUp("closed by the server");
        servers.loop.advance(Duration.ofSeconds(1));
        var next = inStepWithoutTables(STANDALONE);

        next.reply(next.expect("transact", QUESTION), ITS_ROW);

        assertThat(outcome).isCompletedWithValue(FOUND);
    }

    @Test
    void aRowOfATableThatIsNotReplicatedThatWasThereBeforeProvesNothing() {
        replicateNothing();
        var server = inStepWithoutTables(LEADER);
        var outcome = create();
        server.reply(server.expect("transact", QUESTION), ITS_ROW);

        server.reply(server.expect("transact"), "[{},{\"error\":\"duplicate uuid\"}]");

        assertThat(outcome).isCompletedWithValue(new Refused(1, OvsdbError.of("duplicate uuid")));
    }

    @Test
    void nothingIsSentWhileItCannotBeAskedWhetherTheRowIsThereAlready() {
        replicateNothing();
        var server = inStepWithoutTables(LEADER);
        var outcome = create();
        server.expect("transact", QUESTION);
        server.hangUp("closed by the server");
        servers.loop.advance(Duration.ofSeconds(1));
        var next = inStepWithoutTables(LEADER);
        next.expect("transact", QUESTION);
        next.hangUp("closed by the server");

        servers.loop.advance(Duration.ofMinutes(2));

        assertThat(outcome)
                .isCompletedWithValue(
                        new NotSent("whether the row was there before could not be asked: the connection was"
                                + " lost before the answer: tcp:a:1: closed by the server"));
    }

    @Test
    void aRowOutsideOfTheConditionIsAskedForToo() {
        client = OvsdbClient.create(OvsdbClientOptions.builder()
                .remotes("tcp:a:1")
                .database("Small")
                .monitor(TableDefinition.of("Port", "name").where(Condition.equal("name", Value.of("z"))))
                .transport(servers)
                .build());
        var server = inStep();
        var outcome = create();
        server.reply(server.expect("transact", QUESTION), NO_ROWS);
        server.expect("transact");

        var next = lose(server, "");
        next.reply(next.expect("transact", QUESTION), NO_ROWS);
        next.reply(next.expect("transact"), STORED);

        assertThat(outcome.getNow(new NotSent(""))).isInstanceOf(Committed.class);
    }

    @Test
    void aTransactionWithoutAnInsertThatCanBeLookedUpIsNeverGivenAgain() {
        var server = inStep();
        var outcome = client.transactResolved(List.of(Operation.insert("Port", Map.of("name", Value.of("a")))))
                .toCompletableFuture();
        server.expect("transact");

        var next = lose(server, "");

        next.expectNothing();
        assertThat(outcome.getNow(new NotSent(""))).isInstanceOf(OutcomeUnknown.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theCallerMayLookForTheEffectAndNothingIsGivenAgain(boolean isThere) {
        var server = inStep();
        var outcome = client.transactResolved(
                        List.of(Operation.update("Port", PORT, Map.of("name", Value.of("b")))),
                        now -> now.find(NorthboundScript.BY_NAME, "b").isPresent(),
                        Duration.ofSeconds(60))
                .toCompletableFuture();
        server.expect("transact");

        var next = lose(server, initial(PORT_A, isThere ? "b" : "a"));

        next.expectNothing();
        assertThat(outcome.getNow(new NotSent(""))).isInstanceOf(isThere ? Committed.class : OutcomeUnknown.class);
    }

    @Test
    void aLookThatFailsIsNoSign() {
        var server = inStep();
        var outcome = client.transactResolved(
                        List.of(new Operation.Comment("x")),
                        now -> {
                            throw new IllegalStateException("a mistake of the caller");
                        },
                        Duration.ofSeconds(60))
                .toCompletableFuture();
        server.expect("transact");

        lose(server, "").expectNothing();

        assertThat(outcome.getNow(new NotSent(""))).isInstanceOf(OutcomeUnknown.class);
        assertThat(client.status()).isInstanceOf(ConnectionStatus.Synced.class);
    }

    @Test
    void whatWasNeverSentIsNotSent() {
        var outcome =
                client.transactResolved(List.of(INSERT), Duration.ofSeconds(5)).toCompletableFuture();
        servers.loop.advance(Duration.ofSeconds(5));

        assertThat(outcome).isCompletedWithValue(new NotSent("not connected yet"));
    }

    @Test
    void whatIsNotResolvedInTimeStaysUnknown() {
        var server = inStep();
        var outcome = create();
        server.expect("transact");
        server.hangUp("connection reset by peer");

        servers.loop.advance(Duration.ofMinutes(2));

        assertThat(outcome)
                .isCompletedWithValue(new OutcomeUnknown(
                        "the connection was lost before the answer: tcp:a:1: connection reset by peer"));
    }

    @Test
    void aSilentServerAtTheVeryDeadlineLeavesItUnknown() {
        var server = inStep();
        var outcome =
                client.transactResolved(List.of(INSERT), Duration.ofSeconds(5)).toCompletableFuture();
        server.expect("transact");

        servers.loop.advance(Duration.ofSeconds(5));

        assertThat(outcome).isCompletedWithValue(new OutcomeUnknown("no answer within 5000 ms"));
    }

    @Test
    void aClosedClientResolvesNothingMore() {
        var server = inStep();
        var outcome = create();
        server.expect("transact");

        client.close();
        servers.loop.run();

        assertThat(outcome.getNow(new NotSent(""))).isInstanceOf(OutcomeUnknown.class);
    }

    @Test
    void aClientThatDoesNotWaitForConnectionsResolvesAllTheSame() {
        client = OvsdbClient.create(NorthboundScript.options(servers, "tcp:a:1")
                .whileDisconnected(WhileDisconnected.FAIL)
                .build());
        var server = inStep();
        var outcome = create();
        server.expect("transact");

        var next = lose(server, "");
        var repetition = next.expect("transact");
        next.hangUp("closed by the server");
        servers.loop.advance(Duration.ofSeconds(10));
        var last = servers.accept();
        bringIntoStep(last, STANDALONE, "");
        servers.loop.advance(Duration.ofMillis(200));
        last.reply(last.expect("transact"), STORED);

        assertThat(repetition.path("params").isMissingNode()).isFalse();
        assertThat(outcome.getNow(new NotSent(""))).isInstanceOf(Committed.class);
    }

    @Test
    void aStringThatTheServerCannotTakeIsTheCallersMistake() {
        assertThatThrownBy(() -> client.transactResolved(
                        List.of(Operation.insert("Port", PORT, Map.of("name", Value.of("a\0b"))))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
