package io.github.ovnnb.it.ovsdb;

import static io.github.ovnnb.it.ovsdb.ClientUnderTest.PATIENCE;
import static io.github.ovnnb.it.ovsdb.ClientUnderTest.eventually;
import static io.github.ovnnb.it.ovsdb.Northbound.PORT;
import static io.github.ovnnb.it.ovsdb.Northbound.addPort;
import static io.github.ovnnb.it.ovsdb.Northbound.addSwitch;
import static io.github.ovnnb.it.ovsdb.SteadyWriter.portsOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.it.harness.OvnCluster;
import io.github.ovnnb.it.harness.OvsdbHost;
import io.github.ovnnb.it.harness.OvsdbServer;
import io.github.ovnnb.it.harness.Pki;
import io.github.ovnnb.ovsdb.ConnectionStatus;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.Value;
import io.github.ovnnb.ovsdb.replica.TableDefinition;
import io.github.ovnnb.ovsdb.session.TlsFiles;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What happens to the database of a cluster under a connected client: converted, restored in each way there is, its certificates rotated;
 * and a relay in front of it. Every test has a cluster of its own, because it does not leave it as it was.
 */
class ClusterEventsIT {

    private static final String NEW_COLUMN = "note";

    /** How long a relay says that it is connected after it has lost its source (ovsdb/relay.c, RELAY_MAX_RECONNECTION_MS). */
    private static final Duration RELAY_PATIENCE = Duration.ofSeconds(30);

    private final OvsdbHost host = new OvsdbHost();
    private final UUID logicalSwitch = UUID.randomUUID();
    private final UUID early = UUID.randomUUID();
    private final UUID late = UUID.randomUUID();
    private Pki pki;
    private OvnCluster cluster;

    @BeforeEach
    void startCluster() {
        host.start();
        pki = Pki.on(host);
        cluster = OvnCluster.on(host);
    }

    @AfterEach
    void stopCluster() {
        host.close();
    }

    @Test
    void aSchemaConvertedUnderABusyClientBringsItTheNewColumnAndNoFalseOutcome() {
        var options = Northbound.optionsWithoutTables(cluster.tcp())
                .monitor(TableDefinition.of("NB_Global", "nb_cfg"), TableDefinition.of(PORT, "name", NEW_COLUMN));
        try (var under = ClientUnderTest.start(options)) {
            writeEarly(under);
            assertThat(under.snapshot().has(PORT, NEW_COLUMN)).isFalse();
            var schema = host.northboundSchemaWith(PORT, NEW_COLUMN);
            var leader = cluster.leader();

            var outcomes = new SteadyWriter(under, logicalSwitch).writeWhile(() -> leader.client("convert", schema));

            eventually(() -> assertThat(under.snapshot().has(PORT, NEW_COLUMN)).isTrue());
            under.awaitSynced();
            under.commit(Operation.update(PORT, early, Map.of(NEW_COLUMN, Value.of("hello"))));
            assertThat(under.snapshot().row(PORT, early).orElseThrow().string(NEW_COLUMN))
                    .isEqualTo("hello");
            SteadyWriter.assertTrue(outcomes, portsOf(cluster.leader()));
            assertShowsWhatIsStored(under);
        }
    }

    /** One transaction among others to a cluster; rows get new uuids. */
    @Test
    void aBackupRestoredIntoTheRunningClusterIsFollowed() {
        try (var under = ClientUnderTest.start(Northbound.options(cluster.tcp()))) {
            writeEarly(under);
            cluster.leader().backup("backup");
            writeLate(under);

            cluster.leader().restore("backup");

            eventually(() -> assertThat(under.snapshot().rows(PORT))
                    .extracting(row -> row.string("name"))
                    .containsExactly("early"));
            assertShowsWhatIsStored(under);
            assertThat(under.disconnects()).isZero();
        }
    }

    /** A new cluster counts its log from the beginning; that is not taken for a member that is behind. */
    @Test
    void aClusterFormedAnewFromABackupIsFollowedUnlessTheFormerIsAskedForByItsId() {
        var former = cluster.id();
        try (var under = ClientUnderTest.start(Northbound.options(cluster.tcp()));
                var loyal = ClientUnderTest.start(Northbound.options(cluster.tcp() + ",cid:" + former))) {
            writeEarly(under);
            cluster.leader().backup("backup");
            writeLate(under);
            eventually(() -> assertThat(loyal.snapshot().row(PORT, late)).isPresent());

            cluster.formAnew("backup");

            assertThat(cluster.id()).isNotEqualTo(former);
            eventually(() -> assertThat(under.rowsByUuid().keySet()).isEqualTo(Set.of(early)));
            under.awaitSynced();
            assertShowsWhatIsStored(under);
            writeMore(under);
            eventually(() -> assertWasToldOf(loyal, "not " + former));
            assertThat(loyal.isSynced()).isFalse();
            assertThat(loyal.rowsByUuid().keySet()).isEqualTo(Set.of(early, late));
        }
    }

