package io.github.ovnnb.it.ovsdb;

import static io.github.ovnnb.it.ovsdb.ClientUnderTest.PATIENCE;
import static io.github.ovnnb.it.ovsdb.ClientUnderTest.eventually;
import static io.github.ovnnb.it.ovsdb.ClientUnderTest.within;
import static io.github.ovnnb.it.ovsdb.Northbound.DATABASE;
import static io.github.ovnnb.it.ovsdb.Northbound.PORT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.it.harness.Fault;
import io.github.ovnnb.it.harness.FaultPlan;
import io.github.ovnnb.it.harness.FaultProxy;
import io.github.ovnnb.it.harness.OvnCluster;
import io.github.ovnnb.it.harness.OvsdbHost;
import io.github.ovnnb.it.harness.OvsdbServer;
import io.github.ovnnb.it.harness.Passage;
import io.github.ovnnb.it.harness.RandomFaults;
import io.github.ovnnb.ovsdb.TransactionOutcome;
import io.github.ovnnb.ovsdb.TransactionOutcome.Committed;
import io.github.ovnnb.ovsdb.TransactionOutcome.OutcomeUnknown;
import io.github.ovnnb.ovsdb.TransactionOutcome.Refused;
import io.github.ovnnb.ovsdb.protocol.Operation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ten thousand ports made through a proxy that splits, delays, loses and cuts by chance. What the client said of each is what the
 * server's own table shows; of what it could not say, the replica tells once it is in step again.
 */
class TenThousandCreatesIT {

    private static final Logger LOG = LoggerFactory.getLogger(TenThousandCreatesIT.class);
    private static final int CREATES = 10_000;
    private static final int SWITCHES = 20;
    private static final int AT_ONCE = 64;
    private static final long SEED = Long.getLong("ovnnb.seed", 20261123);

    private final List<UUID> switches = new ArrayList<>();
    private final AtomicInteger lostReplies = new AtomicInteger();
    private Supplier<OvsdbServer> authority = () -> {
        throw new IllegalStateException("no server yet");
    };

    @Test
    void everyOutcomeIsTrue() {
        proveAgainstOneServer(SEED);
    }

    /** The client looks for itself; some requests are answered with an error instead of being handed on. */
    @Test
    void noOutcomeStaysUnknownWhenTheClientResolvesIt() {
        try (var host = new OvsdbHost()) {
            host.start();
            var server = host.standalone(DATABASE, OvsdbHost.NORTHBOUND_SCHEMA).start();
            authority = () -> server;
            proveResolved(List.of(server), SEED);
        }
    }

    @Test
    void noOutcomeStaysUnknownWhenTheClientResolvesItOnACluster() {
        try (var cluster = OvnCluster.start()) {
            authority = cluster::leader;
            proveResolved(cluster.members(), SEED);
        }
    }

    private void proveResolved(List<OvsdbServer> servers, long seed) {
        addSwitches();
        var proxies = servers.stream()
                .map(server -> FaultProxy.before(server.tcp(), FaultPlan.none()))
                .toList();
        var remotes = proxies.stream().map(FaultProxy::remote).collect(Collectors.joining(","));
        try (var under = ClientUnderTest.start(Northbound.options(remotes))) {
            var mischief = withErrors(withLostReplies(new RandomFaults(seed, 0.002, 0.05)));
            proxies.forEach(proxy -> proxy.follow(mischief));
            var ports = IntStream.range(0, CREATES)
                    .mapToObj(each -> UUID.randomUUID())
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            var outcomes = create(ports, operations -> under.client.transactResolved(operations));
            proxies.forEach(proxy -> proxy.follow(FaultPlan.none()));
            var stored = assertOutcomesAreTrue(under, outcomes, Set.of());
            report(1, outcomes, stored, cuts(proxies));

            assertThat(outcomes).hasSize(CREATES);
            assertThat(outcomes.values()).noneMatch(OutcomeUnknown.class::isInstance);
            assertThat(outcomes.values()).anyMatch(Refused.class::isInstance);
            assertThat(cuts(proxies)).isGreaterThan(10);
            assertThat(lostReplies).hasPositiveValue();
            under.assertMirrorIsTrue();
        } finally {
            proxies.forEach(FaultProxy::close);
        }
    }

    /** A few answers never come, on a connection that goes on: the deadline ends these transactions, and then the connection. */
    private FaultPlan withLostReplies(FaultPlan others) {
        return passage -> {
            if (passage.direction() == Passage.Direction.TO_CLIENT
                    && passage.json().path("id").asInt() % 1511 == 1510
                    && passage.isTransactionReply()) {
                lostReplies.incrementAndGet();
                return new Fault.Withhold();
            }
            return others.decide(passage);
        };
    }

