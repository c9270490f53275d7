package io.github.ovnnb.ovsdb;

import static io.github.ovnnb.ovsdb.NorthboundScript.LEADER;
import static io.github.ovnnb.ovsdb.NorthboundScript.NO_TRANSACTION;
import static io.github.ovnnb.ovsdb.NorthboundScript.PORT_A;
import static io.github.ovnnb.ovsdb.NorthboundScript.PORT_B;
import static io.github.ovnnb.ovsdb.NorthboundScript.SCHEMA;
import static io.github.ovnnb.ovsdb.NorthboundScript.STANDALONE;
import static io.github.ovnnb.ovsdb.NorthboundScript.bringIntoStep;
import static io.github.ovnnb.ovsdb.NorthboundScript.identify;
import static io.github.ovnnb.ovsdb.NorthboundScript.initial;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ovnnb.ovsdb.protocol.Condition;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.Value;
import io.github.ovnnb.ovsdb.replica.Subscription;
import io.github.ovnnb.ovsdb.replica.TableDefinition;
import io.github.ovnnb.ovsdb.session.ScriptedServers;
import io.github.ovnnb.ovsdb.session.ScriptedServers.Conversation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What is replicated changes while the client runs: other rows, more tables, fewer tables. */
class MonitorChangeTest {
    private static final String T1 = "eeeeeeee-0000-4000-8000-000000000001";
    private static final String T2 = "eeeeeeee-0000-4000-8000-000000000002";
    private static final String T3 = "eeeeeeee-0000-4000-8000-000000000003";
    private static final String SWITCH = "22222222-0000-4000-8000-000000000001";
    private static final String TWO_TABLES = SCHEMA.replace(
            "{\"Port\":", "{\"Switch\":{\"isRoot\":true,\"columns\":{\"name\":{\"type\":\"string\"}}},\"Port\":");
    private static final TableDefinition SWITCHES = TableDefinition.of("Switch", "name");
    private static final Condition NAMED_B = Condition.equal("name", Value.of("b"));
    private static final String CHANGE_TO_B =
            "[\"Small-1\",\"Small-1\",{\"Port\":[{\"where\":[[\"name\",\"==\",\"b\"]]}]}]";

    private final ScriptedServers servers = new ScriptedServers();
    private final List<String> heard = new ArrayList<>();
    private OvsdbClient client =
            OvsdbClient.create(NorthboundScript.options(servers, "tcp:a:1").build());

    private Conversation startOnCluster() {
        var unused = client.start();
        var server = servers.accept();
        identify(server, LEADER);
        server.reply(server.expect("get_schema", "[\"Small\"]"), TWO_TABLES);
        server.reply(
                server.expect("monitor_cond_since"),
                "[false,\"" + T1 + "\",{\"Port\":{" + initial(PORT_A, "a") + "}}]");
        listen("Port");
        return server;
    }

    private void listen(String table) {
        Subscription unused = client.replica()
                .listen(
                        table,
                        change -> heard.add(change.getClass().getSimpleName() + " "
                                + change.row().string("name")),
                        Runnable::run);
        heard.clear();
    }

    private Conversation comesBack(Conversation server) {
        server.hangUp("closed by the server");
        servers.loop.advance(Duration.ofSeconds(10));
        var next = servers.accept();
        identify(next, LEADER);
        next.reply(next.expect("get_schema", "[\"Small\"]"), TWO_TABLES);
        return next;
    }

    private CompletableFuture<Void> change(Condition... anyOf) {
        var changed = client.changeCondition("Port", anyOf).toCompletableFuture();
        servers.loop.run();
        return changed;
    }

    private static void rowsOfB(Conversation server, String transaction) {
        server.send("{\"id\":null,\"method\":\"update3\",\"params\":[\"Small-1\",\"" + transaction
                + "\",{\"Port\":{\"" + PORT_A + "\":{\"delete\":null},\"" + PORT_B
                + "\":{\"insert\":{\"name\":\"b\"}}}}]}");
    }

