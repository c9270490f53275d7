package io.github.ovnnb.it.ovsdb;

import static io.github.ovnnb.it.ovsdb.ClientUnderTest.eventually;
import static io.github.ovnnb.it.ovsdb.Northbound.DATABASE;
import static io.github.ovnnb.it.ovsdb.Northbound.PORT;
import static io.github.ovnnb.it.ovsdb.Northbound.addPort;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.it.harness.Fault;
import io.github.ovnnb.it.harness.FaultPlan;
import io.github.ovnnb.it.harness.FaultProxy;
import io.github.ovnnb.it.harness.OvsdbHost;
import io.github.ovnnb.it.harness.OvsdbServer;
import io.github.ovnnb.it.harness.Passage;
import io.github.ovnnb.it.harness.Passage.Direction;
import io.github.ovnnb.ovsdb.ConnectionStatus;
import io.github.ovnnb.ovsdb.TransactionOutcome.NotSent;
import io.github.ovnnb.ovsdb.TransactionOutcome.OutcomeUnknown;
import io.github.ovnnb.ovsdb.TransactionOutcome.Refused;
import io.github.ovnnb.ovsdb.session.WhileDisconnected;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One fault at a time between a client and a real server. */
class FaultyWireIT {

    private static final OvsdbHost HOST = new OvsdbHost();
    private static final String NOT_ALLOWED = "{\"error\":\"not allowed\",\"details\":\"says the proxy\"}";
    private static OvsdbServer server;

    private final UUID logicalSwitch = UUID.randomUUID();
    private final UUID port = UUID.randomUUID();

    @BeforeAll
    static void startServer() {
        HOST.start();
        server = HOST.standalone(DATABASE, OvsdbHost.NORTHBOUND_SCHEMA).start();
    }

    @AfterAll
    static void stopServer() {
        HOST.close();
    }

    @BeforeEach
    void addSwitch() {
        try (var raw = server.connect()) {
            raw.transact(DATABASE, Northbound.addSwitchJson(logicalSwitch, "sw-" + logicalSwitch));
        }
    }

    @Test
    void everyByteMayComeAlone() {
        var ports = IntStream.range(0, 50).mapToObj(each -> UUID.randomUUID()).toList();
        addBehindTheClientsBack(ports);
        try (var proxy = FaultProxy.before(server.tcp(), passage -> new Fault.Split(1));
                var under = ClientUnderTest.start(Northbound.options(proxy.remote()))) {
            assertThat(under.rowsByUuid().keySet()).containsAll(ports);

            under.commit(addPort(logicalSwitch, port, "pört-\"\\-" + port));

            assertThat(under.snapshot().row(PORT, port).orElseThrow().string("name"))
                    .isEqualTo("pört-\"\\-" + port);
            under.assertMirrorIsTrue();
            assertThat(under.disconnects()).isZero();
        }
    }

    private void addBehindTheClientsBack(List<UUID> ports) {
        try (var raw = server.connect()) {
            ports.forEach(each -> raw.transact(DATABASE, Northbound.addPortJson(logicalSwitch, each, "port-" + each)));
        }
    }

    @Test
    void aTransactionWhoseReplyIsLostIsUnknownAndFoundByLooking() {
        var plan = FaultPlan.once(
                passage -> passage.direction() == Direction.TO_CLIENT && passage.isTransactionReply(),
                new Fault.CutBefore());

        assertThat(storedAfterUnknownOutcome(plan)).isTrue();
    }

    @Test
    void aTransactionThatNeverArrivedIsUnknownAndMissedByLooking() {
        var plan = FaultPlan.once(
                passage -> passage.direction() == Direction.TO_SERVER && passage.isMethod("transact"),
                new Fault.CutBefore());

        assertThat(storedAfterUnknownOutcome(plan)).isFalse();
    }

    @Test
    void aTransactionOfWhichHalfArrivedIsUnknownAndMissedByLooking() {
        var plan = FaultPlan.once(
                passage -> passage.direction() == Direction.TO_SERVER && passage.isMethod("transact"),
                new Fault.CutWithin(40));

        assertThat(storedAfterUnknownOutcome(plan)).isFalse();
    }

    private boolean storedAfterUnknownOutcome(FaultPlan plan) {
        try (var proxy = FaultProxy.before(server.tcp(), FaultPlan.none());
                var under = ClientUnderTest.start(Northbound.options(proxy.remote()))) {
            proxy.follow(plan);

            assertThat(under.transact(addPort(logicalSwitch, port, "port-" + port)))
                    .isInstanceOf(OutcomeUnknown.class);

            under.awaitSynced();
            under.assertMirrorIsTrue();
            var stored = under.snapshot().row(PORT, port).isPresent();
            assertThat(serverHas(port)).isEqualTo(stored);
            return stored;
        }
    }

    @Test
    void whileDisconnectedAClientThatFailsFastSaysNotSentAndMeansIt() {
        try (var proxy = FaultProxy.before(server.tcp(), FaultPlan.none());
                var under = ClientUnderTest.start(
                        Northbound.options(proxy.remote()).whileDisconnected(WhileDisconnected.FAIL))) {
            proxy.follow(passage -> new Fault.CutBefore());
            proxy.cutAll();
            eventually(() -> assertThat(under.isSynced()).isFalse());

            assertThat(under.transact(addPort(logicalSwitch, port, "port-" + port)))
                    .isInstanceOf(NotSent.class);

            proxy.follow(FaultPlan.none());
            under.awaitSynced();
            assertThat(under.snapshot().row(PORT, port)).isEmpty();
            assertThat(serverHas(port)).isFalse();
            under.commit(addPort(logicalSwitch, port, "port-" + port));
        }
    }

