package io.github.ovnnb.ovsdb;

import static io.github.ovnnb.ovsdb.NorthboundScript.BY_NAME;
import static io.github.ovnnb.ovsdb.NorthboundScript.NO_TRANSACTION;
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
import io.github.ovnnb.ovsdb.draft.Draft;
import io.github.ovnnb.ovsdb.protocol.AtomKind;
import io.github.ovnnb.ovsdb.protocol.Column;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import io.github.ovnnb.ovsdb.session.ScriptedServers;
import io.github.ovnnb.ovsdb.session.ScriptedServers.Conversation;
import io.github.ovnnb.ovsdb.session.WhileDisconnected;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** How a draft becomes a transaction, and when it is drafted afresh. */
class ChangeWireTest {
    private static final Column<String> NAME = Column.scalar("Port", "name", AtomKind.STRING, "");
    private static final Column<Optional<Long>> TAG = Column.optional("Port", "tag", AtomKind.INTEGER);
    private static final Column<Set<String>> ADDRESSES = Column.set("Port", "addresses", AtomKind.STRING);
    private static final UUID A = UUID.fromString(PORT_A);

    private static final String REFUSED = "[{\"error\":\"timed out\",\"details\":\"\\\"wait\\\" timed out\"},null]";
    private static final String STORED = "[{},{\"count\":1}]";

    /** The tag of port a plus one, whatever it is. */
    private static final Consumer<Draft> INCREMENT = draft -> {
        var port = draft.find(BY_NAME, "a").orElseThrow();
        port.verify(TAG).set(TAG, Optional.of(port.get(TAG).orElse(0L) + 1));
    };

    private final ScriptedServers servers = new ScriptedServers();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private OvsdbClient client = OvsdbClient.create(
            NorthboundScript.options(servers, "tcp:a:1").meterRegistry(registry).build());

    private Conversation inStep() {
        var unused = client.start();
        var server = servers.accept();
        bringIntoStep(server, STANDALONE, initial(PORT_A, "a"));
        return server;
    }

    private CompletableFuture<ChangeOutcome> change(ChangeOptions how, Consumer<Draft> drafting) {
        var outcome = client.change(how, drafting).toCompletableFuture();
        servers.loop.run();
        return outcome;
    }

    private CompletableFuture<ChangeOutcome> change(Consumer<Draft> drafting) {
        return change(ChangeOptions.DEFAULT, drafting);
    }

    private static ChangeOutcome now(CompletableFuture<ChangeOutcome> outcome) {
        assertThat(outcome).isDone();
        return outcome.getNow(new ChangeOutcome(new NotSent("not done"), List.of(), 0));
    }

    private static String increment(String before, int after) {
        return "[\"Small\",{\"op\":\"wait\",\"table\":\"Port\",\"where\":[[\"_uuid\",\"==\",[\"uuid\",\"" + PORT_A
                + "\"]]],\"columns\":[\"tag\"],\"until\":\"==\",\"rows\":[{\"tag\":" + before
                + "}],\"timeout\":0},{\"op\":\"update\",\"table\":\"Port\",\"where\":[[\"_uuid\",\"==\",[\"uuid\",\""
                + PORT_A + "\"]]],\"row\":{\"tag\":" + after + "}}]";
    }

    private static void tag(Conversation server, int tag) {
        server.send("{\"id\":null,\"method\":\"update3\",\"params\":[\"Small-1\",\"" + NO_TRANSACTION
                + "\",{\"Port\":{\"" + PORT_A + "\":{\"modify\":{\"tag\":" + tag + "}}}}]}");
    }

    private double repetitions() {
        return registry.get("ovsdb.client.changes.repeated").counter().count();
    }

    @Test
    void aDraftIsSentWithItsGuardsFirst() {
        var server = inStep();
        var outcome = change(INCREMENT);

        server.reply(server.expect("transact", increment("[\"set\",[]]", 1)), STORED);

        assertThat(now(outcome).isCommitted()).isTrue();
        assertThat(now(outcome).attempts()).isEqualTo(1);
        assertThat(now(outcome).operations()).hasSize(2);
    }

    @Test
    void whatOthersHadChangedIsDraftedAfreshWhenTheReplicaShowsIt() {
        var server = inStep();
        var outcome = change(INCREMENT);
        server.reply(server.expect("transact", increment("[\"set\",[]]", 1)), REFUSED);
        server.expectNothing();

        tag(server, 41);

        server.reply(server.expect("transact", increment("41", 42)), STORED);
        assertThat(now(outcome).isCommitted()).isTrue();
        assertThat(now(outcome).attempts()).isEqualTo(2);
        assertThat(repetitions()).isEqualTo(1);
    }

