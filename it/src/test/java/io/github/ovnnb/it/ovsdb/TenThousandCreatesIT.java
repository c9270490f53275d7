package io.github.ovnnb.it.ovsdb;

import static io.github.ovnnb.it.ovsdb.ClientUnderTest.PATIENCE;
import static io.github.ovnnb.it.ovsdb.ClientUnderTest.eventually;
import static io.github.ovnnb.it.ovsdb.ClientUnderTest.within;
import static io.github.ovnnb.it.ovsdb.Northbound.DATABASE;
import static io.github.ovnnb.it.ovsdb.Northbound.PORT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.it.harness.FaultPlan;
import io.github.ovnnb.it.harness.FaultProxy;
import io.github.ovnnb.it.harness.OvsdbHost;
import io.github.ovnnb.it.harness.OvsdbServer;
import io.github.ovnnb.it.harness.RandomFaults;
import io.github.ovnnb.ovsdb.TransactionOutcome;
import io.github.ovnnb.ovsdb.TransactionOutcome.Committed;
import io.github.ovnnb.ovsdb.TransactionOutcome.OutcomeUnknown;
import io.github.ovnnb.ovsdb.TransactionOutcome.Refused;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ten thousand ports made through a proxy that splits, delays and cuts by chance. What the client said of each is what the
 * server's own table shows; of what it could not say, the replica tells once it is in step again.
 */
class TenThousandCreatesIT {

    private static final Logger LOG = LoggerFactory.getLogger(TenThousandCreatesIT.class);
    private static final int CREATES = 10_000;
    private static final int SWITCHES = 20;
    private static final int AT_ONCE = 64;
    private static final long SEED = Long.getLong("ovnnb.seed", 20261123);

    private static final OvsdbHost HOST = new OvsdbHost();
    private static OvsdbServer server;

    private final List<UUID> switches = new ArrayList<>();

    @BeforeAll
    static void startServer() {
        HOST.start();
        server = HOST.standalone(DATABASE, OvsdbHost.NORTHBOUND_SCHEMA).start();
    }

    @AfterAll
    static void stopServer() {
        HOST.close();
    }

    @Test
    void everyOutcomeIsTrueAndNoneStaysUnknown() {
        addSwitches();
        var ports = IntStream.range(0, CREATES)
                .mapToObj(each -> UUID.randomUUID())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        var mischief = new RandomFaults(SEED, 0.002, 0.05);
        try (var proxy = FaultProxy.before(server.tcp(), FaultPlan.none());
                var under = ClientUnderTest.start(Northbound.options(proxy.remote()))) {
            var missing = new LinkedHashSet<>(ports);
            for (var round = 1; !missing.isEmpty(); round++) {
                proxy.follow(mischief);
                var outcomes = create(under, missing);
                proxy.follow(FaultPlan.none());
                var stored = assertOutcomesAreTrue(under, outcomes);
                report(round, outcomes, stored, proxy);
                missing.removeAll(stored);
            }

            assertThat(proxy.cuts()).isGreaterThan(10);
            assertThat(portsOfServer().values()).containsExactlyInAnyOrderElementsOf(ports);
            assertThat(under.rowsByUuid().keySet()).isEqualTo(ports);
            under.assertMirrorIsTrue();
        }
    }

    private void addSwitches() {
        try (var raw = server.connect()) {
            for (var each = 0; each < SWITCHES; each++) {
                var uuid = UUID.randomUUID();
                switches.add(uuid);
                raw.transact(DATABASE, Northbound.addSwitchJson(uuid, "sw" + each));
            }
        }
    }

    private Map<UUID, TransactionOutcome> create(ClientUnderTest under, Collection<UUID> ports) {
        var outcomes = new ConcurrentHashMap<UUID, TransactionOutcome>();
        var room = new Semaphore(AT_ONCE);
        var open = new ArrayList<CompletableFuture<Void>>();
        for (var port : ports) {
            var logicalSwitch = switches.get(Math.floorMod(port.hashCode(), SWITCHES));
            takeOneOf(room);
            open.add(under.client
                    .transact(Northbound.addPort(logicalSwitch, port, nameOf(port)))
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

    /** The ports that are stored now. */
    private static Set<UUID> assertOutcomesAreTrue(ClientUnderTest under, Map<UUID, TransactionOutcome> outcomes) {
        under.awaitSynced();
        // A server may still read from a connection that is cut already; then an update follows.
        eventually(() -> assertThat(under.rowsByUuid().keySet())
                .containsExactlyInAnyOrderElementsOf(portsOfServer().values()));
        var stored = under.rowsByUuid().keySet();
        var lies = outcomes.entrySet().stream()
                .filter(entry -> isLie(entry.getValue(), stored.contains(entry.getKey())))
                .toList();
        assertThat(lies).isEmpty();
        return stored.stream().filter(outcomes::containsKey).collect(Collectors.toSet());
    }

    private static boolean isLie(TransactionOutcome said, boolean isStored) {
        if (said instanceof OutcomeUnknown) {
            return false;
        }
        // Of an earlier round, when the server still had it to read: then it is there.
        var repeated = said instanceof Refused refused && refused.error().isDuplicateUuid();
        return isStored != (said instanceof Committed || repeated);
    }

    /** By name, which is unique. */
    private static Map<String, UUID> portsOfServer() {
        var ports = new TreeMap<String, UUID>();
        try (var raw = server.connect()) {
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

    private static void report(int round, Map<UUID, TransactionOutcome> outcomes, Set<UUID> stored, FaultProxy proxy) {
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
                proxy.cuts());
    }
}