    private static String where(JsonNode request, String table) {
        return request.path("params").path(2).path(table).path(0).path("where").toString();
    }

    private List<String> names() {
        return client.replica().snapshot().rows("Port").stream()
                .map(row -> row.string("name"))
                .toList();
    }

    @Test
    void aConditionGivenAtTheStartIsPartOfTheFirstQuestion() {
        client = OvsdbClient.create(OvsdbClientOptions.builder()
                .remotes("tcp:a:1")
                .database("Small")
                .monitor(TableDefinition.of("Port", "name").where(NAMED_B))
                .transport(servers)
                .build());
        var unused = client.start();
        var server = servers.accept();
        identify(server, STANDALONE);
        NorthboundScript.giveSchema(server);

        assertThat(where(server.expect("monitor_cond_since"), "Port")).isEqualTo("[[\"name\",\"==\",\"b\"]]");
    }

    @Test
    void aChangedConditionIsAcknowledgedAfterItsRowsHaveCome() {
        var server = startOnCluster();
        var changed = change(NAMED_B);
        var request = server.expect("monitor_cond_change", CHANGE_TO_B);

        rowsOfB(server, T2);
        assertThat(changed).isNotDone();
        server.reply(request, "{}");

        assertThat(changed).isCompleted();
        assertThat(names()).containsExactly("b");
        assertThat(heard).containsExactly("Deleted a", "Inserted b");
    }

    @Test
    void anEmptyConditionIsEveryRow() {
        var server = startOnCluster();
        var unused = change();

        server.expect("monitor_cond_change", "[\"Small-1\",\"Small-1\",{\"Port\":[{\"where\":[true]}]}]");
    }

    @Test
    void anAcknowledgedConditionIsResumedWithOverTheNextConnection() {
        var server = startOnCluster();
        var changed = change(NAMED_B);
        rowsOfB(server, T2);
        server.reply(server.expect("monitor_cond_change"), "{}");

        var next = comesBack(server);

        var request = next.expect("monitor_cond_since");
        assertThat(where(request, "Port")).isEqualTo("[[\"name\",\"==\",\"b\"]]");
        assertThat(request.path("params").path(3).asText()).isEqualTo(T2);
        assertThat(changed).isCompleted();
    }

    @Test
    void aChangeWhoseAnswerWasLostIsAskedForAgainWithAllItsRows() {
        var server = startOnCluster();
        var changed = change(NAMED_B);
        server.expect("monitor_cond_change");
        // Its rows have come, so that going on from any transaction with the condition before would be wrong.
        rowsOfB(server, T2);

        var next = comesBack(server);
        var request = next.expect("monitor_cond_since");

        assertThat(where(request, "Port")).isEqualTo("[[\"name\",\"==\",\"b\"]]");
        assertThat(request.path("params").path(3).asText()).isEqualTo(NO_TRANSACTION);
        assertThat(changed).isNotDone();
        next.reply(request, "[false,\"" + T3 + "\",{\"Port\":{" + initial(PORT_B, "b") + "}}]");
        assertThat(changed).isCompleted();
        assertThat(heard).containsExactly("Deleted a", "Inserted b");
        next.expectNothing();
    }

    @Test
    void aChangeMadeWhileDisconnectedFollowsTheResumption() {
        var server = startOnCluster();
        server.hangUp("closed by the server");
        var changed = change(NAMED_B);
        servers.loop.advance(Duration.ofSeconds(10));
        var next = servers.accept();
        identify(next, LEADER);
        next.reply(next.expect("get_schema", "[\"Small\"]"), TWO_TABLES);

        var request = next.expect("monitor_cond_since");
        assertThat(where(request, "Port")).isEmpty();
        assertThat(request.path("params").path(3).asText()).isEqualTo(T1);
        next.reply(request, "[true,\"" + T1 + "\",{}]");
        var change = next.expect("monitor_cond_change", CHANGE_TO_B);
        rowsOfB(next, T2);
        next.reply(change, "{}");

        assertThat(changed).isCompleted();
        assertThat(names()).containsExactly("b");
    }

