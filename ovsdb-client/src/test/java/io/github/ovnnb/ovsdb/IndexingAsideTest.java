package io.github.ovnnb.ovsdb;

import static io.github.ovnnb.ovsdb.NorthboundScript.BY_NAME;
import static io.github.ovnnb.ovsdb.NorthboundScript.LEADER;
import static io.github.ovnnb.ovsdb.NorthboundScript.NO_TRANSACTION;
import static io.github.ovnnb.ovsdb.NorthboundScript.PORT_A;
import static io.github.ovnnb.ovsdb.NorthboundScript.PORT_B;
import static io.github.ovnnb.ovsdb.NorthboundScript.giveSchema;
import static io.github.ovnnb.ovsdb.NorthboundScript.identify;
import static io.github.ovnnb.ovsdb.NorthboundScript.initial;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.ovsdb.replica.TableDefinition;
import io.github.ovnnb.ovsdb.session.ScriptedServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What happens on the loop while the rows of a dump are being indexed elsewhere. */
class IndexingAsideTest {
    private static final String TRANSACTION_1 = "eeeeeeee-0000-4000-8000-000000000001";
    private static final String TRANSACTION_2 = "eeeeeeee-0000-4000-8000-000000000002";

    private final ScriptedServers servers = new ScriptedServers();
    private final OvsdbClient client = OvsdbClient.create(
            NorthboundScript.options(servers, "tcp:a:1,tcp:b:1").build());
    private final CompletableFuture<Void> firstSnapshot = client.start().toCompletableFuture();

    private ScriptedServers.Conversation dumped(String since) {
        var server = servers.accept();
        identify(server, LEADER);
        giveSchema(server);
        var request = server.expect("monitor_cond_since");
        assertThat(request.path("params").path(3).asText()).isEqualTo(since);
        servers.loop.delayAside();
        server.reply(request, "[false,\"" + TRANSACTION_1 + "\",{\"Port\":{" + initial(PORT_A, "a") + "}}]");
        return server;
    }

    private static String update(String transaction, String port, String change) {
        return "{\"id\":null,\"method\":\"update3\",\"params\":[\"Small-1\",\"" + transaction + "\",{\"Port\":{\""
                + port + "\":" + change + "}}]}";
    }

    @Test
    void anEchoIsAnsweredWhileNothingOfTheDumpIsVisibleYet() {
        var server = dumped(NO_TRANSACTION);

        server.send("{\"id\":\"echo\",\"method\":\"echo\",\"params\":[]}");

        server.expectMessage("{\"id\":\"echo\",\"result\":[],\"error\":null}");
        assertThat(firstSnapshot).isNotDone();
        assertThat(client.replica().snapshot().rows("Port")).isEmpty();
        servers.loop.finishAside();
        assertThat(firstSnapshot).isDone();
        assertThat(client.replica().snapshot().rows("Port")).hasSize(1);
    }

    @Test
    void whatComesMeanwhileIsAppliedAfterTheDumpInTheOrderOfTheWire() {
        var heard = new ArrayList<String>();
        client.replica()
                .listen(
                        "Port",
                        change -> heard.add(change.getClass().getSimpleName() + " "
                                + change.row().string("name")),
                        Runnable::run);
        var server = dumped(NO_TRANSACTION);

        server.send(update(TRANSACTION_1, PORT_B, "{\"insert\":{\"name\":\"b\"}}"));
        server.send(update(TRANSACTION_2, PORT_B, "{\"modify\":{\"name\":\"c\"}}"));
        assertThat(heard).isEmpty();
        servers.loop.finishAside();

        assertThat(heard).containsExactly("Inserted a", "Inserted b", "Modified c");
        assertThat(client.replica().snapshot().find(BY_NAME, "c")).isPresent();
        server.hangUp("closed by the server");
        var next = servers.accept();
        identify(next, LEADER);
        giveSchema(next);
        assertThat(next.expect("monitor_cond_since").path("params").path(3).asText())
                .isEqualTo(TRANSACTION_2);
    }

    @Test
    void aDumpWhoseConnectionIsLostBeforeItIsIndexedIsNeverSeenAndNeverResumedFrom() {
        var server = dumped(NO_TRANSACTION);
        server.send(update(TRANSACTION_2, PORT_B, "{\"insert\":{\"name\":\"b\"}}"));

        server.hangUp("closed by the server");
        servers.loop.finishAside();

        assertThat(client.replica().snapshot().rows("Port")).isEmpty();
        servers.loop.advance(Duration.ofSeconds(1));
        dumped(NO_TRANSACTION);
        servers.loop.finishAside();
        assertThat(firstSnapshot).isDone();
        assertThat(client.replica().snapshot().rows("Port")).hasSize(1);
    }

    @Test
    void aTransactionIsSentOnlyWhenADumpAfterAConversionIsIndexed() {
        var server = dumped(NO_TRANSACTION);
        servers.loop.finishAside();
        server.send("{\"id\":null,\"method\":\"monitor_canceled\",\"params\":[\"Small-1\"]}");
        giveSchema(server);
        var outcome = client.transact(List.of()).toCompletableFuture();
        var dump = server.expect("monitor_cond_since");
        servers.loop.delayAside();
        server.reply(dump, "[false,\"" + TRANSACTION_1 + "\",{\"Port\":{" + initial(PORT_B, "b") + "}}]");

        server.expectNothing();
        servers.loop.finishAside();

        server.reply(server.expect("transact"), "[]");
        assertThat(outcome).isCompletedWithValue(new TransactionOutcome.Committed(List.of()));
        assertThat(client.replica().snapshot().find(BY_NAME, "b")).isPresent();
    }

    /** The update was read, by the shape the monitor then had, before the table was given up. */
    @Test
    void anUpdateOfATableThatWasGivenUpWhileItWasKeptBackIsDropped() {
        var two = OvsdbClient.create(NorthboundScript.options(servers, "tcp:c:1")
                .monitor(TableDefinition.of("Other", "name"))
                .build());
        var unused = two.start();
        servers.dialed();
        var server = servers.accept();
        identify(server, LEADER);
        server.reply(
                server.expect("get_schema"),
                NorthboundScript.SCHEMA.replace(
                        "\"tables\":{",
                        "\"tables\":{\"Third\":{\"columns\":{\"name\":{\"type\":\"string\"}},\"isRoot\":true},"
                                + "\"Other\":{\"columns\":{\"name\":{\"type\":\"string\"}},\"isRoot\":true},"));
        server.reply(server.expect("monitor_cond_since"), "[false,\"" + TRANSACTION_1 + "\",{}]");
        var third = two.monitor(TableDefinition.of("Third", "name")).toCompletableFuture();
        var dump = server.expect("monitor_cond_since");
        servers.loop.delayAside();
        server.reply(dump, "[false,\"" + TRANSACTION_1 + "\",{}]");
        server.send("{\"id\":null,\"method\":\"update3\",\"params\":[\"Small-1\",\"" + TRANSACTION_2
                + "\",{\"Port\":{\"" + PORT_A + "\":{\"insert\":{\"name\":\"a\"}}},\"Other\":{\"" + PORT_B
                + "\":{\"insert\":{\"name\":\"b\"}}}}]}");

        var stopped = two.stopMonitoring("Port").toCompletableFuture();
        server.reply(server.expect("monitor_cond_change"), "{}");
        servers.loop.finishAside();

        assertThat(server.closed()).isEmpty();
        assertThat(third).isCompleted();
        assertThat(stopped).isCompleted();
        assertThat(two.replica().snapshot().rows("Other")).hasSize(1);
    }
}
