package io.github.ovnnb.it.ovsdb;

import static io.github.ovnnb.it.ovsdb.ClientUnderTest.eventually;
import static io.github.ovnnb.it.ovsdb.ClientUnderTest.within;
import static io.github.ovnnb.it.ovsdb.Northbound.DATABASE;
import static io.github.ovnnb.it.ovsdb.Northbound.PORT;
import static io.github.ovnnb.it.ovsdb.Northbound.SWITCH;
import static io.github.ovnnb.it.ovsdb.Northbound.addPort;
import static io.github.ovnnb.it.ovsdb.Northbound.addSwitch;
import static io.github.ovnnb.it.ovsdb.Northbound.removePort;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.it.harness.OvsdbHost;
import io.github.ovnnb.it.harness.OvsdbServer;
import io.github.ovnnb.it.harness.Pki;
import io.github.ovnnb.ovsdb.Lock;
import io.github.ovnnb.ovsdb.OvsdbClientOptions;
import io.github.ovnnb.ovsdb.TransactionOutcome.Committed;
import io.github.ovnnb.ovsdb.TransactionOutcome.Refused;
import io.github.ovnnb.ovsdb.protocol.Condition;
import io.github.ovnnb.ovsdb.protocol.Mutation;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.OperationResult;
import io.github.ovnnb.ovsdb.protocol.OvsMap;
import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import io.github.ovnnb.ovsdb.protocol.Value;
import io.github.ovnnb.ovsdb.replica.RowChange;
import io.github.ovnnb.ovsdb.session.TlsFiles;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One server, every transport. */
class StandaloneIT {

    private static final OvsdbHost HOST = new OvsdbHost();
    private static Pki pki;
    private static OvsdbServer server;

    private final UUID logicalSwitch = UUID.randomUUID();
    private final UUID port = UUID.randomUUID();
    private final String name = "port-" + port;
    private ClientUnderTest under;

    @BeforeAll
    static void startServer() {
        HOST.start();
        pki = Pki.on(HOST);
        server = HOST.standalone(DATABASE, OvsdbHost.NORTHBOUND_SCHEMA).start();
    }

    @AfterAll
    static void stopServer() {
        HOST.close();
    }

    @BeforeEach
    void connect() {
        under = ClientUnderTest.start(Northbound.options(server.tcp()));
        under.commit(addSwitch(logicalSwitch, "sw-" + logicalSwitch));
    }

