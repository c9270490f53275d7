package io.github.ovnnb.ovsdb;

import static io.github.ovnnb.ovsdb.NorthboundScript.LEADER;
import static io.github.ovnnb.ovsdb.NorthboundScript.NO_TRANSACTION;
import static io.github.ovnnb.ovsdb.NorthboundScript.STANDALONE;
import static io.github.ovnnb.ovsdb.NorthboundScript.bringIntoStep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ovnnb.ovsdb.session.Remote;
import io.github.ovnnb.ovsdb.session.ScriptedServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Echoes, silence and deadlines, in virtual time. */
class ConnectionWireTest {
    private final ScriptedServers servers = new ScriptedServers();

    private OvsdbClient start(String remotes) {
        var client =
                OvsdbClient.create(NorthboundScript.options(servers, remotes).build());
        var unused = client.start();
        return client;
    }

    private void pass(int seconds) {
        servers.loop.advance(Duration.ofSeconds(seconds));
    }

    @Test
    void answersAnEchoWithWhatItCarried() {
        start("tcp:a:1");
        var server = servers.accept();
        bringIntoStep(server, STANDALONE, "");

        server.send("{\"id\":\"echo\",\"method\":\"echo\",\"params\":[]}");
        server.expectMessage("{\"id\":\"echo\",\"result\":[],\"error\":null}");
        server.send("{\"params\":[1,{\"a\":\"b\"}],\"method\":\"echo\",\"id\":[7]}");
        server.expectMessage("{\"id\":[7],\"result\":[1,{\"a\":\"b\"}],\"error\":null}");
    }

    @Test
    void answersAnEchoBeforeTheReplicaIsInStep() {
        start("tcp:a:1");
        var server = servers.accept();
        server.expect("set_db_change_aware");
        server.expect("get_schema");

        server.send("{\"id\":\"echo\",\"method\":\"echo\",\"params\":[]}");

        server.expectMessage("{\"id\":\"echo\",\"result\":[],\"error\":null}");
    }

    @Test
    void asksAfterFiveSilentSecondsAndGivesUpAfterTen() {
        start("tcp:a:1");
        var server = servers.accept();
        bringIntoStep(server, STANDALONE, "");

        pass(4);
        server.expectNothing();
        pass(1);
        server.expect("echo", "[]");
        pass(4);
        assertThat(server.closed()).isEmpty();
        pass(1);

        assertThat(server.closed()).contains("no sign of life after an inactivity probe");
    }

    @Test
    void anyByteIsASignOfLife() {
        start("tcp:a:1");
        var server = servers.accept();
        bringIntoStep(server, STANDALONE, "");
        pass(5);
        server.expect("echo");
        pass(4);
        server.send(" ");
        pass(4);

        assertThat(server.closed()).isEmpty();
        server.expectNothing();
    }

    @Test
    void aUnixSocketIsNotProbed() {
        start("unix:/run/db.sock");
        var server = servers.accept();
        bringIntoStep(server, STANDALONE, "");

        pass(3600);

        server.expectNothing();
        assertThat(server.closed()).isEmpty();
    }

    @Test
    void aServerThatComposesALargeAnswerIsGivenTime() {
        start("tcp:a:1");
        var server = servers.accept();
        NorthboundScript.identify(server, STANDALONE);
        NorthboundScript.giveSchema(server);
        server.expect("monitor_cond_since");

        pass(59);
        assertThat(server.closed()).isEmpty();
        server.send("{\"id\":");
        pass(59);
        assertThat(server.closed()).isEmpty();
        pass(1);

        assertThat(server.closed()).contains("not a byte of the rows for 60 s");
    }

    @Test
    void aHostThatDoesNotAnswerIsGivenUpAfterTenSeconds() {
        var client = start("tcp:a:1,tcp:b:1");
        var silent = servers.dialed();
        pass(10);
        assertThat(silent.closed()).contains("no connection within 10 s");

        assertThat(servers.accept().remote()).isEqualTo(new Remote.Tcp("b", 1));
        assertThat(client.status())
                .isEqualTo(new ConnectionStatus.Connecting(
                        new Remote.Tcp("b", 1), 2, Optional.of("tcp:a:1: no connection within 10 s")));
    }

    @Test
    void aServerThatNeverTellsItsSchemaIsGivenUp() {
        start("tcp:a:1");
        var server = servers.accept();
        pass(20);

        assertThat(server.closed()).contains("no answer to the question for the schema within 20 s");
    }

    @Test
    void reconnectsWithPausesThatGrow() {
        start("tcp:a:1");
        var pauses = new ArrayList<Integer>();
        for (var attempt = 0; attempt < 5; attempt++) {
            servers.dialed().hangUp("connection refused");
            var waited = 0;
            while (!servers.isDialed()) {
                pass(1);
                waited++;
            }
            pauses.add(waited);
        }

        assertThat(pauses).isEqualTo(List.of(1, 2, 4, 8, 8));
    }

    @Test
    void takesALockAgainAfterAReconnectBeforeItSendsTransactions() {
        var client = start("tcp:a:1");
        var states = new ArrayList<Lock.State>();
        client.lock("agent").onChange(states::add, Runnable::run);
        var first = servers.accept();
        bringIntoStep(first, LEADER, "");
        first.reply(first.expect("lock", "[\"agent\"]"), "{\"locked\":true}");
        first.hangUp("closed by the server");
        var outcome = client.transact(List.of()).toCompletableFuture();
        pass(1);

        var second = servers.accept();
        bringIntoStep(second, LEADER, "");
        second.reply(second.expect("lock", "[\"agent\"]"), "{\"locked\":false}");
        second.reply(second.expect("transact"), "[]");
        second.send("{\"id\":null,\"method\":\"locked\",\"params\":[\"agent\"]}");
        // A waiter that gives up makes the server say it again.
        second.send("{\"id\":null,\"method\":\"locked\",\"params\":[\"agent\"]}");

        assertThat(outcome).isCompleted();
        assertThat(states)
                .containsExactly(
                        Lock.State.UNCONNECTED,
                        Lock.State.HELD,
                        Lock.State.UNCONNECTED,
                        Lock.State.WAITING,
                        Lock.State.HELD);
    }

