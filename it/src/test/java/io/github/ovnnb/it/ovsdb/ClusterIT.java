package io.github.ovnnb.it.ovsdb;

import static io.github.ovnnb.it.ovsdb.ClientUnderTest.eventually;
import static io.github.ovnnb.it.ovsdb.ClientUnderTest.within;
import static io.github.ovnnb.it.ovsdb.Northbound.DATABASE;
import static io.github.ovnnb.it.ovsdb.Northbound.PORT;
import static io.github.ovnnb.it.ovsdb.Northbound.addPort;
import static io.github.ovnnb.it.ovsdb.Northbound.addSwitch;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.it.harness.OvnCluster;
import io.github.ovnnb.it.harness.OvsdbHost;
import io.github.ovnnb.it.harness.OvsdbServer;
import io.github.ovnnb.it.harness.Pki;
import io.github.ovnnb.ovsdb.OvsdbClient;
import io.github.ovnnb.ovsdb.OvsdbClientOptions;
import io.github.ovnnb.ovsdb.TransactionOutcome;
import io.github.ovnnb.ovsdb.TransactionOutcome.Committed;
import io.github.ovnnb.ovsdb.TransactionOutcome.NotSent;
import io.github.ovnnb.ovsdb.TransactionOutcome.OutcomeUnknown;
import io.github.ovnnb.ovsdb.TransactionOutcome.Refused;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.session.TlsFiles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A cluster of three whose leader dies, freezes, is cut off or deposed while transactions are on the wire. */
class ClusterIT {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterIT.class);
    private static final int PORTS_BEFORE = 1_000;

    private static final OvsdbHost HOST = new OvsdbHost();
    private static Pki pki;
    private static OvnCluster cluster;

    private final UUID logicalSwitch = UUID.randomUUID();
    private ClientUnderTest under;

    @BeforeAll
    static void startCluster() {
        HOST.start();
        pki = Pki.on(HOST);
        cluster = OvnCluster.on(HOST);
    }

    @AfterAll
    static void stopCluster() {
        HOST.close();
    }

    @BeforeEach
    void connect() {
        under = ClientUnderTest.start(options(cluster.tcp()));
        under.commit(addSwitch(logicalSwitch, "sw-" + logicalSwitch));
    }

    /** Short deadlines: a frozen leader answers nothing at all. */
    private static OvsdbClientOptions.Builder options(String remotes) {
        return Northbound.options(remotes)
                .transactionDeadline(Duration.ofSeconds(3))
                .probeInterval(Duration.ofSeconds(1));
    }

    private static TlsFiles tls() {
        return new TlsFiles(
                pki.authority(), Optional.of(new TlsFiles.ClientFiles(pki.clientCertificate(), pki.clientKey())), true);
    }

    @AfterEach
    void close() {
        under.close();
    }

    @Test
    void findsTheLeaderOverUnixSocketsAndTls() {
        for (var options :
                List.of(options(cluster.unix()), options(cluster.ssl()).tls(tls()))) {
            try (var other = ClientUnderTest.start(options)) {
                var port = UUID.randomUUID();
                other.commit(addPort(logicalSwitch, port, "port-" + port));

                eventually(() -> assertThat(under.snapshot().row(PORT, port)).isPresent());
                other.assertMirrorIsTrue();
            }
        }
    }

    @Test
    void everyOutcomeIsTrueAndNothingIsDownloadedAgainWhenTheLeaderIsKilledInMidTransaction() {
        fill();
        var leader = cluster.leader();

        var outcomes = transactWhile(leader::kill9, 400);

        cluster.leader(leader);
        leader.start();
        cluster.awaitConnected(leader);
        assertTrueAndResumed(outcomes);
    }

    @Test
    void everyOutcomeIsTrueWhenTheLeaderIsKilledUnderUnixSockets() {
        under.close();
        under = ClientUnderTest.start(options(cluster.unix()));

        everyOutcomeIsTrueAndNothingIsDownloadedAgainWhenTheLeaderIsKilledInMidTransaction();
    }

    @Test
    void everyOutcomeIsTrueWhenTheLeaderIsKilledUnderTls() {
        under.close();
        under = ClientUnderTest.start(options(cluster.ssl()).tls(tls()));

        everyOutcomeIsTrueAndNothingIsDownloadedAgainWhenTheLeaderIsKilledInMidTransaction();
    }

    @Test
    void everyOutcomeIsTrueWhenTheLeaderIsFrozenAndDeposedInMidTransaction() {
        fill();
        var leader = cluster.leader();

        var outcomes = transactWhile(leader::pause, 200);
        cluster.leader(leader);
        under.awaitSynced();
        leader.resume();
        cluster.awaitConnected(leader);

        assertTrueAndResumed(outcomes);
    }

    @Test
    void everyOutcomeIsTrueWhenTheLeaderIsPartitionedFromTheOthersInMidTransaction() {
        fill();
        var leader = cluster.leader();

        var outcomes = transactWhile(leader::partition, 200);
        var successor = cluster.leader(leader);
        under.awaitSynced();
        leader.rejoin();
        cluster.awaitConnected(leader);

        assertThat(successor).isNotSameAs(leader);
        assertTrueAndResumed(outcomes);
    }

    @Test
    void nobodyNoticesThatEveryMemberCompactsItsFileInMidTransaction() {
        fill();
        var disconnects = under.disconnects();

        var outcomes = transactWhile(() -> cluster.members().forEach(OvsdbServer::compact), 400);

        assertThat(outcomes.values()).allMatch(Committed.class::isInstance);
        assertOutcomesAreTrue(outcomes);
        assertThat(under.disconnects()).isEqualTo(disconnects);
    }

    @Test
    void everyOutcomeIsTrueWhenTheLeaderHandsOverItsOffice() {
        fill();
        var leader = cluster.leader();

        var outcomes = transactWhile(() -> cluster.depose(leader), 400);
        eventually(() -> assertThat(cluster.leader()).isNotSameAs(leader));

        assertTrueAndResumed(outcomes);
    }

    @Tag("long")
    @RepeatedTest(20)
    void everyOutcomeIsTrueAgainAndAgain(RepetitionInfo repetition) {
        switch (repetition.getCurrentRepetition() % 4) {
            case 0 -> everyOutcomeIsTrueAndNothingIsDownloadedAgainWhenTheLeaderIsKilledInMidTransaction();
            case 1 -> everyOutcomeIsTrueWhenTheLeaderIsFrozenAndDeposedInMidTransaction();
            case 2 -> everyOutcomeIsTrueWhenTheLeaderIsPartitionedFromTheOthersInMidTransaction();
            default -> everyOutcomeIsTrueWhenTheLeaderHandsOverItsOffice();
        }
    }

    @Test
    void aFailoverTellsListenersOnlyWhatWasMissedAndWhenResumedCostsOnlyItsBytes() {
        fill();
        fill();
        var whole = bytesOfAFirstSynchronization();
        under.awaitMirror();
        under.ports.takeHeard();
        var leader = cluster.leader();
        var before = under.receivedBytes();

        leader.kill9();
        var missed = addBehindTheClientsBack(10, cluster.leader(leader));
        eventually(() -> assertThat(under.rowsByUuid().keySet()).containsAll(missed));
        var resumed = under.receivedBytes() - before;
        leader.start();
        cluster.awaitConnected(leader);

        LOG.info("first synchronization {} bytes, resumption {} bytes", (long) whole, (long) resumed);
        // A new leader may answer that it does not know our last transaction; seen after bulk loads, cause not known.
        if (under.resumptions() > 0) {
            assertThat(resumed).isLessThan(whole / 3);
        }
        under.assertMirrorIsTrue();
        assertThat(under.ports.takeHeard())
                .extracting(change -> change.row().uuid())
                .containsExactlyInAnyOrderElementsOf(missed);
    }

    private double bytesOfAFirstSynchronization() {
        try (var fresh = ClientUnderTest.start(options(cluster.tcp()))) {
            return fresh.receivedBytes();
        }
    }

    private List<UUID> addBehindTheClientsBack(int count, OvsdbServer member) {
        var added = ports(count);
        try (var raw = member.connect()) {
            added.forEach(port -> raw.transact(DATABASE, Northbound.addPortJson(logicalSwitch, port, "port-" + port)));
        }
        return added;
    }

    @Test
    void withoutAQuorumNothingIsCommittedAndWithOneAgainEverythingGoesOn() {
        var followers = cluster.followers();
        var leader = cluster.leader();
        followers.forEach(OvsdbServer::kill9);

        var outcomes = create(ports(20));
        followers.forEach(OvsdbServer::start);
        cluster.members().forEach(cluster::awaitConnected);

        assertThat(outcomes.values()).noneMatch(Committed.class::isInstance);
        assertThat(cluster.members()).contains(leader);
        assertOutcomesAreTrue(outcomes);
        var after = UUID.randomUUID();
        assertThat(within(under.client.transactResolved(addPort(logicalSwitch, after, "port-" + after))))
                .isInstanceOf(Committed.class);
        eventually(() -> assertThat(under.snapshot().row(PORT, after)).isPresent());
        under.assertMirrorIsTrue();
    }

    @Test
    void aClientOfAnyMemberReadsAndWritesThroughAFollower() {
        var follower = cluster.followers().get(0);
        try (var other = ClientUnderTest.start(options(follower.tcp()).leaderOnly(false))) {
            var port = UUID.randomUUID();
            other.commit(addPort(logicalSwitch, port, "port-" + port));

            assertThat(other.snapshot().row(PORT, port)).isPresent();
            eventually(() -> assertThat(under.snapshot().row(PORT, port)).isPresent());
        }
    }

    @Test
    void aFollowerAndAMemberOfAnotherClusterAreRefused() {
        var follower = cluster.followers().get(0);
        var stranger = cluster.tcp() + ",cid:" + UUID.randomUUID();

        assertRefusesToFollow(follower.tcp(), "not the leader");
        assertRefusesToFollow(stranger, "belongs to cluster");
    }

    private static void assertRefusesToFollow(String remotes, String why) {
        try (var other = OvsdbClient.create(options(remotes).build())) {
            var states = new CopyOnWriteArrayList<String>();
            try (var subscription = other.onStatus(status -> states.add(status.toString()), Runnable::run)) {
                var synced = other.start().toCompletableFuture();
                eventually(() -> assertThat(states).anyMatch(state -> state.contains(why)));
                assertThat(synced).isNotDone();
                assertThat(subscription).isNotNull();
            }
        }
    }

    /** So much that a download can be told from a resumption by its bytes. */
    private void fill() {
        var ports = ports(PORTS_BEFORE);
        var operations = new ArrayList<Operation>();
        ports.forEach(port -> operations.addAll(addPort(logicalSwitch, port, "port-" + port)));
        under.commit(operations);
    }

    private static List<UUID> ports(int count) {
        return IntStream.range(0, count).mapToObj(each -> UUID.randomUUID()).toList();
    }

    /** A third of the transactions before the mischief begins, the rest while it lasts. */
    private Map<UUID, TransactionOutcome> transactWhile(Runnable mischief, int transactions) {
        under.awaitMirror();
        under.ports.takeHeard();
        var ports = ports(transactions);
        var stages = new TreeMap<UUID, CompletionStage<TransactionOutcome>>();
        ports.subList(0, transactions / 3).forEach(port -> stages.put(port, create(port)));
        mischief.run();
        ports.subList(transactions / 3, transactions).forEach(port -> stages.put(port, create(port)));
        return endsOf(stages);
    }

    private Map<UUID, TransactionOutcome> create(List<UUID> ports) {
        var stages = new TreeMap<UUID, CompletionStage<TransactionOutcome>>();
        ports.forEach(port -> stages.put(port, create(port)));
        return endsOf(stages);
    }

    private static Map<UUID, TransactionOutcome> endsOf(Map<UUID, CompletionStage<TransactionOutcome>> stages) {
        var outcomes = new TreeMap<UUID, TransactionOutcome>();
        stages.forEach((port, stage) -> outcomes.put(port, within(stage)));
        return outcomes;
    }

    private CompletionStage<TransactionOutcome> create(UUID port) {
        return under.client.transact(addPort(logicalSwitch, port, "port-" + port));
    }

    private void assertTrueAndResumed(Map<UUID, TransactionOutcome> outcomes) {
        assertOutcomesAreTrue(outcomes);
        assertThat(under.downloads()).isEqualTo(1);
        assertThat(under.resumptions()).isPositive();
        assertThat(under.ports.takeHeard())
                .extracting(change -> change.row().uuid())
                .doesNotHaveDuplicates()
                .isSubsetOf(outcomes.keySet());
    }

    /** What was said of each transaction is what the cluster holds, and so does the replica, and so was its listener told. */
    private void assertOutcomesAreTrue(Map<UUID, TransactionOutcome> outcomes) {
        under.awaitSynced();
        eventually(() -> assertThat(under.rowsByUuid().keySet()).isEqualTo(portsOfLeader()));
        var stored = under.rowsByUuid().keySet();
        report(outcomes, stored);
        assertThat(outcomes).allSatisfy((port, outcome) -> {
            if (outcome instanceof Committed) {
                assertThat(stored).contains(port);
            } else if (outcome instanceof NotSent || outcome instanceof Refused) {
                assertThat(stored).doesNotContain(port);
            }
        });
        under.assertMirrorIsTrue();
    }

    private static Set<UUID> portsOfLeader() {
        try (var raw = cluster.leader().connect()) {
            var uuids = new ArrayList<UUID>();
            raw.rows(DATABASE, PORT)
                    .forEach(row ->
                            uuids.add(UUID.fromString(row.get("_uuid").get(1).asText())));
            assertThat(uuids).doesNotHaveDuplicates();
            return Set.copyOf(uuids);
        }
    }

    private static void report(Map<UUID, TransactionOutcome> outcomes, Set<UUID> stored) {
        var counts = outcomes.values().stream()
                .collect(Collectors.groupingBy(
                        outcome -> outcome.getClass().getSimpleName(), TreeMap::new, Collectors.counting()));
        var found = outcomes.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof OutcomeUnknown && stored.contains(entry.getKey()))
                .count();
        LOG.info("{}; of the unknown {} were stored", counts, found);
    }
}