    @Test
    void aTransactionThatIsNeverAnsweredIsUnknownAtItsDeadlineAndTheConnectionIsGivenUp() {
        var plan = FaultPlan.once(
                passage -> passage.direction() == Direction.TO_CLIENT && passage.isTransactionReply(),
                new Fault.Withhold());
        try (var proxy = FaultProxy.before(server.tcp(), FaultPlan.none());
                var under = ClientUnderTest.start(
                        Northbound.options(proxy.remote()).transactionDeadline(Duration.ofSeconds(1)))) {
            proxy.follow(plan);

            assertThat(under.transact(addPort(logicalSwitch, port, "port-" + port)))
                    .isInstanceOf(OutcomeUnknown.class);

            eventually(() -> assertThat(proxy.connections()).isEqualTo(2));
            under.awaitSynced();
            assertThat(under.snapshot().row(PORT, port)).isPresent();
        }
    }

    @Test
    void aServerThatFallsSilentIsLeftAfterAProbe() {
        try (var proxy = FaultProxy.before(server.tcp(), FaultPlan.none());
                var under = ClientUnderTest.start(
                        Northbound.options(proxy.remote()).probeInterval(Duration.ofMillis(300)))) {
            proxy.follow(passage -> passage.connection() == 1 ? new Fault.Withhold() : Fault.pass());

            eventually(() -> assertThat(proxy.connections()).isGreaterThan(1));
            under.awaitSynced();

            assertThat(under.states)
                    .filteredOn(ConnectionStatus.Disconnected.class::isInstance)
                    .first()
                    .asString()
                    .contains("probe");
        }
    }

    /** What a server says of itself shows that it lives: only a wire on which nothing comes is silent. */
    @Test
    void anEchoThatIsLostWhileOtherBytesComeIsNoSilence() {
        var lost = new EchoesLost();
        try (var proxy = FaultProxy.before(server.tcp(), FaultPlan.none());
                var under = ClientUnderTest.start(
                        Northbound.options(proxy.remote()).probeInterval(Duration.ofSeconds(3)))) {
            proxy.follow(lost);

            for (var echo = 1; echo <= 3; echo++) {
                var count = echo;
                eventually(() -> assertThat(lost.count()).isGreaterThanOrEqualTo(count));
                var other = UUID.randomUUID();
                addBehindTheClientsBack(List.of(other));
                eventually(() -> assertThat(under.snapshot().row(PORT, other)).isPresent());
            }

            assertThat(under.disconnects()).isZero();
            assertThat(proxy.connections()).isEqualTo(1);
        }
    }

    /** Withholds the answers to the client's echo requests, and counts them. */
    private static final class EchoesLost implements FaultPlan {
        private final Set<String> asked = ConcurrentHashMap.newKeySet();
        private final AtomicInteger count = new AtomicInteger();

        @Override
        public Fault decide(Passage passage) {
            if (passage.direction() == Direction.TO_SERVER && passage.isMethod("echo")) {
                asked.add(passage.json().path("id").toString());
            }
            if (passage.direction() == Direction.TO_CLIENT
                    && passage.isReply()
                    && asked.remove(passage.json().path("id").toString())) {
                count.incrementAndGet();
                return new Fault.Withhold();
            }
            return Fault.pass();
        }

        int count() {
            return count.get();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRefusedRequestIsARefusedTransactionWithAndWithoutAResultInTheReply(boolean withResult) {
        try (var proxy = FaultProxy.before(server.tcp(), FaultPlan.none());
                var under = ClientUnderTest.start(Northbound.options(proxy.remote()))) {
            proxy.follow(refusing(Set.of("transact"), withResult));

            var refused = (Refused) under.transact(addPort(logicalSwitch, port, "port-" + port));

            assertThat(refused.operationIndex()).isEqualTo(Refused.WHOLE_REQUEST);
            assertThat(refused.error().error()).isEqualTo("not allowed");
            proxy.follow(FaultPlan.none());
            under.commit(addPort(logicalSwitch, port, "port-" + port));
            assertThat(under.disconnects()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"monitor_cond_since", "monitor_cond_since monitor_cond"})
    void anOlderServerIsFollowedByTheNextBestMonitor(String unknownMethods) {
        var unknown = Set.of(unknownMethods.split(" "));
        // _Server is asked by monitor_cond; only the database's own monitors are refused.
        FaultPlan plan =
                passage -> isOfDatabase(passage) ? refusing(unknown, false).decide(passage) : Fault.pass();
        try (var proxy = FaultProxy.before(server.tcp(), plan);
                var under = ClientUnderTest.start(Northbound.options(proxy.remote()))) {
            under.commit(addPort(logicalSwitch, port, "port-" + port));
            under.commit(Northbound.removePort(logicalSwitch, port));

            assertThat(under.snapshot().row(PORT, port)).isEmpty();
            under.assertMirrorIsTrue();
            assertThat(under.disconnects()).isZero();
        }
    }

    private static boolean isOfDatabase(Passage passage) {
        return passage.direction() == Direction.TO_SERVER
                && passage.json().path("params").path(0).asText().equals(DATABASE);
    }

    private static FaultPlan refusing(Set<String> methods, boolean withResult) {
        return passage -> passage.direction() == Direction.TO_SERVER
                        && methods.contains(passage.json().path("method").asText())
                ? new Fault.AnswerError(NOT_ALLOWED, withResult)
                : Fault.pass();
    }

    private static boolean serverHas(UUID port) {
        try (var raw = server.connect()) {
            return raw.rows(DATABASE, PORT).findValuesAsText("name").contains("port-" + port);
        }
    }
}