    @Test
    void aConditionThatTheServerDoesNotUnderstandIsRefusedAndForgotten() {
        var server = startOnCluster();
        var changed = change(Condition.equal("nmae", Value.of("b")));

        server.refuse(
                server.expect("monitor_cond_change"),
                "{\"error\":\"unknown column\",\"details\":\"No column nmae in table Port.\"}");

        assertThatThrownBy(changed::join)
                .hasCauseInstanceOf(OvsdbException.RequestRefused.class)
                .hasMessageContaining("No column nmae");
        assertThat(where(comesBack(server).expect("monitor_cond_since"), "Port"))
                .isEmpty();
    }

    @Test
    void aBadConditionThatWasLostOnTheWayIsRefusedOverTheNextConnection() {
        var server = startOnCluster();
        var changed = change(Condition.equal("nmae", Value.of("b")));
        server.expect("monitor_cond_change");

        var next = comesBack(server);
        var error = "{\"error\":\"unknown column\",\"details\":\"No column nmae in table Port.\"}";
        next.refuse(next.expect("monitor_cond_since"), error);
        var request = next.expect("monitor_cond_since");
        assertThat(where(request, "Port")).isEmpty();
        next.reply(request, "[false,\"" + T2 + "\",{\"Port\":{" + initial(PORT_A, "a") + "}}]");
        next.refuse(next.expect("monitor_cond_change"), error);

        assertThat(changed).isCompletedExceptionally();
        assertThat(names()).containsExactly("a");
        assertThat(heard).isEmpty();
    }

    @Test
    void aServerWithoutConditionalMonitorsSaysSo() {
        var unused = client.start();
        var server = servers.accept();
        identify(server, STANDALONE);
        NorthboundScript.giveSchema(server);
        server.refuse(server.expect("monitor_cond_since"), "\"unknown method\"");
        server.refuse(server.expect("monitor_cond"), "\"unknown method\"");
        server.reply(server.expect("monitor"), "{}");

        var changed = change(NAMED_B);

        server.expectNothing();
        assertThatThrownBy(changed::join)
                .hasCauseInstanceOf(OvsdbException.RequestRefused.class)
                .hasMessageContaining("the server knows no conditional monitors");
    }

    @Test
    void nothingIsSuspiciousAboutTheSilenceOfAServerThatComposesManyRows() {
        var server = startOnCluster();
        var changed = change();
        var request = server.expect("monitor_cond_change");

        servers.loop.advance(Duration.ofSeconds(50));
        assertThat(server.closed()).isEmpty();
        server.reply(request, "{}");
        assertThat(changed).isCompleted();

        servers.loop.advance(Duration.ofSeconds(11));
        assertThat(server.closed()).contains("no sign of life after an inactivity probe");
    }

    @Test
    void aTableAddedLaterHasAMonitorOfItsOwnWhichIsResumedForItself() {
        var server = startOnCluster();
        var added = client.monitor(SWITCHES).toCompletableFuture();
        var request = server.expect(
                "monitor_cond_since",
                "[\"Small\",\"Small-2\",{\"Switch\":[{\"columns\":[\"name\"]}]},\"" + NO_TRANSACTION + "\"]");
        // Between question and answer the other monitor goes on.
        server.send("{\"id\":null,\"method\":\"update3\",\"params\":[\"Small-1\",\"" + T2 + "\",{\"Port\":{\"" + PORT_B
                + "\":{\"insert\":{\"name\":\"b\"}}}}]}");
        assertThat(added).isNotDone();
        server.reply(request, "[false,\"" + T3 + "\",{\"Switch\":{" + initial(SWITCH, "s") + "}}]");

        assertThat(added).isCompleted();
        assertThat(names()).containsExactlyInAnyOrder("a", "b");
        assertThat(client.replica().snapshot().rows("Switch")).hasSize(1);

        var next = comesBack(server);
        var ports = next.expect("monitor_cond_since");
        var switches = next.expect("monitor_cond_since");
        assertThat(ports.path("params").path(3).asText()).isEqualTo(T2);
        assertThat(switches.path("params").path(3).asText()).isEqualTo(T3);
        next.reply(ports, "[false,\"" + T3 + "\",{\"Port\":{" + initial(PORT_A, "a") + "}}]");
        assertThat(client.status()).isNotInstanceOf(ConnectionStatus.Synced.class);
        next.reply(switches, "[true,\"" + T3 + "\",{}]");

        assertThat(client.status()).isInstanceOf(ConnectionStatus.Synced.class);
        assertThat(names()).containsExactly("a");
        assertThat(client.replica().snapshot().rows("Switch")).hasSize(1);
    }