    /** Every two hundredth transaction or so, by its id, with and without a result. */
    private static FaultPlan withErrors(FaultPlan others) {
        return passage -> {
            var id = passage.json().path("id").asInt();
            return passage.direction() == Passage.Direction.TO_SERVER
                            && passage.json().path("method").asText().equals("transact")
                            && id % 211 == 0
                    ? new Fault.AnswerError("{\"error\":\"not allowed\"}", id % 2 == 0)
                    : others.decide(passage);
        };
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyOutcomeIsTrueWithOtherFaults(long seed) {
        proveAgainstOneServer(seed);
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void everyOutcomeIsTrueOnACluster(long seed) {
        try (var cluster = OvnCluster.start()) {
            authority = cluster::leader;
            prove(cluster.members(), seed);
        }
    }

    private void proveAgainstOneServer(long seed) {
        try (var host = new OvsdbHost()) {
            host.start();
            var server = host.standalone(DATABASE, OvsdbHost.NORTHBOUND_SCHEMA).start();
            authority = () -> server;
            prove(List.of(server), seed);
        }
    }

    private void prove(List<OvsdbServer> servers, long seed) {
        addSwitches();
        var proxies = servers.stream()
                .map(server -> FaultProxy.before(server.tcp(), FaultPlan.none()))
                .toList();
        var remotes = proxies.stream().map(FaultProxy::remote).collect(Collectors.joining(","));
        try (var under = ClientUnderTest.start(Northbound.options(remotes))) {
            prove(under, proxies, seed);
        } finally {
            proxies.forEach(FaultProxy::close);
        }
    }

    private void prove(ClientUnderTest under, List<FaultProxy> proxies, long seed) {
        var ports = IntStream.range(0, CREATES)
                .mapToObj(each -> UUID.randomUUID())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        var mischief = withLostReplies(new RandomFaults(seed, 0.002, 0.05));
        var missing = new LinkedHashSet<>(ports);
        var doubtful = new LinkedHashSet<UUID>();
        for (var round = 1; !missing.isEmpty(); round++) {
            proxies.forEach(proxy -> proxy.follow(mischief));
            var outcomes = create(missing, operations -> under.client.transact(operations));
            proxies.forEach(proxy -> proxy.follow(FaultPlan.none()));
            var stored = assertOutcomesAreTrue(under, outcomes, doubtful);
            report(round, outcomes, stored, cuts(proxies));
            missing.removeAll(stored);
            outcomes.forEach((port, outcome) -> {
                if (outcome instanceof OutcomeUnknown) {
                    doubtful.add(port);
                }
            });
        }

        assertThat(cuts(proxies)).isGreaterThan(10);
        assertThat(lostReplies).hasPositiveValue();
        assertThat(portsOfServer().values()).containsExactlyInAnyOrderElementsOf(ports);
        assertThat(under.rowsByUuid().keySet()).isEqualTo(ports);
        under.assertMirrorIsTrue();
    }

    private static int cuts(List<FaultProxy> proxies) {
        return proxies.stream().mapToInt(FaultProxy::cuts).sum();
    }

    private void addSwitches() {
        try (var raw = authority.get().connect()) {
            for (var each = 0; each < SWITCHES; each++) {
                var uuid = UUID.randomUUID();
                switches.add(uuid);
                raw.transact(DATABASE, Northbound.addSwitchJson(uuid, "sw" + each));
            }
        }
    }

    private Map<UUID, TransactionOutcome> create(
            Collection<UUID> ports, Function<List<Operation>, CompletionStage<TransactionOutcome>> transact) {
        var outcomes = new ConcurrentHashMap<UUID, TransactionOutcome>();
        var room = new Semaphore(AT_ONCE);
        var open = new ArrayList<CompletableFuture<Void>>();
        for (var port : ports) {
            var logicalSwitch = switches.get(Math.floorMod(port.hashCode(), SWITCHES));
            takeOneOf(room);
            open.add(transact.apply(Northbound.addPort(logicalSwitch, port, nameOf(port)))
                    .thenAccept(outcome -> outcomes.put(port, outcome))
                    .whenComplete((done, failure) -> room.release())
                    .toCompletableFuture());
        }
        within(CompletableFuture.allOf(open.toArray(CompletableFuture[]::new)));
        return outcomes;
    }

    private static void takeOneOf(Semaphore room) {
        try {
            assertThat(room.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** The ports that are stored now.
     *
     * @param doubtful of an earlier round, whose request a server may have had to read still when we looked
     */
    private Set<UUID> assertOutcomesAreTrue(
            ClientUnderTest under, Map<UUID, TransactionOutcome> outcomes, Set<UUID> doubtful) {
        under.awaitSynced();
        // A server may still read from a connection that is cut already; then an update follows.
        eventually(() -> assertThat(under.rowsByUuid().keySet())
                .containsExactlyInAnyOrderElementsOf(portsOfServer().values()));
        var stored = under.rowsByUuid().keySet();
        var lies = outcomes.entrySet().stream()
                .filter(entry ->
                        isLie(entry.getValue(), stored.contains(entry.getKey()), doubtful.contains(entry.getKey())))
                .toList();
        assertThat(lies).isEmpty();
        return stored.stream().filter(outcomes::containsKey).collect(Collectors.toSet());
    }

    private static boolean isLie(TransactionOutcome said, boolean isStored, boolean isDoubtful) {
        if (said instanceof OutcomeUnknown) {
            return false;
        }
        // Then it is the earlier round's transaction that is stored, and this one was refused for it.
        return isStored != (said instanceof Committed) && !(said instanceof Refused && isStored && isDoubtful);
    }

    /** By name, which is unique. */
    private Map<String, UUID> portsOfServer() {
        var ports = new TreeMap<String, UUID>();
        try (var raw = authority.get().connect()) {
            for (var row : raw.rows(DATABASE, PORT)) {
                var uuid = UUID.fromString(row.get("_uuid").get(1).asText());
                assertThat(ports.put(row.get("name").asText(), uuid)).isNull();
            }
        }
        return ports;
    }

    private static String nameOf(UUID port) {
        return "port-" + port;
    }

    private static void report(int round, Map<UUID, TransactionOutcome> outcomes, Set<UUID> stored, int cuts) {
        var counts = outcomes.values().stream()
                .collect(Collectors.groupingBy(
                        outcome -> outcome.getClass().getSimpleName(), TreeMap::new, Collectors.counting()));
        var unknown = outcomes.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof OutcomeUnknown)
                .toList();
        LOG.info(
                "round {}: {}; of the unknown {} were stored; {} cuts in all",
                round,
                counts,
                unknown.stream()
                        .filter(entry -> stored.contains(entry.getKey()))
                        .count(),
                cuts);
    }
}
