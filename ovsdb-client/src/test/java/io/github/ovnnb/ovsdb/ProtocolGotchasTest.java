package io.github.ovnnb.ovsdb;

import static io.github.ovnnb.ovsdb.NorthboundScript.DATABASE_ROW;
import static io.github.ovnnb.ovsdb.NorthboundScript.LEADER;
import static io.github.ovnnb.ovsdb.NorthboundScript.NO_TRANSACTION;
import static io.github.ovnnb.ovsdb.NorthboundScript.PORT_A;
import static io.github.ovnnb.ovsdb.NorthboundScript.PORT_B;
import static io.github.ovnnb.ovsdb.NorthboundScript.STANDALONE;
import static io.github.ovnnb.ovsdb.NorthboundScript.bringIntoStep;
import static io.github.ovnnb.ovsdb.NorthboundScript.giveSchema;
import static io.github.ovnnb.ovsdb.NorthboundScript.identify;
import static io.github.ovnnb.ovsdb.NorthboundScript.initial;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ovnnb.ovsdb.TransactionOutcome.Committed;
import io.github.ovnnb.ovsdb.TransactionOutcome.NotSent;
import io.github.ovnnb.ovsdb.TransactionOutcome.Refused;
import io.github.ovnnb.ovsdb.protocol.Condition;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import io.github.ovnnb.ovsdb.protocol.OvsdbError.Consequence;
import io.github.ovnnb.ovsdb.protocol.Value;
import io.github.ovnnb.ovsdb.replica.TableDefinition;
import io.github.ovnnb.ovsdb.session.ScriptedServers;
import io.github.ovnnb.ovsdb.session.ScriptedServers.Conversation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What ovsdb-server does that one would not expect, as it was seen on the wire. */
class ProtocolGotchasTest {
    private static final String TRANSACTION_1 = "eeeeeeee-0000-4000-8000-000000000001";
    private static final String TRANSACTION_2 = "eeeeeeee-0000-4000-8000-000000000002";
    private static final UUID PORT = UUID.fromString(PORT_A);
    private static final Operation INSERT = Operation.insert("Port", PORT, Map.of("name", Value.of("a")));

    private final ScriptedServers servers = new ScriptedServers();
    private final List<String> heard = new ArrayList<>();
    private final OvsdbClient client =
            OvsdbClient.create(NorthboundScript.options(servers, "tcp:a:1").build());

    private Conversation begin() {
        var unused = client.start();
        return servers.accept();
    }

    private void listen() {
        client.replica()
                .listen(
                        "Port",
                        change -> heard.add(change.getClass().getSimpleName() + " "
                                + change.row().string("name")),
                        Runnable::run);
    }

    private Conversation reconnect(Conversation server, String expectedSince, String reply) {
        server.hangUp("closed by the server");
        // Longer than any pause, shorter than any deadline.
        servers.loop.advance(Duration.ofSeconds(9));
        var next = servers.accept();
        answerSince(next, expectedSince, reply);
        return next;
    }

    private static void answerSince(Conversation server, String expectedSince, String reply) {
        identify(server, LEADER);
        giveSchema(server);
        var request = server.expect("monitor_cond_since");
        assertThat(request.path("params").path(3).asText()).isEqualTo(expectedSince);
        server.reply(request, reply);
    }

    @Test
    void nothingMissedIsAnsweredWithTheSameIdAndNoRows() {
        var first = begin();
        answerSince(
                first, NO_TRANSACTION, "[false,\"" + TRANSACTION_1 + "\",{\"Port\":{" + initial(PORT_A, "a") + "}}]");
        listen();
        heard.clear();

        var second = reconnect(first, TRANSACTION_1, "[true,\"" + TRANSACTION_1 + "\",{}]");
        assertThat(client.status()).isInstanceOf(ConnectionStatus.Synced.class);
        assertThat(client.replica().snapshot().rows("Port")).hasSize(1);
        assertThat(heard).isEmpty();

        reconnect(second, TRANSACTION_1, "[true,\"" + TRANSACTION_1 + "\",{}]");
    }

    @Test
    void aTransactionThatIsNotKnownAnyMoreCostsADownloadAndIsForgotten() {
        var first = begin();
        answerSince(
                first,
                NO_TRANSACTION,
                "[false,\"" + TRANSACTION_1 + "\",{\"Port\":{" + initial(PORT_A, "a") + "," + initial(PORT_B, "b")
                        + "}}]");
        listen();
        heard.clear();

        var second = reconnect(
                first, TRANSACTION_1, "[false,\"" + TRANSACTION_2 + "\",{\"Port\":{" + initial(PORT_A, "a2") + "}}]");

        assertThat(heard).containsExactlyInAnyOrder("Modified a2", "Deleted b");
        reconnect(second, TRANSACTION_2, "[true,\"" + TRANSACTION_2 + "\",{}]");
    }