    @AfterEach
    void close() {
        under.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "unix", "ssl"})
    void aPortWithItsSwitchIsStoredAndInTheReplicaAtCompletionOverEveryTransport(String transport) {
        try (var client = ClientUnderTest.start(optionsFor(transport))) {
            client.commit(addPort(logicalSwitch, port, name));

            var row = client.snapshot().find(Northbound.PORT_BY_NAME, name).orElseThrow();
            assertThat(row.uuid()).isEqualTo(port);
            assertThat(client.snapshot().findAll(Northbound.PORT_BY_OWNER, "it"))
                    .contains(row);
            assertThat(client.snapshot()
                            .row(SWITCH, logicalSwitch)
                            .orElseThrow()
                            .uuids("ports"))
                    .containsExactly(port);
            client.assertMirrorIsTrue();
            assertThat(serversNames()).contains(name);
        }
    }

    /** A port is no root of the schema. */
    @Test
    void aPortThatNoSwitchRefersToIsCommittedAndNeverStored() {
        var insert = Operation.insert(PORT, port, Map.of("name", Value.of(name)));

        assertThat(under.commit(insert).results()).containsExactly(new OperationResult.Inserted(port));
        assertThat(within(under.client.transactResolved(List.of(insert)))).isInstanceOf(Committed.class);

        assertThat(under.snapshot().row(PORT, port)).isEmpty();
        assertThat(serversNames()).doesNotContain(name);
    }

    @Test
    void tellsWhichDatabasesAndWhichSchemaTheServerHas() {
        assertThat(within(under.client.listDatabases())).contains(DATABASE);
        assertThat(within(under.client.schema()).table(PORT).orElseThrow().indexes())
                .containsExactly(List.of("name"));
    }

    @Test
    void aTransactionThatWaitsAtTheServerCanBeCanceled() {
        var nobody = Map.<String, Value>of("name", Value.of("nobody-" + port));
        var submitted = under.client.submit(
                List.of(
                        new Operation.Wait(
                                SWITCH,
                                List.of(Condition.uuid(logicalSwitch)),
                                List.of("name"),
                                Operation.Until.EQUAL,
                                List.of(nobody),
                                Optional.of(Duration.ofMinutes(1))),
                        new Operation.Comment("never")),
                Duration.ofMinutes(1));
        // Answered in order: the first has reached the server.
        within(under.client.listDatabases());

        submitted.cancel();

        assertThat(within(submitted.outcome()))
                .isEqualTo(new Refused(Refused.WHOLE_REQUEST, OvsdbError.of("canceled")));
        var stored = under.client.submit(addPort(logicalSwitch, port, name), Duration.ofSeconds(20));
        within(stored.outcome());
        stored.cancel();
        assertThat(within(stored.outcome())).isInstanceOf(Committed.class);
        assertThat(under.disconnects()).isZero();
    }

    @Test
    void aLockGoesFromOneClientToAnotherAndGuardsTransactions() {
        var lockName = "lock_" + port.toString().replace('-', '_');
        var guarded = new Operation.Assert(lockName);
        try (var other = ClientUnderTest.start(Northbound.options(server.tcp()))) {
            var first = under.client.lock(lockName);
            eventually(() -> assertThat(first.state()).isEqualTo(Lock.State.HELD));
            var second = other.client.lock(lockName);
            eventually(() -> assertThat(second.state()).isEqualTo(Lock.State.WAITING));
            under.commit(guarded);
            assertThat(other.refused(guarded).error().error()).isEqualTo("not owner");

            within(second.steal());
            eventually(() -> assertThat(first.state()).isEqualTo(Lock.State.WAITING));
            assertThat(second.state()).isEqualTo(Lock.State.HELD);
            assertThat(under.refused(guarded).error().error()).isEqualTo("not owner");

            within(second.unlock());
            eventually(() -> assertThat(first.state()).isEqualTo(Lock.State.HELD));
            under.commit(guarded);
        }
    }

    @Test
    void everyOperationAnswersWithItsResult() {
        under.commit(addPort(logicalSwitch, port, name));

        var committed = under.commit(
                Operation.guard(PORT, port, Map.of("name", Value.of(name))),
                Operation.noRow(PORT, List.of(Condition.equal("name", Value.of("none-" + port)))),
                Operation.select(PORT, List.of(Condition.uuid(port)), "name", "addresses"),
                Operation.update(PORT, port, Map.of("tag", Value.of(7))),
                Operation.mutate(
                        PORT,
                        port,
                        Mutation.insert("external_ids", OvsMap.of(Value.of("k"), Value.of("v"))),
                        Mutation.delete("external_ids", Value.setOf(Value.of("owner")))),
                new Operation.Comment("from a test"),
                new Operation.Commit(true),
                removePort(logicalSwitch, UUID.randomUUID()),
                Operation.delete(SWITCH, UUID.randomUUID()));

        var results = committed.results();
        assertThat(results).hasSize(9);
        assertThat(((OperationResult.Rows) results.get(2)).rows())
                .singleElement()
                .satisfies(row -> assertThat(row.string("name")).isEqualTo(name));
        assertThat(results.get(3)).isEqualTo(new OperationResult.Count(1));
        assertThat(results.get(4)).isEqualTo(new OperationResult.Count(1));
        assertThat(results.get(8)).isEqualTo(new OperationResult.Count(0));
        var row = under.snapshot().row(PORT, port).orElseThrow();
        assertThat(row.optionalInteger("tag")).hasValue(7);
        assertThat(row.stringMap("external_ids")).isEqualTo(Map.of("k", "v"));
    }

    @Test
    void aNamedUuidJoinsTheOperationsOfOneTransaction() {
        var committed = under.commit(
                Operation.insertNamed(PORT, "newport", Map.of("name", Value.of(name))),
                Operation.mutate(SWITCH, logicalSwitch, Mutation.insert("ports", Value.named("newport"))));

        var uuid = ((OperationResult.Inserted) committed.results().get(0)).uuid();
        assertThat(under.snapshot().row(PORT, uuid).orElseThrow().string("name"))
                .isEqualTo(name);
    }

    @Test
    void anOptionalColumnGoesFromEmptyToAValueToAnotherAndBack() {
        under.commit(addPort(logicalSwitch, port, name));
        for (var tag : List.of(Value.setOf(Value.of(7)), Value.setOf(Value.of(8)), Value.none())) {
            under.commit(Operation.update(PORT, port, Map.of("tag", tag)));

            assertThat(under.snapshot().row(PORT, port).orElseThrow().set("tag"))
                    .isEqualTo(tag);
        }
        under.assertMirrorIsTrue();
    }

    @Test
    void everyRefusalNamesTheOperationAndTheServersWord() {
        under.commit(addPort(logicalSwitch, port, name));
        var missing = UUID.randomUUID();
        var rename = Operation.update(SWITCH, logicalSwitch, Map.of("name", Value.of("never")));

        assertRefusal(under.refused(rename, Operation.rowExists(SWITCH, missing)), 1, "timed out");
        assertRefusal(under.refused(rename, new Operation.Abort()), 1, "aborted");
        assertRefusal(under.refused(rename, new Operation.Assert("nobodys")), 1, "not owner");
        assertRefusal(
                under.refused(rename, Operation.update(PORT, port, Map.of("nonsense", Value.of(1)))),
                1,
                "unknown column");
        assertRefusal(
                under.refused(rename, Operation.insert("Nonsense", Map.of())), 1, "syntax error", "unknown table");
        assertRefusal(
                under.refused(rename, Operation.update(PORT, port, Map.of("tag", Value.of(70_000)))),
                1,
                "constraint violation");
        var divide = new Mutation("tag", Mutation.Mutator.DIVIDE, Value.of(0));
        assertRefusal(
                under.refused(
                        Operation.update(PORT, port, Map.of("tag", Value.of(7))),
                        rename,
                        Operation.mutate(PORT, port, divide)),
                2,
                "domain error");
        assertRefusal(under.refused(rename, addSwitch(logicalSwitch, "again")), 1, "duplicate uuid");
        assertThat(under.snapshot().row(SWITCH, logicalSwitch).orElseThrow().string("name"))
                .isEqualTo("sw-" + logicalSwitch);
    }

    @Test
    void aRefusedCommitIsToldApartFromARefusedOperation() {
        under.commit(addPort(logicalSwitch, port, name));
        var twin = UUID.randomUUID();

        var duplicate = under.transact(addPort(logicalSwitch, twin, name));
        var dangling = under.refused(
                Operation.mutate(SWITCH, logicalSwitch, Mutation.insert("ports", Value.of(UUID.randomUUID()))));

        assertRefusal((Refused) duplicate, 3, "constraint violation");
        assertRefusal(dangling, 1, "referential integrity violation");
        assertThat(under.snapshot().row(PORT, twin)).isEmpty();
        under.assertMirrorIsTrue();
    }

    @Test
    void aServerThatIsKilledAndStartedAgainShowsListenersNothingButTheDifference() {
        var kept = UUID.randomUUID();
        var changed = UUID.randomUUID();
        var removed = UUID.randomUUID();
        var added = UUID.randomUUID();
        for (var each : List.of(kept, changed, removed)) {
            under.commit(addPort(logicalSwitch, each, "port-" + each));
        }
        under.awaitMirror();
        under.ports.takeHeard();

        server.kill9();
        eventually(() -> assertThat(under.isSynced()).isFalse());
        writeBehindTheClientsBack(changed, removed, added);
        under.awaitSynced();

        eventually(() -> assertThat(under.snapshot().row(PORT, added)).isPresent());
        under.assertMirrorIsTrue();
        var heard = under.ports.takeHeard();
        assertThat(heard).extracting(change -> change.row().uuid()).containsExactlyInAnyOrder(changed, removed, added);
        assertThat(heard).filteredOn(RowChange.Deleted.class::isInstance).hasSize(1);
        assertThat(heard).filteredOn(RowChange.Inserted.class::isInstance).hasSize(1);
        assertThat(under.snapshot().row(PORT, changed).orElseThrow().strings("addresses"))
                .containsExactly("dynamic");
    }

    /** The client may win the race: then an update tells it, with the same sum. */
    private void writeBehindTheClientsBack(UUID changed, UUID removed, UUID added) {
        server.start();
        try (var raw = server.connect()) {
            raw.transact(
                    DATABASE,
                    Northbound.setAddressesJson(changed, "dynamic"),
                    Northbound.removePortJson(logicalSwitch, removed),
                    Northbound.addPortJson(logicalSwitch, added, "port-" + added)[0],
                    Northbound.addPortJson(logicalSwitch, added, "port-" + added)[1]);
        }
    }

    @Test
    void underLoadARowIsVisibleAtCompletionAndItsListenerHasBeenToldFirst() {
        var executor = Executors.newSingleThreadExecutor();
        var told = ConcurrentHashMap.<UUID>newKeySet();
        var late = new AtomicInteger();
        var invisible = new AtomicInteger();
        try (var subscription = under.client
                .replica()
                .listen(PORT, change -> told.add(change.row().uuid()), executor)) {
            assertThat(subscription).isNotNull();
            var all = IntStream.range(0, 2_000)
                    .mapToObj(each -> {
                        var uuid = UUID.randomUUID();
                        return under.client
                                .transact(addPort(logicalSwitch, uuid, "load-" + uuid))
                                .thenAccept(outcome ->
                                        countIf(under.snapshot().row(PORT, uuid).isEmpty(), invisible))
                                .thenRunAsync(() -> countIf(!told.contains(uuid), late), executor)
                                .toCompletableFuture();
                    })
                    .toArray(CompletableFuture[]::new);
            within(CompletableFuture.allOf(all));
        } finally {
            executor.shutdown();
        }

        assertThat(told).hasSizeGreaterThanOrEqualTo(2_000);
        assertThat(invisible).hasValue(0);
        assertThat(late).hasValue(0);
    }

    private static void countIf(boolean wrong, AtomicInteger counter) {
        if (wrong) {
            counter.incrementAndGet();
        }
    }

    private static void assertRefusal(Refused refused, int operation, String... words) {
        assertThat(refused.error().error()).isIn((Object[]) words);
        assertThat(refused.operationIndex()).isEqualTo(operation);
    }

    private static OvsdbClientOptions.Builder optionsFor(String transport) {
        return switch (transport) {
            case "unix" -> Northbound.options(server.unix());
            case "ssl" ->
                Northbound.options(server.ssl())
                        .tls(new TlsFiles(
                                pki.authority(),
                                Optional.of(new TlsFiles.ClientFiles(pki.clientCertificate(), pki.clientKey())),
                                true));
            default -> Northbound.options(server.tcp());
        };
    }

    private static List<String> serversNames() {
        try (var raw = server.connect()) {
            return raw.rows(DATABASE, PORT).findValuesAsText("name");
        }
    }
}