    @Test
    void transactionsGoOnWhileATableIsAdded() {
        var server = startOnCluster();
        var unused1 = client.monitor(SWITCHES);
        server.expect("monitor_cond_since");
        var unused2 = client.transact(List.of(new Operation.Comment("x")));

        server.expect("transact");
    }

    @Test
    void aTableAddedBeforeTheStartSharesNothingButIsThereInTheEnd() {
        var added = client.monitor(SWITCHES).toCompletableFuture();
        var started = client.start().toCompletableFuture();
        var server = servers.accept();
        identify(server, STANDALONE);
        server.reply(server.expect("get_schema", "[\"Small\"]"), TWO_TABLES);
        var ports = server.expect("monitor_cond_since");
        var switches = server.expect("monitor_cond_since");

        server.reply(ports, "[false,\"" + NO_TRANSACTION + "\",{}]");
        assertThat(started).isNotDone();
        server.reply(switches, "[false,\"" + NO_TRANSACTION + "\",{}]");

        assertThat(started).isCompleted();
        assertThat(added).isCompleted();
    }

    @Test
    void aTableThatTheServerDoesNotHaveIsAddedEmpty() {
        startOnCluster();
        var added = client.monitor(TableDefinition.of("Newer", "name")).toCompletableFuture();
        servers.loop.run();

        assertThat(added).isCompleted();
        assertThat(client.replica().snapshot().has("Newer")).isFalse();
    }

    @Test
    void aTableHasOneMonitor() {
        startOnCluster();
        var again = client.monitor(TableDefinition.of("Port", "tag")).toCompletableFuture();
        var twice = client.monitor(SWITCHES, SWITCHES).toCompletableFuture();
        servers.loop.run();

        assertThatThrownBy(again::join)
                .hasCauseInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the table \"Port\" is monitored already");
        assertThatThrownBy(twice::join).hasCauseInstanceOf(IllegalArgumentException.class);
        var options = NorthboundScript.options(servers, "tcp:a:1").monitor(TableDefinition.of("Port", "name"));
        assertThatThrownBy(options::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("named twice");
    }

    @Test
    void aTableThatIsRefusedIsAsIfItHadNotBeenAskedFor() {
        var server = startOnCluster();
        var added = client.monitor(SWITCHES.where(Condition.equal("nmae", Value.of("b"))))
                .toCompletableFuture();
        server.refuse(server.expect("monitor_cond_since"), "{\"error\":\"unknown column\"}");

        assertThat(added).isCompletedExceptionally();
        assertThat(client.replica().snapshot().tables()).containsExactly("Port");
        var again = client.monitor(SWITCHES).toCompletableFuture();
        server.reply(server.expect("monitor_cond_since"), "[false,\"" + T1 + "\",{}]");
        assertThat(again).isCompleted();
    }

    @Test
    void aTableNoLongerMonitoredLeavesTheReplicaAndItsMonitorIsCanceled() {
        var server = startOnCluster();
        var stopped = client.stopMonitoring("Port").toCompletableFuture();
        var request = server.expect("monitor_cancel", "[\"Small-1\"]");

        assertThat(heard).containsExactly("Deleted a");
        assertThatThrownBy(() -> client.replica().snapshot().rows("Port")).isInstanceOf(IllegalArgumentException.class);
        // What was on its way is passed over.
        rowsOfB(server, T2);
        assertThat(stopped).isNotDone();
        server.reply(request, "{}");

        assertThat(stopped).isCompleted();
        assertThat(server.closed()).isEmpty();
        assertThat(heard).containsExactly("Deleted a");
    }