    /** The id that an empty new cluster names is not found again (OVS 3.1). */
    @Test
    void theIdOfAnEmptyClusterMayBeUnknownAfterwards() {
        var first = begin();
        answerSince(first, NO_TRANSACTION, "[false,\"" + TRANSACTION_1 + "\",{}]");
        listen();

        var second = reconnect(
                first, TRANSACTION_1, "[false,\"" + TRANSACTION_2 + "\",{\"Port\":{" + initial(PORT_A, "a") + "}}]");

        assertThat(heard).containsExactly("Inserted a");
        reconnect(second, TRANSACTION_2, "[true,\"" + TRANSACTION_2 + "\",{}]");
        assertThat(heard).containsExactly("Inserted a");
    }

    /** Of a table that is no root: the server names the uuid, and stores nothing. */
    @Test
    void aRowThatNobodyRefersToIsCommittedAndNeverThere() {
        var server = begin();
        bringIntoStep(server, STANDALONE, "");
        var outcome = client.transact(List.of(INSERT)).toCompletableFuture();

        server.reply(server.expect("transact"), "[{\"uuid\":[\"uuid\",\"" + PORT_A + "\"]}]");

        assertThat(outcome.getNow(new NotSent(""))).isInstanceOf(Committed.class);
        assertThat(client.replica().snapshot().row("Port", PORT)).isEmpty();
    }

    /** It is not to be found after a lost connection, so it is given again, and committed again. */
    @Test
    void aRowThatNobodyRefersToIsResolvedAsTheServerSees() {
        var server = begin();
        bringIntoStep(server, STANDALONE, "");
        var outcome = client.transactResolved(List.of(INSERT)).toCompletableFuture();
        server.expect("transact");
        server.hangUp("closed by the server");
        servers.loop.advance(Duration.ofSeconds(1));
        var next = servers.accept();
        bringIntoStep(next, STANDALONE, "");

        next.reply(next.expect("transact"), "[{\"uuid\":[\"uuid\",\"" + PORT_A + "\"]}]");

        assertThat(outcome.getNow(new NotSent(""))).isInstanceOf(Committed.class);
        next.expectNothing();
    }

    private static final String TWO_TABLES = """
        {"name":"Small","version":"1.0.0","tables":{
          "Switch":{"isRoot":true,"columns":{
            "ports":{"type":{"key":{"type":"uuid","refTable":"Port"},"min":0,"max":"unlimited"}}}},
          "Port":{"columns":{"name":{"type":"string"}}}}}\
        """;

    /** One notification, and so one snapshot: nobody sees the one without the other. The difference is a bare atom. */
    @Test
    void theLastReferenceTakesItsRowAlongInOneUpdate() {
        var two = OvsdbClient.create(OvsdbClientOptions.builder()
                .remotes("tcp:b:1")
                .database("Small")
                .monitor(TableDefinition.of("Switch", "ports"), TableDefinition.of("Port", "name"))
                .transport(servers)
                .build());
        var unused = two.start();
        var server = servers.accept();
        identify(server, STANDALONE);
        server.reply(server.expect("get_schema"), TWO_TABLES);
        server.reply(
                server.expect("monitor_cond_since"),
                "[false,\"" + NO_TRANSACTION + "\",{\"Switch\":{\"" + PORT_B + "\":{\"initial\":{\"ports\":[\"uuid\",\""
                        + PORT_A + "\"]}}},\"Port\":{" + initial(PORT_A, "a") + "}}]");
        two.replica()
                .listen(
                        "Port",
                        change -> heard.add(two.replica()
                                        .snapshot()
                                        .row("Switch", UUID.fromString(PORT_B))
                                        .orElseThrow()
                                        .uuids("ports")
                                + " " + change.getClass().getSimpleName()),
                        Runnable::run);
        heard.clear();

        server.send("{\"id\":null,\"method\":\"update3\",\"params\":[\"Small-1\",\"" + NO_TRANSACTION
                + "\",{\"Switch\":{\"" + PORT_B + "\":{\"modify\":{\"ports\":[\"uuid\",\"" + PORT_A
                + "\"]}}},\"Port\":{\""
                + PORT_A + "\":{\"delete\":null}}}]}");

        assertThat(heard).containsExactly("[] Deleted");
        assertThat(two.replica().snapshot().rows("Port")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "referential integrity violation, true",
        "I/O error, true",
        "cluster error, true",
        "domain error, false",
        "range error, false",
        "permission error, false",
        "resources exhausted, false",
        "not allowed, false",
        "duplicate uuid-name, false",
        "internal error, false"
    })
    void whateverTheServerCallsItIsARefusalWithItsOperation(String error, boolean byTheCommit) {
        var server = begin();
        bringIntoStep(server, STANDALONE, "");
        var outcome = client.transact(List.of(new Operation.Comment("x"), INSERT, new Operation.Comment("y")))
                .toCompletableFuture();

        var said = "{\"error\":\"" + error + "\",\"details\":\"why\",\"syntax\":\"{}\"}";
        server.reply(
                server.expect("transact"),
                byTheCommit
                        ? "[{},{\"uuid\":[\"uuid\",\"" + PORT_A + "\"]},{}," + said + "]"
                        : "[{}," + said + ",null]");

        var refused = (Refused) outcome.getNow(new NotSent(""));
        assertThat(refused.operationIndex()).isEqualTo(byTheCommit ? 3 : 1);
        assertThat(refused.error().error()).isEqualTo(error);
        assertThat(refused.error().details()).contains("why");
        assertThat(refused.error().syntax()).contains("{}");
        assertThat(refused.error().consequence()).isEqualTo(Consequence.FINAL);
        assertThat(client.status()).isInstanceOf(ConnectionStatus.Synced.class);
    }