    @Test
    void whatTheReplicaShowsAlreadyIsDraftedAfreshAtOnce() {
        var server = inStep();
        var outcome = change(INCREMENT);
        var first = server.expect("transact");

        tag(server, 41);
        server.reply(first, REFUSED);

        server.reply(server.expect("transact", increment("41", 42)), STORED);
        assertThat(now(outcome).isCommitted()).isTrue();
    }

    /** Changes of other rows do not make it hurry, and do not keep it waiting either. */
    @Test
    void whatWasChangedBackBeforeTheReplicaSawItIsTriedAgainAfterAWhile() {
        var server = inStep();
        var outcome = change(INCREMENT);
        server.reply(server.expect("transact"), REFUSED);

        for (int i = 0; i < 4; i++) {
            servers.loop.advance(Duration.ofMillis(25));
            server.send("{\"id\":null,\"method\":\"update3\",\"params\":[\"Small-1\",\"" + NO_TRANSACTION
                    + "\",{\"Port\":{\"" + PORT_B.replace('b', (char) ('c' + i)) + "\":{\"insert\":{\"name\":\"x" + i
                    + "\"}}}}]}");
        }

        server.reply(server.expect("transact", increment("[\"set\",[]]", 1)), STORED);
        assertThat(now(outcome).attempts()).isEqualTo(2);
        server.expectNothing();
    }

    @Test
    void aChangeThatNeverGetsThroughEndsAtItsDeadlineWithTheRefusal() {
        var server = inStep();
        var outcome = change(ChangeOptions.DEFAULT.within(Duration.ofMillis(250)), INCREMENT);
        for (int i = 0; i < 3; i++) {
            server.reply(server.expect("transact"), REFUSED);
            servers.loop.advance(Duration.ofMillis(100));
        }

        assertThat(now(outcome).outcome()).isEqualTo(new Refused(0, OvsdbError.of("timed out", "\"wait\" timed out")));
        assertThat(now(outcome).attempts()).isEqualTo(3);
        server.expectNothing();
    }

    @Test
    void anyOtherRefusalIsTheEndAndNamesItsOperation() {
        var server = inStep();
        var outcome = change(INCREMENT);

        server.reply(server.expect("transact"), "[{},{\"error\":\"constraint violation\"}]");

        assertThat(now(outcome).outcome()).isEqualTo(new Refused(1, OvsdbError.of("constraint violation")));
        assertThat(now(outcome).refusedOperation()).containsInstanceOf(Operation.Update.class);
        server.expectNothing();
    }

    /** The guards of the caller's own are the caller's to understand. */
    @Test
    void aGuardThatWasAddedByHandIsNotTriedAgain() {
        var server = inStep();
        var outcome = change(draft -> draft.also(Operation.noRow("Port", List.of(NAME.is("b")))));

        server.reply(server.expect("transact"), "[{\"error\":\"timed out\"}]");

        assertThat(now(outcome).outcome()).isEqualTo(new Refused(0, OvsdbError.of("timed out")));
        assertThat(repetitions()).isZero();
    }

    @Test
    void nothingToDoIsDoneWithoutAWord() {
        var server = inStep();
        var outcome = change(
                draft -> draft.find(BY_NAME, "a").orElseThrow().verify(TAG).set(NAME, "a"));

        assertThat(now(outcome)).isEqualTo(new ChangeOutcome(new Committed(List.of()), List.of(), 1));
        server.expectNothing();
    }

    @Test
    void aLockIsAssertedBeforeEverythingElse() {
        var server = inStep();
        var lock = client.lock("writer");
        server.reply(server.expect("lock"), "{\"locked\":true}");
        var outcome = change(ChangeOptions.DEFAULT.underLock(lock), INCREMENT);
        var request = server.expect("transact");
        assertThat(request.path("params").path(1)).hasToString("{\"op\":\"assert\",\"lock\":\"writer\"}");
        // The second is the guard now.
        server.reply(request, "[{},{\"error\":\"timed out\"},null]");
        tag(server, 2);

        server.reply(server.expect("transact"), "[{\"error\":\"not owner\"},null,null]");

        assertThat(now(outcome).outcome()).isEqualTo(new Refused(0, OvsdbError.of("not owner")));
        assertThat(now(outcome).refusedOperation()).contains(new Operation.Assert("writer"));
        assertThat(now(outcome).attempts()).isEqualTo(2);
    }

    @Test
    void aDraftIsMadeOnceTheReplicaIsInStepAndNotBefore() {
        var early = change(INCREMENT);
        assertThat(early).isNotDone();

        var server = inStep();

        server.reply(server.expect("transact", increment("[\"set\",[]]", 1)), STORED);
        assertThat(now(early).isCommitted()).isTrue();
    }

