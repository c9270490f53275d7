package io.github.ovnnb.ovsdb;

import static io.github.ovnnb.ovsdb.NorthboundScript.BY_NAME;
import static io.github.ovnnb.ovsdb.NorthboundScript.CLUSTER;
import static io.github.ovnnb.ovsdb.NorthboundScript.DATABASE_ROW;
import static io.github.ovnnb.ovsdb.NorthboundScript.LEADER;
import static io.github.ovnnb.ovsdb.NorthboundScript.NO_TRANSACTION;
import static io.github.ovnnb.ovsdb.NorthboundScript.PORT_A;
import static io.github.ovnnb.ovsdb.NorthboundScript.PORT_B;
import static io.github.ovnnb.ovsdb.NorthboundScript.SCHEMA;
import static io.github.ovnnb.ovsdb.NorthboundScript.SERVER_SCHEMA;
import static io.github.ovnnb.ovsdb.NorthboundScript.STANDALONE;
import static io.github.ovnnb.ovsdb.NorthboundScript.bringIntoStep;
import static io.github.ovnnb.ovsdb.NorthboundScript.giveSchema;
import static io.github.ovnnb.ovsdb.NorthboundScript.identify;
import static io.github.ovnnb.ovsdb.NorthboundScript.initial;
import static io.github.ovnnb.ovsdb.NorthboundScript.member;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.ovnnb.ovsdb.replica.TableDefinition;
import io.github.ovnnb.ovsdb.session.DatabaseSession;
import io.github.ovnnb.ovsdb.session.Remote;
import io.github.ovnnb.ovsdb.session.ScriptedServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What the client asks a server, in which order, and what it makes of the answers. */
class SynchronizationTest {
    private static final String TRANSACTION_1 = "eeeeeeee-0000-4000-8000-000000000001";
    private static final String TRANSACTION_2 = "eeeeeeee-0000-4000-8000-000000000002";

    private final ScriptedServers servers = new ScriptedServers();
    private final List<ConnectionStatus> statuses = new ArrayList<>();
    private CompletableFuture<Void> firstSnapshot = new CompletableFuture<>();

    private OvsdbClient start(String remotes) {
        return start(NorthboundScript.options(servers, remotes));
    }