    @ParameterizedTest
    @CsvSource({
        "timed out, TRY_AGAIN",
        "unknown database, TRY_AGAIN",
        "database not available, TRY_AGAIN",
        "canceled, TRY_AGAIN",
        "not owner, NOT_LOCKED",
        "aborted, ABORTED",
        "not allowed, FINAL",
        "constraint violation, FINAL",
        "something new, FINAL"
    })
    void anErrorSaysWhatToDoNext(String error, Consequence consequence) {
        assertThat(OvsdbError.of(error).consequence()).isEqualTo(consequence);
    }

    /** It is asked again under another name. */
    @Test
    void aMonitorWhoseIdIsTakenHasAnotherOne() {
        var server = begin();
        identify(server, STANDALONE);
        giveSchema(server);
        var first = server.expect("monitor_cond_since");

        server.refuse(first, "{\"error\":\"syntax error\",\"details\":\"duplicate monitor ID\"}");
        var second = server.expect("monitor_cond");
        server.reply(second, "{\"Port\":{" + initial(PORT_A, "a") + "}}");

        assertThat(second.path("params").path(1))
                .isNotEqualTo(first.path("params").path(1));
        assertThat(client.replica().snapshot().rows("Port")).hasSize(1);
    }

    @Test
    void aMonitorThatTheServerDoesNotKnowChangesNothingAndCanBeGivenUp() {
        var server = begin();
        bringIntoStep(server, STANDALONE, initial(PORT_A, "a"));
        var changed = client.changeCondition("Port", Condition.never()).toCompletableFuture();
        server.refuse(server.expect("monitor_cond_change"), "\"unknown monitor\"");
        assertThatThrownBy(changed::join).hasCauseInstanceOf(OvsdbException.RequestRefused.class);
        assertThat(client.replica().snapshot().rows("Port")).hasSize(1);

        var stopped = client.stopMonitoring("Port").toCompletableFuture();
        server.refuse(server.expect("monitor_cancel"), "\"unknown monitor\"");

        assertThat(stopped).isCompleted();
        assertThat(server.closed()).isEmpty();
    }

    @Test
    void aMemberThatIsCutOffInMidLifeIsLeft() {
        var server = begin();
        bringIntoStep(server, LEADER, "");

        server.send("{\"id\":null,\"method\":\"update2\",\"params\":[\"server\",{\"Database\":{\"" + DATABASE_ROW
                + "\":{\"modify\":{\"connected\":false}}}}]}");

        assertThat(server.closed()).contains("the server is cut off from its cluster");
        servers.loop.advance(Duration.ofSeconds(1));
        assertThat(servers.isDialed()).isTrue();
    }

    /** Both ids are one: what comes between the question and its answer is of a monitor that is known in any case. */
    @Test
    void updatesBetweenAChangeOfConditionAndItsAnswerAreApplied() {
        var server = begin();
        bringIntoStep(server, STANDALONE, initial(PORT_A, "a"));
        listen();
        heard.clear();
        var changed = client.changeCondition("Port", Condition.equal("name", Value.of("b")))
                .toCompletableFuture();
        var request = server.expect("monitor_cond_change");
        assertThat(request.path("params").path(0))
                .isEqualTo(request.path("params").path(1));

        // Before the server has read the question, and after.
        server.send(update("{\"" + PORT_A + "\":{\"modify\":{\"tag\":5}}}"));
        server.send(update("{\"" + PORT_A + "\":{\"delete\":null},\"" + PORT_B + "\":{\"insert\":{\"name\":\"b\"}}}"));
        assertThat(changed).isNotDone();
        server.reply(request, "{}");

        assertThat(changed).isCompleted();
        assertThat(heard).containsExactly("Modified a", "Deleted a", "Inserted b");
    }

    private static String update(String ports) {
        return "{\"id\":null,\"method\":\"update3\",\"params\":[\"Small-1\",\"" + NO_TRANSACTION + "\",{\"Port\":"
                + ports + "}]}";
    }
}
