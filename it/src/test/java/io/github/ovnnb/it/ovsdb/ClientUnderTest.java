package io.github.ovnnb.it.ovsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ovnnb.ovsdb.ConnectionStatus;
import io.github.ovnnb.ovsdb.OvsdbClient;
import io.github.ovnnb.ovsdb.OvsdbClientOptions;
import io.github.ovnnb.ovsdb.TransactionOutcome;
import io.github.ovnnb.ovsdb.TransactionOutcome.Committed;
import io.github.ovnnb.ovsdb.TransactionOutcome.Refused;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.replica.Snapshot;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.awaitility.core.ThrowingRunnable;

/** A started client with a {@link Mirror} of its ports on an executor of one thread, its history of states and its metrics. */
final class ClientUnderTest implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(90);

    final OvsdbClient client;
    final Mirror ports = new Mirror();
    final List<ConnectionStatus> states = new CopyOnWriteArrayList<>();
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private final String table;

    private ClientUnderTest(OvsdbClientOptions.Builder options, String table) {
        client = OvsdbClient.create(options.meterRegistry(metrics).build());
        this.table = table;
        listen();
    }

    @SuppressWarnings("MustBeClosed")
    private void listen() {
        var toPorts = client.replica().listen(table, ports, executor);
        var toStates = client.onStatus(states::add, Runnable::run);
        assertThat(List.of(toPorts, toStates)).hasSize(2);
    }

    static ClientUnderTest start(OvsdbClientOptions.Builder options) {
        return start(options, Northbound.PORT);
    }

    static ClientUnderTest start(OvsdbClientOptions.Builder options, String mirroredTable) {
        var started = new ClientUnderTest(options, mirroredTable);
        within(started.client.start());
        return started;
    }

    TransactionOutcome transact(List<Operation> operations) {
        return within(client.transact(operations));
    }

    TransactionOutcome transact(Operation... operations) {
        return transact(List.of(operations));
    }

    Committed commit(List<Operation> operations) {
        var outcome = transact(operations);
        assertThat(outcome).isInstanceOf(Committed.class);
        return (Committed) outcome;
    }

    Committed commit(Operation... operations) {
        return commit(List.of(operations));
    }

    Refused refused(Operation... operations) {
        var outcome = transact(List.of(operations));
        assertThat(outcome).isInstanceOf(Refused.class);
        return (Refused) outcome;
    }

    Snapshot snapshot() {
        return client.replica().snapshot();
    }

    boolean isSynced() {
        return client.status() instanceof ConnectionStatus.Synced;
    }

    void awaitSynced() {
        eventually(() -> assertThat(client.status()).isInstanceOf(ConnectionStatus.Synced.class));
    }

    /** Every task that was given to the mirror's executor before has run. */
    void awaitMirror() {
        try {
            executor.submit(() -> {}).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception broken) {
            throw new AssertionError("the mirror's executor does not answer", broken);
        }
    }

    /** What the listener was told adds up to what the replica shows, without a false word. */
    void assertMirrorIsTrue() {
        awaitMirror();
        assertThat(ports.complaints()).isEmpty();
        assertThat(ports.rows()).isEqualTo(rowsByUuid());
    }

    Map<UUID, Row> rowsByUuid() {
        return snapshot().rows(table).stream().collect(Collectors.toMap(Row::uuid, Function.identity()));
    }

    double resumptions() {
        return synchronizations("true");
    }

    double downloads() {
        return synchronizations("false");
    }

    double disconnects() {
        return metrics.get("ovsdb.client.disconnects").counter().count();
    }

    double receivedBytes() {
        return metrics.get("ovsdb.client.received").counter().count();
    }

    private double synchronizations(String resumed) {
        return metrics.get("ovsdb.client.synchronizations")
                .tag("resumed", resumed)
                .counter()
                .count();
    }

    static <T> T within(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    static void eventually(ThrowingRunnable assertion) {
        eventually(PATIENCE, assertion);
    }

    static void eventually(Duration atMost, ThrowingRunnable assertion) {
        await().atMost(atMost)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(assertion);
    }

    @Override
    public void close() {
        client.close();
        executor.shutdown();
    }
}