    private OvsdbClient start(OvsdbClientOptions.Builder options) {
        var client = OvsdbClient.create(options.build());
        client.onStatus(statuses::add, Runnable::run);
        firstSnapshot = client.start().toCompletableFuture();
        return client;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, Integer.MAX_VALUE})
    void asksWhatTheServerIsThenForTheSchemaThenForTheRows(int bytesPerRead) {
        servers.cutEvery(bytesPerRead);
        var client = start("tcp:a:1");
        var server = servers.accept();

        server.reply(server.expect("set_db_change_aware", "[true]"), "{}");
        server.reply(server.expect("get_schema", "[\"_Server\"]"), SERVER_SCHEMA);
        server.reply(server.expect("monitor_cond", """
            ["_Server","server",
             {"Database":[{"columns":["name","model","connected","leader","cid","sid","index"]}]}]\
            """), STANDALONE);
        server.reply(server.expect("get_schema", "[\"Small\"]"), SCHEMA);
        assertThat(firstSnapshot).isNotDone();
        server.reply(
                server.expect(
                        "monitor_cond_since",
                        "[\"Small\",\"Small-1\",{\"Port\":[{\"columns\":[\"name\",\"tag\",\"addresses\"]}]},\""
                                + NO_TRANSACTION + "\"]"),
                "[false,\"" + NO_TRANSACTION + "\",{\"Port\":{\"" + PORT_A
                        + "\":{\"initial\":{\"name\":\"a\",\"tag\":7,\"addresses\":\"one \\u0022\\\\\"}}}}]");

        assertThat(firstSnapshot).isDone();
        var port = client.replica().snapshot().find(BY_NAME, "a").orElseThrow();
        assertThat(port.optionalInteger("tag")).isEqualTo(OptionalLong.of(7));
        assertThat(port.strings("addresses")).containsExactly("one \"\\");
        assertThat(client.status()).isEqualTo(new ConnectionStatus.Synced(new Remote.Tcp("a", 1)));
    }

    @Test
    void aServerWithoutTheServerDatabaseIsAsOldAsItIsWelcome() {
        start("tcp:a:1");
        var server = servers.accept();

        server.refuse(server.expect("set_db_change_aware"), "\"unknown method\"");
        server.refuse(
                server.expect("get_schema", "[\"_Server\"]"),
                "{\"error\":\"unknown database\",\"details\":\"get_schema request specifies unknown database"
                        + " _Server\",\"syntax\":\"[\\\"_Server\\\"]\"}");
        giveSchema(server);
        server.reply(server.expect("monitor_cond_since"), "[false,\"" + NO_TRANSACTION + "\",{}]");

        assertThat(firstSnapshot).isDone();
    }

    @Test
    void fallsBackToWhatTheServerKnows() {
        var client = start("tcp:a:1");
        var server = servers.accept();
        identify(server, STANDALONE);
        giveSchema(server);

        server.refuse(server.expect("monitor_cond_since"), "\"unknown method\"");
        server.refuse(server.expect("monitor_cond"), "\"unknown method\"");
        var plain = server.expect("monitor");
        server.reply(
                plain,
                "{\"Port\":{\"" + PORT_A
                        + "\":{\"new\":{\"name\":\"a\",\"tag\":[\"set\",[]],\"addresses\":[\"set\",[]]}}}}");
        assertThat(firstSnapshot).isDone();

        var monitor = plain.path("params").path(1);
        server.send(
                "{\"id\":null,\"method\":\"update\",\"params\":[" + monitor + ",{\"Port\":{\"" + PORT_A
                        + "\":{\"old\":{\"tag\":[\"set\",[]]},\"new\":{\"name\":\"a\",\"tag\":5,\"addresses\":[\"set\",[]]}}}}]}");
        assertThat(client.replica().snapshot().find(BY_NAME, "a").orElseThrow().optionalInteger("tag"))
                .hasValue(5);
    }

    @Test
    void tablesAndColumnsThatTheServerLacksAreLeftOutOfTheRequest() {
        var client = start(NorthboundScript.options(servers, "tcp:a:1").monitor(TableDefinition.of("Newer", "name")));
        var server = servers.accept();
        identify(server, STANDALONE);
        server.reply(server.expect("get_schema"), SCHEMA.replace("\"tag\"", "\"label\""));

        assertThat(server.expect("monitor_cond_since").path("params").path(2))
                .hasToString("{\"Port\":[{\"columns\":[\"name\",\"addresses\"]}]}");
        assertThat(client.replica().snapshot().has("Newer")).isFalse();
    }

    @Test
    void aFollowerWillNotDoAndTheNextMemberIsTriedAtOnce() {
        start("tcp:a:1,tcp:b:1");
        var follower = servers.accept();
        identify(follower, member("\"leader\":false,\"index\":100"));
        assertThat(follower.closed()).contains("the server is not the leader of its cluster");

        var leader = servers.accept();
        assertThat(leader.remote()).isEqualTo(new Remote.Tcp("b", 1));
        bringIntoStep(leader, LEADER, initial(PORT_A, "a"));

        assertThat(firstSnapshot).isDone();
        assertThat(statuses)
                .contains(new ConnectionStatus.Disconnected("tcp:a:1: the server is not the leader of its cluster"));
    }

    @Test
    void followersArePassedOverWithoutAWarning() {
        var log = (Logger) LoggerFactory.getLogger(DatabaseSession.class);
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        log.addAppender(lines);
        log.setLevel(Level.INFO);
        try {
            start("tcp:a:1,tcp:b:1");
            for (var attempt = 0; attempt < 6; attempt++) {
                identify(servers.accept(), member("\"leader\":false,\"index\":100"));
                servers.loop.advance(Duration.ofSeconds(8));
            }
        } finally {
            log.detachAppender(lines);
            log.setLevel(null);
        }

        assertThat(lines.list).extracting(ILoggingEvent::getLevel).doesNotContain(Level.WARN);
        assertThat(lines.list)
                .filteredOn(line -> line.getLevel() == Level.INFO)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("no server will do, the last was tcp:b:1: the server is not the leader of its cluster;"
                        + " trying on");
    }

    @Test
    void aFollowerWillDoForWhoeverWantsAnyMember() {
        start(NorthboundScript.options(servers, "tcp:a:1").leaderOnly(false));

        bringIntoStep(servers.accept(), member("\"index\":100"), "");

        assertThat(firstSnapshot).isDone();
    }

    @Test
    void aMemberThatIsCutOffFromItsClusterWillNotDo() {
        start("tcp:a:1");
        var server = servers.accept();

        // A false is the default and therefore left out of an initial row.
        identify(
                server,
                NorthboundScript.database(
                        "\"model\":\"clustered\",\"leader\":true,\"cid\":[\"uuid\",\"" + CLUSTER + "\"]"));

        assertThat(server.closed()).contains("the server is cut off from its cluster");
    }

    @Test
    void aRelayWillDoWhileItIsConnectedToItsSource() {
        start("tcp:a:1");
        bringIntoStep(servers.accept(), NorthboundScript.database("\"model\":\"relay\",\"connected\":true"), "");
        assertThat(firstSnapshot).isDone();
    }

    @Test
    void aMemberOfAnotherClusterWillNotDo() {
        start("tcp:a:1,cid:bbbbbbbb-0000-4000-8000-000000000002");
        var server = servers.accept();

        identify(server, LEADER);

        assertThat(server.closed())
                .contains("the server belongs to cluster " + CLUSTER + ", not bbbbbbbb-0000-4000-8000-000000000002");
    }

    @ParameterizedTest
    @ValueSource(strings = {"standalone", "relay"})
    void aServerOfNoClusterIsNoMemberOfTheOneThatIsWanted(String model) {
        start("tcp:a:1,cid:" + CLUSTER);
        var server = servers.accept();

        identify(server, NorthboundScript.database("\"model\":\"" + model + "\",\"connected\":true,\"leader\":true"));

        assertThat(server.closed()).contains("the server belongs to cluster (none), not " + CLUSTER);
    }

    @Test
    void aServerThatKnowsNoClustersIsNoMemberOfTheOneThatIsWanted() {
        start("tcp:a:1,cid:" + CLUSTER);
        var server = servers.accept();

        server.expect("set_db_change_aware");
        server.refuse(server.expect("get_schema", "[\"_Server\"]"), "{\"error\":\"unknown database\"}");

        assertThat(server.closed()).contains("the server is too old to belong to cluster " + CLUSTER);
    }

    /** A cluster that was put back to an earlier state under its id would be behind for ever. */
    @Test
    void aMemberThatIsBehindWillDoWhenTheIndexIsForgotten() {
        var client = start("tcp:a:1");
        var ahead = servers.accept();
        bringIntoStep(ahead, member("\"leader\":true,\"index\":100"), "");
        ahead.hangUp("closed by the server");
        servers.loop.advance(Duration.ofSeconds(1));

        client.forgetIndex();
        var restored = servers.accept();
        bringIntoStep(restored, member("\"leader\":true,\"index\":7"), "");

        assertThat(client.status()).isEqualTo(new ConnectionStatus.Synced(new Remote.Tcp("a", 1)));
    }

    @Test
    void aMemberThatIsBehindWillNotDo() {
        start(NorthboundScript.options(servers, "tcp:a:1,tcp:b:1").leaderOnly(false));
        var ahead = servers.accept();
        bringIntoStep(ahead, member("\"index\":100"), "");
        ahead.hangUp("closed by the server");

        var behind = servers.accept();
        identify(behind, member("\"index\":99"));

        assertThat(behind.closed()).contains("the server is behind: its log ends at 99, we have seen 100");
    }

    @Test
    void aServerWithoutTheDatabaseWillNotDo() {
        start("tcp:a:1");
        var server = servers.accept();

        identify(server, STANDALONE.replace("Small", "Other"));

        assertThat(server.closed()).contains("the server has no database Small");
    }

    @Test
    void leavesALeaderThatIsDeposed() {
        start("tcp:a:1,tcp:b:1");
        var server = servers.accept();
        bringIntoStep(server, LEADER, "");

        server.send("{\"id\":null,\"method\":\"update2\",\"params\":[\"server\",{\"Database\":{\"" + DATABASE_ROW
                + "\":{\"modify\":{\"leader\":false}}}}]}");

        assertThat(server.closed()).contains("the server is not the leader of its cluster");
        assertThat(servers.isDialed()).isTrue();
    }

    @Test
    void resumesOnAClusterFromTheLastTransactionSeen() {
        var client = start("tcp:a:1,tcp:b:1");
        var first = servers.accept();
        identify(first, LEADER);
        giveSchema(first);
        // found is false for a new client, and the id is to be kept all the same.
        first.reply(
                first.expect("monitor_cond_since"),
                "[false,\"" + TRANSACTION_1 + "\",{\"Port\":{" + initial(PORT_A, "a") + "}}]");
        first.hangUp("closed by the server");

        var second = servers.accept();
        identify(second, LEADER);
        giveSchema(second);
        var request = second.expect("monitor_cond_since");
        assertThat(request.path("params").path(3).asText()).isEqualTo(TRANSACTION_1);
        second.reply(
                request,
                "[true,\"" + TRANSACTION_2 + "\",{\"Port\":{\"" + PORT_B + "\":{\"insert\":{\"name\":\"b\"}}}}]");

        assertThat(client.replica().snapshot().find(BY_NAME, "a")).isPresent();
        assertThat(client.replica().snapshot().find(BY_NAME, "b")).isPresent();
        second.send("{\"id\":null,\"method\":\"update3\",\"params\":[\"Small-1\",\"" + TRANSACTION_1
                + "\",{\"Port\":{\"" + PORT_B + "\":{\"delete\":null}}}]}");
        assertThat(client.replica().snapshot().rows("Port")).hasSize(1);
        second.hangUp("closed by the server");
        servers.loop.advance(Duration.ofSeconds(1));

        var third = servers.accept();
        identify(third, LEADER);
        giveSchema(third);
        assertThat(third.expect("monitor_cond_since").path("params").path(3).asText())
                .isEqualTo(TRANSACTION_1);
    }

    @Test
    void listenersHearJustTheDifferenceAfterAWholeDownload() {
        var client = start("tcp:a:1");
        var heard = new ArrayList<String>();
        var first = servers.accept();
        bringIntoStep(first, STANDALONE, initial(PORT_A, "a") + "," + initial(PORT_B, "b"));
        client.replica()
                .listen(
                        "Port",
                        change -> heard.add(change.getClass().getSimpleName() + " "
                                + change.row().string("name")),
                        Runnable::run);
        heard.clear();
        first.hangUp("closed by the server");
        assertThat(client.replica().snapshot().rows("Port"))
                .as("what was known last")
                .hasSize(2);

        servers.loop.advance(Duration.ofSeconds(1));
        bringIntoStep(servers.accept(), STANDALONE, initial(PORT_A, "a"));

        assertThat(heard).containsExactly("Deleted b");
    }

    @Test
    void followsAConversionOfTheSchemaOnTheSameConnection() {
        var client = start("tcp:a:1");
        var server = servers.accept();
        bringIntoStep(server, STANDALONE, initial(PORT_A, "a"));

        server.send("{\"id\":null,\"method\":\"monitor_canceled\",\"params\":[\"Small-1\"]}");
        server.send("{\"id\":null,\"method\":\"update3\",\"params\":[\"Small-1\",\"" + NO_TRANSACTION
                + "\",{\"Port\":{\"" + PORT_A + "\":{\"delete\":null}}}]}");
        var outcome = client.transact(List.of()).toCompletableFuture();
        server.reply(server.expect("get_schema", "[\"Small\"]"), SCHEMA.replace("1.0.0", "2.0.0"));
        var request = server.expect("monitor_cond_since");
        assertThat(request.path("params").path(1).asText()).isEqualTo("Small-2");
        server.expectNothing();
        server.reply(request, "[false,\"" + NO_TRANSACTION + "\",{\"Port\":{" + initial(PORT_A, "a2") + "}}]");

        assertThat(client.replica().snapshot().find(BY_NAME, "a2")).isPresent();
        server.reply(server.expect("transact"), "[]");
        assertThat(outcome).isCompletedWithValue(new TransactionOutcome.Committed(List.of()));
        assertThat(server.closed()).isEmpty();
    }

    @Test
    void whatNoLongerFitsIsLoadedAfresh() {
        var client = start("tcp:a:1");
        var server = servers.accept();
        identify(server, LEADER);
        giveSchema(server);
        server.reply(server.expect("monitor_cond_since"), "[false,\"" + TRANSACTION_1 + "\",{}]");

        server.send("{\"id\":null,\"method\":\"update3\",\"params\":[\"Small-1\",\"" + TRANSACTION_2
                + "\",{\"Port\":{\"" + PORT_A + "\":{\"modify\":{\"tag\":5}}}}]}");

        assertThat(server.closed().orElseThrow()).contains("the replica is out of step and will be loaded afresh");
        servers.loop.advance(Duration.ofSeconds(1));
        var next = servers.accept();
        identify(next, LEADER);
        giveSchema(next);
        assertThat(next.expect("monitor_cond_since").path("params").path(3).asText())
                .isEqualTo(NO_TRANSACTION);
        assertThat(client.replica().snapshot().rows("Port")).isEmpty();
    }

    @Test
    void aPeerThatIsNoDatabaseServerIsLeft() {
        start("tcp:a:1");
        var server = servers.accept();

        server.send("HTTP/1.1 400 Bad Request\r\n");

        assertThat(server.closed().orElseThrow()).startsWith("the server sent what is no OVSDB message");
    }
}