    /** As snapshots of the members' disks would do it. Nobody can tell such members from ones that have missed something. */
    @Test
    void aClusterPutBackUnderItsIdIsRefusedAsBehindUntilTheIndexIsForgotten() {
        try (var under = ClientUnderTest.start(Northbound.options(cluster.tcp()))) {
            writeEarly(under);
            cluster.keepFiles();
            under.awaitSynced();
            writeLate(under);
            writeMore(under);
            var seen = under.rowsByUuid().keySet();

            cluster.putFilesBack();

            eventually(() -> assertWasToldOf(under, "the server is behind"));
            assertThat(under.isSynced()).isFalse();
            assertThat(under.rowsByUuid().keySet()).isEqualTo(seen).contains(late);

            under.client.forgetIndex();

            under.awaitSynced();
            assertThat(under.rowsByUuid().keySet()).isEqualTo(Set.of(early));
            assertShowsWhatIsStored(under);
            writeLate(under);
        }
    }

    @Test
    void rotatedCertificatesAreTakenUpByAFailoverWithoutARestartOfAnybodyElse() {
        var files = new TlsFiles(
                pki.authority(), Optional.of(new TlsFiles.ClientFiles(pki.clientCertificate(), pki.clientKey())), true);
        try (var under = ClientUnderTest.start(Northbound.options(cluster.ssl()).tls(files))) {
            writeEarly(under);
            var leader = cluster.leader();

            pki.newAuthority("ca");
            pki.issue("server", "serverAuth", "ca", "DNS:localhost,IP:127.0.0.1");
            pki.issue("client", "clientAuth", "ca", "DNS:client");
            writeLate(under);
            assertThat(under.disconnects()).isZero();
            leader.kill9();

            eventually(() -> assertThat(under.disconnects()).isPositive());
            under.awaitSynced();
            writeMore(under);
            assertThat(portsOf(cluster.leader(leader)))
                    .contains(early, late)
                    .isEqualTo(under.rowsByUuid().keySet());
            under.assertMirrorIsTrue();
        }
    }

    /** One of them is the member that the relay has chosen. */
    @Test
    void aRelayIsReadAndWrittenThroughWhileTheMembersBehindItDieInTurn() {
        var relay = cluster.relay().start();
        try (var under = ClientUnderTest.start(Northbound.options(relay.unix()));
                var direct = ClientUnderTest.start(Northbound.options(cluster.tcp()))) {
            writeEarly(under);
            eventually(() -> assertThat(direct.snapshot().row(PORT, early)).isPresent());
            direct.commit(addPort(logicalSwitch, late, "late"));
            eventually(() -> assertThat(under.snapshot().row(PORT, late)).isPresent());

            var outcomes = new SteadyWriter(under, logicalSwitch)
                    .writeWhile(() -> cluster.members().forEach(this::killAndStart));

            under.awaitSynced();
            writeMore(under);
            var stored = portsOf(cluster.leader());
            SteadyWriter.assertTrue(outcomes, stored);
            eventually(() -> assertThat(under.rowsByUuid().keySet()).isEqualTo(stored));
            under.assertMirrorIsTrue();
        }
    }

    private void killAndStart(OvsdbServer member) {
        member.kill9();
        cluster.leader(member);
        member.start();
        cluster.awaitConnected(member);
    }

    @Test
    void aRelayThatIsCutOffFromItsClusterIsLeftUntilItIsBack() {
        var relay = cluster.relay().start();
        try (var under = ClientUnderTest.start(Northbound.options(relay.unix()))) {
            writeEarly(under);

            cluster.members().forEach(OvsdbServer::kill9);
            eventually(
                    RELAY_PATIENCE.plus(PATIENCE),
                    () -> assertWasToldOf(under, "the relay is cut off from its source"));
            cluster.members().forEach(OvsdbServer::start);

            under.awaitSynced();
            writeLate(under);
            assertThat(portsOf(cluster.leader())).isEqualTo(Set.of(early, late));
            assertShowsWhatIsStored(under);
        }
    }

    private void writeEarly(ClientUnderTest under) {
        under.commit(addSwitch(logicalSwitch, "sw0"));
        under.commit(addPort(logicalSwitch, early, "early"));
    }

    private void writeLate(ClientUnderTest under) {
        under.commit(addPort(logicalSwitch, late, "late"));
    }

    /** So much that the log of a cluster without it is shorter whatever its members write by themselves. */
    private void writeMore(ClientUnderTest under) {
        for (var each = 0; each < 20; each++) {
            var uuid = UUID.randomUUID();
            under.commit(addPort(logicalSwitch, uuid, "port-" + uuid));
        }
    }

    private void assertShowsWhatIsStored(ClientUnderTest under) {
        var stored = portsOf(cluster.leader());
        eventually(() -> assertThat(under.rowsByUuid().keySet()).isEqualTo(stored));
        under.assertMirrorIsTrue();
    }

    private static void assertWasToldOf(ClientUnderTest under, String reason) {
        assertThat(under.states)
                .anyMatch(state -> state instanceof ConnectionStatus.Disconnected ended
                        && ended.reason().contains(reason));
    }
}