    @Test
    void oneOfSeveralTablesOfAMonitorIsAskedForNoRowAndLeftOutTheNextTime() {
        client = OvsdbClient.create(
                NorthboundScript.options(servers, "tcp:a:1").monitor(SWITCHES).build());
        var server = startOnCluster();
        var stopped = client.stopMonitoring("Switch").toCompletableFuture();
        var request =
                server.expect("monitor_cond_change", "[\"Small-1\",\"Small-1\",{\"Switch\":[{\"where\":[false]}]}]");
        server.send("{\"id\":null,\"method\":\"update3\",\"params\":[\"Small-1\",\"" + T2 + "\",{\"Switch\":{\""
                + SWITCH + "\":{\"delete\":null}},\"Port\":{\"" + PORT_B + "\":{\"insert\":{\"name\":\"b\"}}}}]}");
        server.reply(request, "{}");
        assertThat(stopped).isCompleted();
        assertThat(names()).containsExactlyInAnyOrder("a", "b");

        var resumed = comesBack(server).expect("monitor_cond_since");

        assertThat(resumed.path("params").path(2))
                .hasToString("{\"Port\":[{\"columns\":[\"name\",\"tag\",\"addresses\"]}]}");
        assertThat(resumed.path("params").path(3).asText()).isEqualTo(T2);
    }

    @Test
    void whatIsWishedDuringADumpWaitsForItsEnd() {
        var unused = client.start();
        var server = servers.accept();
        identify(server, LEADER);
        server.reply(server.expect("get_schema"), TWO_TABLES);
        var dump = server.expect("monitor_cond_since");
        var changed = change(NAMED_B);
        var stopped = client.stopMonitoring("Port").toCompletableFuture();
        server.expectNothing();

        server.reply(dump, "[false,\"" + T1 + "\",{\"Port\":{" + initial(PORT_A, "a") + "}}]");

        server.expect("monitor_cond_change");
        server.reply(server.expect("monitor_cancel"), "{}");
        assertThat(changed).isCompletedExceptionally();
        assertThat(stopped).isCompleted();
    }

    @Test
    void afterAConversionEveryMonitorIsMadeAgain() {
        var server = startOnCluster();
        var unused = client.monitor(SWITCHES);
        server.reply(server.expect("monitor_cond_since"), "[false,\"" + T1 + "\",{}]");
        var changed = change(NAMED_B);
        server.expect("monitor_cond_change");

        server.send("{\"id\":null,\"method\":\"monitor_canceled\",\"params\":[\"Small-1\"]}");
        server.send("{\"id\":null,\"method\":\"monitor_canceled\",\"params\":[\"Small-2\"]}");
        server.reply(server.expect("get_schema", "[\"Small\"]"), TWO_TABLES);
        var ports = server.expect("monitor_cond_since");
        var switches = server.expect("monitor_cond_since");
        server.reply(ports, "[false,\"" + T2 + "\",{\"Port\":{" + initial(PORT_B, "b") + "}}]");
        server.reply(switches, "[false,\"" + T2 + "\",{}]");

        assertThat(changed).isCompleted();
        assertThat(names()).containsExactly("b");
        server.expectNothing();
    }

    @Test
    void wishesThatCannotBeGrantedEndWithTheClient() {
        bringIntoStepAndForget();
        var unknown = client.changeCondition("Nothing").toCompletableFuture();
        var open = change(NAMED_B);
        client.close();
        servers.loop.run();
        var late = client.stopMonitoring("Port").toCompletableFuture();
        servers.loop.run();

        assertThatThrownBy(unknown::join).hasCauseInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(open::join).hasCauseInstanceOf(OvsdbException.Unanswered.class);
        assertThatThrownBy(late::join).hasCauseInstanceOf(OvsdbException.Unanswered.class);
    }

    private void bringIntoStepAndForget() {
        var unused = client.start();
        bringIntoStep(servers.accept(), STANDALONE, "");
    }
}
