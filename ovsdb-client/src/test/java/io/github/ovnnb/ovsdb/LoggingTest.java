package io.github.ovnnb.ovsdb;

import static io.github.ovnnb.ovsdb.NorthboundScript.NO_TRANSACTION;
import static io.github.ovnnb.ovsdb.NorthboundScript.PORT_A;
import static io.github.ovnnb.ovsdb.NorthboundScript.PORT_B;
import static io.github.ovnnb.ovsdb.NorthboundScript.STANDALONE;
import static io.github.ovnnb.ovsdb.NorthboundScript.bringIntoStep;
import static io.github.ovnnb.ovsdb.NorthboundScript.initial;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.ovnnb.ovsdb.protocol.Condition;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.Value;
import io.github.ovnnb.ovsdb.session.ScriptedServers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** What is in the database is nobody's business but the caller's: the log shows it at TRACE only. */
class LoggingTest {
    private static final String CANARY = "canary-in-the-mine";

    private final Logger log = (Logger) LoggerFactory.getLogger("io.github.ovnnb.ovsdb");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final ScriptedServers servers = new ScriptedServers();
    private final OvsdbClient client =
            OvsdbClient.create(NorthboundScript.options(servers, "tcp:a:1").build());

    @BeforeEach
    void listen() {
        lines.start();
        log.setLevel(Level.TRACE);
        log.setAdditive(false);
        log.addAppender(lines);
    }

    @AfterEach
    void leave() {
        log.detachAppender(lines);
        log.setAdditive(true);
        log.setLevel(null);
    }

    private ScriptedServers.Conversation inStep() {
        var unused = client.start();
        var server = servers.accept();
        bringIntoStep(server, STANDALONE, initial(PORT_A, CANARY));
        return server;
    }

    @Test
    void rowsTransactionsAndRefusalsAreShownAtTraceOnly() {
        var server = inStep();
        server.send("{\"id\":null,\"method\":\"update3\",\"params\":[\"Small-1\",\"" + NO_TRANSACTION
                + "\",{\"Port\":{\"" + PORT_B + "\":{\"insert\":{\"name\":\"" + CANARY + "\"}}}}]}");
        var insert = Operation.insert("Port", Map.of("name", Value.of(CANARY)));
        var committed = client.transact(List.of(insert));
        server.reply(server.expect("transact"), "[{\"uuid\":[\"uuid\",\"" + PORT_B + "\"]}]");
        var refused = client.transactResolved(List.of(insert));
        server.reply(
                server.expect("transact"), "[{\"error\":\"constraint violation\",\"details\":\"" + CANARY + "\"}]");
        var changed = client.changeCondition("Port", Condition.equal("name", Value.of(CANARY)));
        server.refuse(
                server.expect("monitor_cond_change"), "{\"error\":\"syntax error\",\"syntax\":\"" + CANARY + "\"}");
        var lost = client.transact(List.of(insert));
        server.expect("transact");
        server.hangUp("closed by the server");
        servers.loop.advance(Duration.ofSeconds(60));

        assertThat(Stream.of(committed, refused, changed, lost))
                .allMatch(stage -> stage.toCompletableFuture().isDone());
        assertThatTheCanaryIsShownAtTraceOnly();
    }

    static Stream<String> malformed() {
        return Stream.of(
                "{\"id\":null,\"method\":\"update3\",\"params\":[\"Small-1\",\"" + CANARY + "\",{}]}",
                "{\"id\":null,\"method\":\"update3\",\"params\":[\"Small-1\",\"" + NO_TRANSACTION + "\",{\"Port\":{\""
                        + PORT_B + "\":{\"insert\":{\"name\":[\"" + CANARY + "\",[]]}}}}]}",
                "{\"id\":null,\"method\":\"update3\",\"params\":[\"Small-1\",\"" + NO_TRANSACTION + "\",{\"Port\":{\""
                        + PORT_B + "\":{\"insert\":{\"tag\":\"" + CANARY + "\"}}}}]}",
                "{\"id\":null,\"method\":\"update3\",\"params\":[\"Small-1\",\"" + NO_TRANSACTION + "\",{\"Port\":{\""
                        + PORT_B + "\":{\"" + CANARY + "\":{}}}}]}",
                "{\"id\":null,\"method\":\"update3\",\"params\":[\"Small-1\",\"" + NO_TRANSACTION + "\",{\"Port\":{\""
                        + CANARY + "\":{\"delete\":null}}}]}",
                "{\"id\":null,\"result\":null,\"error\":\"" + CANARY + "\"}",
                "[\"" + CANARY + "\"]",
                "{\"" + CANARY + "\":\"\\x\"}");
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void whatIsMalformedIsShownAtTraceOnly(String message) {
        var server = inStep();

        server.send(message);

        assertThat(server.closed().orElseThrow()).startsWith("the server sent what is no OVSDB message");
        assertThatTheCanaryIsShownAtTraceOnly();
    }

    @ParameterizedTest
    @MethodSource("malformedReplies")
    void aMalformedReplyIsShownAtTraceOnly(String result) {
        var server = inStep();
        var outcome = client.transact(List.of(Operation.insert("Port", Map.of())));

        server.reply(server.expect("transact"), result);

        assertThat(server.closed().orElseThrow()).startsWith("the server sent what is no OVSDB message");
        assertThat(outcome).isCompleted();
        assertThatTheCanaryIsShownAtTraceOnly();
    }

    static Stream<String> malformedReplies() {
        return Stream.of(
                "\"" + CANARY + "\"",
                "[{\"uuid\":\"" + CANARY + "\"}]",
                "[{\"uuid\":[\"uuid\",\"" + CANARY + "\"]}]",
                "[{\"uuid\":[\"" + CANARY + "\"]},1,2,3]");
    }

    private void assertThatTheCanaryIsShownAtTraceOnly() {
        assertThat(lines.list)
                .filteredOn(line -> line.getLevel().isGreaterOrEqual(Level.DEBUG))
                .isNotEmpty()
                .noneMatch(LoggingTest::showsTheCanary);
        assertThat(lines.list)
                .filteredOn(line -> line.getLevel() == Level.TRACE)
                .anyMatch(LoggingTest::showsTheCanary);
    }

    private static boolean showsTheCanary(ILoggingEvent line) {
        return line.getFormattedMessage().contains(CANARY)
                || (line.getThrowableProxy() != null
                        && String.valueOf(line.getThrowableProxy().getMessage()).contains(CANARY));
    }
}
