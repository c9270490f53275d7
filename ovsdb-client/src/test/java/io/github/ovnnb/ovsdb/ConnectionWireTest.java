package io.github.ovnnb.ovsdb;

import static io.github.ovnnb.ovsdb.NorthboundScript.LEADER;
import static io.github.ovnnb.ovsdb.NorthboundScript.NO_TRANSACTION;
import static io.github.ovnnb.ovsdb.NorthboundScript.STANDALONE;
import static io.github.ovnnb.ovsdb.NorthboundScript.bringIntoStep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import io.github.ovnnb.ovsdb.session.Backoff;
import io.github.ovnnb.ovsdb.session.MessageLimits;
import io.github.ovnnb.ovsdb.session.PhaseDeadlines;
import io.github.ovnnb.ovsdb.session.Remote;
import io.github.ovnnb.ovsdb.session.ScriptedServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    void aPeerThatNeverShakesHandsIsGivenUp() {
        var client = start("ssl:a:1,ssl:b:1");
        var mute = servers.dialed();
        pass(9);
        mute.securing();
        pass(9);
        assertThat(mute.closed()).isEmpty();
        pass(1);

        assertThat(mute.closed()).contains("no TLS handshake within 10 s");
        assertThat(client.status())
                .isEqualTo(new ConnectionStatus.Connecting(
                        new Remote.Ssl("b", 1), 2, Optional.of("ssl:a:1: no TLS handshake within 10 s")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        "%s"    | a string is longer than 100 bytes
        [%s]    | the message is nested deeper than 20 levels
        [%s1]   | the message is larger than 5000 bytes
        """)
    void aMessageBeyondTheLimitsEndsTheConnectionAndTheStatusSaysWhy(String form, String why) {
        var client = OvsdbClient.create(NorthboundScript.options(servers, "tcp:a:1")
                .messageLimits(new MessageLimits(20, 5000, 100))
                .build());
        var unused = client.start();
        var server = servers.accept();
        bringIntoStep(server, STANDALONE, "");
        var content = why.startsWith("a string")
                ? "x".repeat(101)
                : why.contains("deeper") ? "[".repeat(21) : "1,".repeat(2500);

        server.send("{\"id\":null,\"method\":\"news\",\"params\":" + form.formatted(content));

        assertThat(server.closed()).contains("the server sent what is no OVSDB message: " + why);
        assertThat(client.status())
                .isInstanceOfSatisfying(
                        ConnectionStatus.Disconnected.class,
                        status -> assertThat(status.toString()).contains(why));
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

        assertThat(lock.state()).isEqualTo(Lock.State.REFUSED);
        assertThat(lock.problem())
                .contains(OvsdbError.of("lock and unlock methods not allowed, DB server is read only."));
        var theft = lock.steal().toCompletableFuture();
        server.reply(server.expect("unlock"), "{}");
        server.refuse(server.expect("steal"), "\"not today\"");
        assertThatThrownBy(theft::join).hasCauseInstanceOf(OvsdbException.RequestRefused.class);
        assertThat(server.closed()).isEmpty();
        server.hangUp("closed by the server");
        assertThat(lock.state()).isEqualTo(Lock.State.UNCONNECTED);
        assertThat(lock.problem()).isEmpty();
    }

    @Test
    void aLockHasOneHandleAtATime() {
        var client = start("tcp:a:1");
        var first = client.lock("agent");
        var server = servers.accept();
        bringIntoStep(server, STANDALONE, "");
        server.reply(server.expect("lock"), "{\"locked\":true}");

        assertThatThrownBy(() -> client.lock("agent")).isInstanceOf(IllegalStateException.class);
        assertThat(first.state()).isEqualTo(Lock.State.HELD);
        server.expectNothing();

        var unlocked = first.unlock().toCompletableFuture();
        var second = client.lock("agent");
        server.reply(server.expect("unlock"), "{}");
        server.reply(server.expect("lock"), "{\"locked\":true}");
        assertThat(unlocked).isCompleted();
        assertThat(first.unlock().toCompletableFuture()).isCompleted();
        assertThat(first.steal().toCompletableFuture()).isCompleted();

        server.expectNothing();
        assertThat(first.state()).isEqualTo(Lock.State.RELEASED);
        assertThat(second.state()).isEqualTo(Lock.State.HELD);
    }

    @Test
    void aLockOfAClosedClientStaysUnconnected() {
        var client = start("tcp:a:1");
        var before = client.lock("before");
        client.close();
        servers.loop.run();
        var after = client.lock("after");
        var theft = before.steal().toCompletableFuture();
        var unlocked = before.unlock().toCompletableFuture();
        servers.loop.run();

        assertThat(after.state()).isEqualTo(Lock.State.UNCONNECTED);
        assertThat(theft).isCompleted();
        assertThat(unlocked).isCompleted();
        assertThat(before.state()).isEqualTo(Lock.State.RELEASED);
    }

    /** The event loop of a transport of its own takes nothing more. */
    @Test
    void aClosedClientWithoutALoopDoesNotThrow() {
        var client = OvsdbClient.create(OvsdbClientOptions.builder()
                .remotes("tcp:127.0.0.1:1")
                .database("Small")
                .build());
        var lock = client.lock("before");
        client.close();
        await().untilAsserted(() -> assertThat(client.transact(List.of()).toCompletableFuture())
                .isCompletedWithValue(new TransactionOutcome.NotSent("the client is closed")));

        client.lock("after");
        assertThat(lock.steal()).succeedsWithin(Duration.ofSeconds(10));
        assertThat(lock.unlock()).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void otherRemotesDoNotWaitForAPauseThatOthersHaveEarned() {
        var client = start("tcp:a:1");
        for (var attempt = 0; attempt < 4; attempt++) {
            servers.dialed().hangUp("connection refused");
            pass(8);
        }
        servers.dialed().hangUp("connection refused");
        assertThat(servers.isDialed()).isFalse();

        client.remotes("tcp:b:1");

        assertThat(servers.dialed().remote()).isEqualTo(new Remote.Tcp("b", 1));
        pass(5);
        assertThat(servers.isDialed()).as("a second attempt beside it").isFalse();
    }

    @Test
    void oneCallersCancelOfTheStartIsNobodyElses() {
        var client =
                OvsdbClient.create(NorthboundScript.options(servers, "tcp:a:1").build());
        var one = client.start().toCompletableFuture();
        var other = client.start().toCompletableFuture();
        one.cancel(false);
        bringIntoStep(servers.accept(), STANDALONE, "");

        assertThat(other).isCompleted();
        assertThat(client.start().toCompletableFuture()).isCompleted();
    }

    @Test
    void durationsThatOverflowAreRejectedAtTheCall() {
        var endless = Duration.ofSeconds(Long.MAX_VALUE);
        var client = start("tcp:a:1");

        assertThatThrownBy(() -> client.transact(List.of(), endless)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client.transactResolved(List.of(), endless))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client.transact(List.of(), Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OvsdbClientOptions.builder().transactionDeadline(endless))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OvsdbClientOptions.builder().probeInterval(endless))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(1), endless))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PhaseDeadlines(endless, endless, endless, endless))
                .isInstanceOf(IllegalArgumentException.class);
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