    @Test
    void withoutAReplicaInStepNothingIsSent() {
        var late = change(ChangeOptions.DEFAULT.within(Duration.ofSeconds(3)), INCREMENT);
        servers.loop.advance(Duration.ofSeconds(3));
        assertThat(now(late).outcome()).isEqualTo(new NotSent("there was no replica in step within 3000 ms"));

        var closed = change(INCREMENT);
        client.close();
        servers.loop.run();
        assertThat(now(closed).outcome()).isEqualTo(new NotSent("the client is closed"));
        assertThat(now(change(INCREMENT)).outcome()).isEqualTo(new NotSent("the client is closed"));

        client = OvsdbClient.create(NorthboundScript.options(servers, "tcp:a:1")
                .whileDisconnected(WhileDisconnected.FAIL)
                .build());
        assertThat(now(change(INCREMENT)).outcome()).isInstanceOf(NotSent.class);
    }

    @Test
    void aClosedClientLeavesNoChangeOpen() {
        var server = inStep();
        var refused = change(INCREMENT);
        server.reply(server.expect("transact"), REFUSED);
        var onTheWire = change(INCREMENT);
        server.expect("transact");

        client.close();
        servers.loop.run();

        assertThat(now(refused).outcome()).isInstanceOf(Refused.class);
        assertThat(now(onTheWire).outcome()).isInstanceOf(OutcomeUnknown.class);
    }

    /** Over what the replica showed before, it could only be refused again. */
    @Test
    void aChangeIsNotDraftedAfreshWhileThereIsNoConnection() {
        var server = inStep();
        var outcome = change(INCREMENT);
        server.reply(server.expect("transact"), REFUSED);
        server.hangUp("connection reset by peer");
        servers.loop.advance(Duration.ofSeconds(10));
        var next = servers.accept();

        bringIntoStep(next, STANDALONE, "\"" + PORT_A + "\":{\"initial\":{\"name\":\"a\",\"tag\":5}}");

        next.reply(next.expect("transact", increment("5", 6)), STORED);
        assertThat(now(outcome).attempts()).isEqualTo(2);
    }

    @Test
    void whatTheDraftingThrowsIsTheEnd() {
        var server = inStep();
        var thrown = change(draft -> {
            throw new IllegalStateException("no such switch");
        });
        var notEncodable = change(draft -> draft.also(new Operation.Comment("a\0b")));

        assertThatThrownBy(thrown::join).hasCause(new IllegalStateException("no such switch"));
        assertThatThrownBy(notEncodable::join).hasCauseInstanceOf(IllegalArgumentException.class);
        server.expectNothing();
    }

    @Test
    void aNewRowWhoseAnswerWasLostIsLookedFor() {
        var server = inStep();
        var outcome = change(draft -> draft.insert("Port", UUID.fromString(PORT_B), Map.ofEntries(NAME.to("b"))));
        server.expect("transact");

        server.hangUp("connection reset by peer");
        servers.loop.advance(Duration.ofSeconds(10));
        bringIntoStep(servers.accept(), STANDALONE, initial(PORT_A, "a") + "," + initial(PORT_B, "b"));

        assertThat(now(outcome).isCommitted()).isTrue();
    }

    @Test
    void aChangeOfRowsThatWereThereBeforeStaysUnknownWhenItsAnswerIsLost() {
        var server = inStep();
        var outcome = change(INCREMENT);
        server.expect("transact");

        server.hangUp("connection reset by peer");

        assertThat(now(outcome).outcome()).isInstanceOf(OutcomeUnknown.class);
        assertThat(now(outcome).operations()).hasSize(2);
    }

    @Test
    void aDraftThatTakesItsTimeIsMadeElsewhere() {
        var server = inStep();
        var tasks = new ArrayDeque<Runnable>();
        var outcome = change(ChangeOptions.DEFAULT.draftedOn(tasks::add), INCREMENT);
        server.expectNothing();
        tag(server, 7);

        tasks.remove().run();

        server.reply(server.expect("transact", increment("7", 8)), STORED);
        assertThat(now(outcome).isCommitted()).isTrue();
        var refusing = change(
                ChangeOptions.DEFAULT.draftedOn(task -> {
                    throw new RejectedExecutionException("shut down");
                }),
                INCREMENT);
        assertThat(refusing).isCompletedExceptionally();
    }

    @Test
    void moreUnfinishedChangesThanThereIsRoomForAreNotSent() {
        client = OvsdbClient.create(NorthboundScript.options(servers, "tcp:a:1")
                .unfinishedTransactions(1)
                .build());
        var first = change(INCREMENT);
        var second = change(INCREMENT);

        assertThat(now(second).outcome()).isEqualTo(new NotSent("1 changes are unfinished already"));
        var server = inStep();
        server.reply(server.expect("transact"), STORED);
        assertThat(now(first).isCommitted()).isTrue();
        assertThat(change(draft -> draft.row("Port", A).orElseThrow().add(ADDRESSES, "x")))
                .isNotDone();
    }
}
