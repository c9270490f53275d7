package io.github.ovnnb.it.ovsdb;

import static io.github.ovnnb.it.ovsdb.ClientUnderTest.eventually;
import static io.github.ovnnb.it.ovsdb.ClientUnderTest.within;
import static io.github.ovnnb.it.ovsdb.Northbound.DATABASE;
import static io.github.ovnnb.it.ovsdb.Northbound.PORT;
import static io.github.ovnnb.it.ovsdb.Northbound.SWITCH;
import static io.github.ovnnb.it.ovsdb.Northbound.addPort;
import static io.github.ovnnb.it.ovsdb.Northbound.addSwitch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ovnnb.it.harness.OvnCluster;
import io.github.ovnnb.it.harness.OvsdbHost;
import io.github.ovnnb.ovsdb.OvsdbException;
import io.github.ovnnb.ovsdb.protocol.Condition;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.Value;
import io.github.ovnnb.ovsdb.replica.TableDefinition;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Other rows, more tables and fewer tables at run time, on real servers. */
class MonitorChangeIT {
    private static final String ROUTER = "Logical_Router";
    private static final TableDefinition ROUTERS = TableDefinition.of(ROUTER, "name");
    private static final OvsdbHost HOST = new OvsdbHost();
    private static String remote;

    private final UUID logicalSwitch = UUID.randomUUID();
    private final UUID one = UUID.randomUUID();
    private final UUID two = UUID.randomUUID();
    private final UUID router = UUID.randomUUID();
    private final Condition isTwo = Condition.equal("name", Value.of("port-" + two));

    @BeforeAll
    static void startServer() {
        HOST.start();
        remote = HOST.standalone(DATABASE, OvsdbHost.NORTHBOUND_SCHEMA).start().tcp();
    }

    @AfterAll
    static void stopServer() {
        HOST.close();
    }

    private void addRows(ClientUnderTest under) {
        under.commit(
                addSwitch(logicalSwitch, "sw-" + logicalSwitch),
                Operation.insert(ROUTER, router, Map.of("name", Value.of("lr-" + router))));
        under.commit(addPort(logicalSwitch, one, "port-" + one));
        under.commit(addPort(logicalSwitch, two, "port-" + two));
    }

    @Test
    void aChangedConditionIsAcknowledgedWithItsRowsInTheReplica() {
        try (var under = ClientUnderTest.start(Northbound.options(remote))) {
            addRows(under);

            within(under.client
                    .changeCondition(PORT, isTwo)
                    .thenRun(() -> assertThat(under.rowsByUuid().keySet()).containsExactly(two)));
            under.assertMirrorIsTrue();
            under.commit(Operation.update(PORT, two, Map.of("name", Value.of("renamed-" + two))));
            assertThat(under.rowsByUuid()).isEmpty();

            within(under.client
                    .changeCondition(PORT)
                    .thenRun(() -> assertThat(under.rowsByUuid().keySet()).contains(one, two)));
            within(under.client.changeCondition(PORT, Condition.never()));
            assertThat(under.rowsByUuid()).isEmpty();
            under.assertMirrorIsTrue();
        }
    }

    @Test
    void aConditionOnAColumnThatIsNotThereIsRefused() {
        try (var under = ClientUnderTest.start(Northbound.options(remote))) {
            addRows(under);
            var changed = under.client.changeCondition(PORT, Condition.equal("nmae", Value.of("x")));

            assertThatThrownBy(() -> within(changed)).hasCauseInstanceOf(OvsdbException.RequestRefused.class);
            assertThat(under.rowsByUuid().keySet()).contains(one, two);
            assertThat(under.disconnects()).isZero();
        }
    }

    @Test
    void aTableComesAndGoesAndComesAgain() {
        try (var under = ClientUnderTest.start(Northbound.options(remote))) {
            addRows(under);
            within(under.client.monitor(ROUTERS));
            assertThat(under.snapshot().row(ROUTER, router)).isPresent();
            assertThat(under.rowsByUuid().keySet()).contains(one, two);

            within(under.client.stopMonitoring(ROUTER));
            assertThat(under.snapshot().tables()).containsExactlyInAnyOrder(PORT, SWITCH);
            within(under.client.stopMonitoring(PORT));
            under.awaitMirror();
            assertThat(under.ports.rows()).isEmpty();
            under.commit(Operation.update(ROUTER, router, Map.of("name", Value.of("other-" + router))));

            within(under.client.monitor(ROUTERS, TableDefinition.of(PORT, "name")));
            assertThat(under.snapshot().row(ROUTER, router).orElseThrow().string("name"))
                    .isEqualTo("other-" + router);
            under.assertMirrorIsTrue();
            assertThat(under.disconnects()).isZero();
        }
    }

    @Test
    void eachMonitorIsResumedAfterAFailover() {
        try (var cluster = OvnCluster.start();
                var under = ClientUnderTest.start(Northbound.options(cluster.tcp()))) {
            addRows(under);
            within(under.client.monitor(ROUTERS));
            within(under.client.changeCondition(PORT, isTwo));
            // So that each monitor has seen a transaction that the next leader knows.
            under.commit(Operation.update(PORT, two, Map.of("tag", Value.of(7))));
            under.commit(Operation.update(ROUTER, router, Map.of("name", Value.of("r2"))));
            var resumptions = under.resumptions();
            var downloads = under.downloads();

            cluster.leader().kill9();
            eventually(() -> assertThat(under.resumptions()).isEqualTo(resumptions + 1));
            under.awaitSynced();

            assertThat(under.downloads()).isEqualTo(downloads);
            assertThat(under.rowsByUuid().keySet()).containsExactly(two);
            assertThat(names(under, ROUTER)).isEqualTo(Map.of(router, "r2"));
            assertThat(names(under, SWITCH)).isEqualTo(Map.of(logicalSwitch, "sw-" + logicalSwitch));
            under.commit(List.of(Operation.update(ROUTER, router, Map.of("name", Value.of("r3")))));
            assertThat(names(under, ROUTER)).isEqualTo(Map.of(router, "r3"));
            within(under.client.changeCondition(PORT));
            assertThat(under.rowsByUuid().keySet()).containsExactlyInAnyOrder(one, two);
            under.assertMirrorIsTrue();
        }
    }

    private static Map<UUID, String> names(ClientUnderTest under, String table) {
        return under.snapshot().rows(table).stream()
                .collect(Collectors.toMap(row -> row.uuid(), row -> row.string("name")));
    }
}