    @Test
    void aStolenLockIsWaitedForUntilItComesBack() {
        var client = start("tcp:a:1");
        var lock = client.lock("agent");
        var server = servers.accept();
        bringIntoStep(server, STANDALONE, "");
        server.reply(server.expect("lock"), "{\"locked\":true}");

        server.send("{\"id\":null,\"method\":\"stolen\",\"params\":[\"agent\"]}");
        assertThat(lock.state()).isEqualTo(Lock.State.WAITING);
        server.send("{\"id\":null,\"method\":\"locked\",\"params\":[\"agent\"]}");

        assertThat(lock.state()).isEqualTo(Lock.State.HELD);
    }

    /** The owner is told again when somebody who waits gives up (ovsdb-server 3.1). */
    @Test
    void aLockThatIsToldTwiceIsTakenOnce() {
        var client = start("tcp:a:1");
        var lock = client.lock("agent");
        var states = new ArrayList<Lock.State>();
        lock.onChange(states::add, Runnable::run);
        var server = servers.accept();
        bringIntoStep(server, STANDALONE, "");
        server.reply(server.expect("lock"), "{\"locked\":true}");

        server.send("{\"id\":null,\"method\":\"locked\",\"params\":[\"agent\"]}");

        assertThat(states).containsExactly(Lock.State.UNCONNECTED, Lock.State.HELD);
    }

    @Test
    void aServerThatIsReadOnlyRefusesTheLockWithoutHarm() {
        var client = start("tcp:a:1");
        var lock = client.lock("agent");
        var server = servers.accept();
        bringIntoStep(server, STANDALONE, "");

        server.refuse(server.expect("lock"), "\"lock and unlock methods not allowed, DB server is read only.\"");

        assertThat(lock.state()).isEqualTo(Lock.State.UNCONNECTED);
        assertThat(server.closed()).isEmpty();
    }

    @Test
    void otherRemotesAreTriedWhenTheServerIsNoneOfThem() {
        var client = start("tcp:a:1,tcp:b:1");
        var first = servers.accept();
        bringIntoStep(first, STANDALONE, "");

        client.remotes("tcp:c:1,tcp:a:1");
        assertThat(first.closed()).isEmpty();
        client.remotes("tcp:c:1,tcp:d:1");
        assertThat(first.closed()).contains("other remotes are to be used");

        servers.loop.advance(Duration.ofSeconds(1));
        assertThat(servers.dialed().remote()).isEqualTo(new Remote.Tcp("c", 1));
        assertThatThrownBy(() -> client.remotes("c:1")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anotherClusterIsLookedForWhenItsIdChanges() {
        var client = start("tcp:a:1");
        var first = servers.accept();
        bringIntoStep(first, STANDALONE, "");

        client.remotes("tcp:a:1,cid:bbbbbbbb-0000-4000-8000-000000000002");

        assertThat(first.closed()).contains("other remotes are to be used");
        servers.loop.advance(Duration.ofSeconds(1));
        var second = servers.accept();
        NorthboundScript.identify(second, NorthboundScript.LEADER);
        assertThat(second.closed().orElseThrow()).startsWith("the server belongs to cluster");
    }

    @Test
    void stealsByLeavingTheQueueFirst() {
        var client = start("tcp:a:1");
        var lock = client.lock("agent");
        var server = servers.accept();
        bringIntoStep(server, STANDALONE, "");
        server.reply(server.expect("lock"), "{\"locked\":false}");

        var stolen = lock.steal().toCompletableFuture();
        server.reply(server.expect("unlock", "[\"agent\"]"), "{}");
        server.reply(server.expect("steal", "[\"agent\"]"), "{\"locked\":true}");

        assertThat(stolen).isCompleted();
        assertThat(lock.state()).isEqualTo(Lock.State.HELD);
    }

    @Test
    void anUnlockedLockIsNotTakenAgain() {
        var client = start("tcp:a:1");
        var lock = client.lock("agent");
        var server = servers.accept();
        bringIntoStep(server, STANDALONE, "");
        server.reply(server.expect("lock"), "{\"locked\":true}");

        var unlocked = lock.unlock().toCompletableFuture();
        server.reply(server.expect("unlock", "[\"agent\"]"), "{}");
        assertThat(unlocked).isCompleted();
        assertThat(lock.state()).isEqualTo(Lock.State.RELEASED);
        server.hangUp("closed by the server");
        pass(1);

        var next = servers.accept();
        bringIntoStep(next, STANDALONE, "");
        next.expectNothing();
    }

    @Test
    void anAnswerThatNobodyAskedForIsHarmless() {
        start("tcp:a:1");
        var server = servers.accept();
        bringIntoStep(server, STANDALONE, "");

        server.send("{\"id\":4711,\"result\":[],\"error\":null}");
        server.send("{\"id\":null,\"method\":\"update3\",\"params\":[\"stranger\",\"" + NO_TRANSACTION + "\",{}]}");
        server.send("{\"id\":null,\"method\":\"news\",\"params\":[]}");

        assertThat(server.closed()).isEmpty();
    }
}
