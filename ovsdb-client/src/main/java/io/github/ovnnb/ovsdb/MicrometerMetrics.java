package io.github.ovnnb.ovsdb;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts in a micrometer registry. Only this class and {@link SharedGauges} need micrometer. */
final class MicrometerMetrics implements ClientMetrics {
    private final MeterRegistry registry;
    private final Tag database;
    private final Timer committed;
    private final Timer refused;
    private final Timer notSent;
    private final Timer unknown;
    private final Counter repeatedChanges;
    private final Counter received;
    private final Counter written;
    private final Counter resumed;
    private final Counter downloaded;
    private final Counter disconnects;
    private @Nullable Gauges observed;

    private MicrometerMetrics(MeterRegistry registry, String databaseName) {
        this.registry = registry;
        this.database = Tag.of("database", databaseName);
        committed = transactions("committed");
        refused = transactions("refused");
        notSent = transactions("not_sent");
        unknown = transactions("unknown");
        repeatedChanges = Counter.builder("ovsdb.client.changes.repeated")
                .tags(List.of(database))
                .description("Times a change was drafted afresh because others had changed what it relied on")
                .register(registry);
        received = Counter.builder("ovsdb.client.received")
                .tags(List.of(database))
                .baseUnit("bytes")
                .description("Bytes received from the database server")
                .register(registry);
        written = Counter.builder("ovsdb.client.transactions.written")
                .tags(List.of(database))
                .baseUnit("bytes")
                .description("Bytes of transactions written to the database server")
                .register(registry);
        resumed = synchronizations("true");
        downloaded = synchronizations("false");
        disconnects = Counter.builder("ovsdb.client.disconnects")
                .tags(List.of(database))
                .description("Connections that ended, and attempts that failed")
                .register(registry);
    }

    /** Several clients of one database in one registry share the counts, and the gauges show the first that is open. */
    static ClientMetrics in(MeterRegistry registry, String database) {
        return new MicrometerMetrics(registry, database);
    }

    private Timer transactions(String outcome) {
        return Timer.builder("ovsdb.client.transactions")
                .tags(List.of(database, Tag.of("outcome", outcome)))
                .description("Transactions from being given to the client to their end")
                .register(registry);
    }

    private Counter synchronizations(String isResumed) {
        return Counter.builder("ovsdb.client.synchronizations")
                .tags(List.of(database, Tag.of("resumed", isResumed)))
                .description("Times the replica was brought into step; resumed: only what had changed was transferred")
                .register(registry);
    }

    @Override
    public void observe(Gauges client) {
        observed = client;
        SharedGauges.add(registry, database.getValue(), client);
    }

    @Override
    public void close() {
        var client = observed;
        if (client != null) {
            SharedGauges.remove(registry, database.getValue(), client);
        }
    }

    @Override
    public void transaction(TransactionOutcome outcome, Duration latency) {
        timer(outcome).record(latency);
    }

    private Timer timer(TransactionOutcome outcome) {
        if (outcome instanceof TransactionOutcome.Committed) {
            return committed;
        }
        if (outcome instanceof TransactionOutcome.Refused) {
            return refused;
        }
        return outcome instanceof TransactionOutcome.NotSent ? notSent : unknown;
    }

    @Override
    public void changeRepeated() {
        repeatedChanges.increment();
    }

    @Override
    public void received(int bytes) {
        received.increment(bytes);
    }

    @Override
    public void written(int bytes) {
        written.increment(bytes);
    }

    @Override
    public void resynchronized(boolean isResumed) {
        (isResumed ? resumed : downloaded).increment();
    }

    @Override
    public void disconnected() {
        disconnects.increment();
    }
}
