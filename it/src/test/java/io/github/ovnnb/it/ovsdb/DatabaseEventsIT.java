package io.github.ovnnb.it.ovsdb;

import static io.github.ovnnb.it.ovsdb.ClientUnderTest.eventually;
import static io.github.ovnnb.it.ovsdb.Northbound.DATABASE;
import static io.github.ovnnb.it.ovsdb.Northbound.PORT;
import static io.github.ovnnb.it.ovsdb.Northbound.addPort;
import static io.github.ovnnb.it.ovsdb.Northbound.addSwitch;
import static io.github.ovnnb.it.ovsdb.SteadyWriter.portsOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.it.harness.OvsdbHost;
import io.github.ovnnb.it.harness.OvsdbServer;
import io.github.ovnnb.ovsdb.TransactionOutcome.Committed;
import io.github.ovnnb.ovsdb.TransactionOutcome.OutcomeUnknown;
import io.github.ovnnb.ovsdb.TransactionOutcome.Refused;
import io.github.ovnnb.ovsdb.protocol.Mutation;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.OvsMap;
import io.github.ovnnb.ovsdb.protocol.Value;
import io.github.ovnnb.ovsdb.replica.TableDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What happens to a database under a connected client: converted, restored, out of disk. */
class DatabaseEventsIT {

    private static final OvsdbHost HOST = new OvsdbHost();
    private static final String NEW_COLUMN = "note";

    private final UUID logicalSwitch = UUID.randomUUID();
    private final UUID port = UUID.randomUUID();
    private final String name = "port-" + port;

    @BeforeAll
    static void startHost() {
        HOST.start();
    }

    @AfterAll
    static void stopHost() {
        HOST.close();
    }

    @Test
    void aSchemaConvertedUnderABusyClientBringsItTheNewColumnAndNoFalseOutcome() {
        var server = HOST.standalone(DATABASE, OvsdbHost.NORTHBOUND_SCHEMA).start();
        var options = Northbound.optionsWithoutTables(server.tcp())
                .monitor(TableDefinition.of("NB_Global", "nb_cfg"), TableDefinition.of(PORT, "name", NEW_COLUMN));
        try (var under = ClientUnderTest.start(options)) {
            under.commit(addSwitch(logicalSwitch, "sw0"));
            under.commit(addPort(logicalSwitch, port, name));
            assertThat(under.snapshot().has(PORT, NEW_COLUMN)).isFalse();

            var outcomes = new SteadyWriter(under, logicalSwitch)
                    .writeWhile(() -> server.client("convert", HOST.northboundSchemaWith(PORT, NEW_COLUMN)));

            eventually(() -> assertThat(under.snapshot().has(PORT, NEW_COLUMN)).isTrue());
            under.commit(Operation.update(PORT, port, Map.of(NEW_COLUMN, Value.of("hello"))));
            assertThat(under.snapshot().row(PORT, port).orElseThrow().string(NEW_COLUMN))
                    .isEqualTo("hello");
            assertThat(under.disconnects()).isZero();
            under.assertMirrorIsTrue();
            SteadyWriter.assertTrue(outcomes, portsOf(server));
            // What a standalone server gives back because of a conversion it has not stored.
            assertThat(outcomes.values()).doesNotHaveAnyElementsOfTypes(OutcomeUnknown.class);
        }
    }

    @Test
    void aDatabaseRestoredFromABackupIsFollowed() {
        var server = HOST.standalone(DATABASE, OvsdbHost.NORTHBOUND_SCHEMA).start();
        try (var under = ClientUnderTest.start(Northbound.options(server.tcp()))) {
            under.commit(addSwitch(logicalSwitch, "sw0"));
            under.commit(addPort(logicalSwitch, port, name));
            shell(server, "ovsdb-client backup SERVER " + DATABASE + " > /run/ovn/backup");
            var later = UUID.randomUUID();
            under.commit(addPort(logicalSwitch, later, "later"));

            shell(server, "ovsdb-client restore SERVER " + DATABASE + " < /run/ovn/backup");

            eventually(() -> assertThat(namesInReplica(under)).isEqualTo(Set.of(name)));
            assertThat(under.rowsByUuid().keySet()).isEqualTo(portsOf(server));
            assertThat(under.disconnects()).isZero();
            under.assertMirrorIsTrue();
        }
    }

    private static void shell(OvsdbServer server, String command) {
        HOST.run("bash", "-c", command.replace("SERVER", server.socketInside()));
    }

    @Test
    void aFullDiskRefusesAndASpaciousOneTakesAgain() {
        HOST.run("dd", "if=/dev/zero", "of=" + OvsdbHost.SMALL_DISK + "/filler", "bs=1k", "count=300");
        var server = HOST.standalone(DATABASE, OvsdbHost.NORTHBOUND_SCHEMA, OvsdbHost.SMALL_DISK)
                .start();
        try (var under = ClientUnderTest.start(Northbound.options(server.tcp()))) {
            under.commit(addSwitch(logicalSwitch, "sw0"));
            under.commit(addPort(logicalSwitch, port, name));

            var refused = writeUntilRefused(under);
            assertThat(refused.error().error()).isEqualTo("I/O error");
            under.assertMirrorIsTrue();
            var homeless = UUID.randomUUID();
            assertThat(under.transact(fat(homeless))).isInstanceOf(Refused.class);
            assertThat(under.rowsByUuid().keySet()).isEqualTo(portsOf(server)).doesNotContain(homeless);

            HOST.run("rm", OvsdbHost.SMALL_DISK + "/filler");
            under.commit(fat(homeless));
            assertThat(under.rowsByUuid().keySet()).isEqualTo(portsOf(server)).contains(homeless);
            assertThat(under.disconnects()).isZero();
        }
    }

    private Refused writeUntilRefused(ClientUnderTest under) {
        for (var each = 0; each < 100; each++) {
            var outcome = under.transact(fat(UUID.randomUUID()));
            if (outcome instanceof Refused refused) {
                return refused;
            }
            assertThat(outcome).isInstanceOf(Committed.class);
        }
        throw new AssertionError("the disk takes everything");
    }

    /** A port of some 10 kB. */
    private List<Operation> fat(UUID uuid) {
        var operations = new ArrayList<>(addPort(logicalSwitch, uuid, "port-" + uuid));
        operations.add(Operation.mutate(
                PORT, uuid, Mutation.insert("external_ids", OvsMap.of(Value.of("fat"), Value.of("x".repeat(10_000))))));
        return operations;
    }

    private static Set<String> namesInReplica(ClientUnderTest under) {
        return under.snapshot().rows(PORT).stream()
                .map(row -> row.string("name"))
                .collect(Collectors.toSet());
    }
}
