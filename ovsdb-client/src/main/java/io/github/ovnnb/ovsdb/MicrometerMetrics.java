package io.github.ovnnb.ovsdb;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Counts in a micrometer registry. The only class that needs micrometer. */
final class MicrometerMetrics implements ClientMetrics {
    private final MeterRegistry registry;
    private final Timer committed;
    private final Timer refused;
    private final Timer notSent;
    private final Timer unknown;
    private final Counter received;
    private final Counter written;
    private final Counter resumed;
    private final Counter downloaded;
    private final Counter disconnects;

    private MicrometerMetrics(MeterRegistry registry) {
        this.registry = registry;
        committed = transactions("committed");
        refused = transactions("refused");
        notSent = transactions("not_sent");
        unknown = transactions("unknown");
        received = Counter.builder("ovsdb.client.received")
                .baseUnit("bytes")
                .description("Bytes received from the database server")
                .register(registry);
        written = Counter.builder("ovsdb.client.transactions.written")
                .baseUnit("bytes")
                .description("Bytes of transactions written to the database server")
                .register(registry);
        resumed = synchronizations("true");
        downloaded = synchronizations("false");
        disconnects = Counter.builder("ovsdb.client.disconnects")
                .description("Connections that ended, and attempts that failed")
                .register(registry);
    }

    static ClientMetrics in(MeterRegistry registry) {
        return new MicrometerMetrics(registry);
    }

    private Timer transactions(String outcome) {
        return Timer.builder("ovsdb.client.transactions")
                .tag("outcome", outcome)
                .description("Transactions from being given to the client to their end")
                .register(registry);
    }

    private Counter synchronizations(String isResumed) {
        return Counter.builder("ovsdb.client.synchronizations")
                .tag("resumed", isResumed)
                .description("Times the replica was brought into step; resumed: only what had changed was transferred")
                .register(registry);
    }

    @Override
    public void observe(Gauges gauges) {
        Gauge.builder("ovsdb.client.transactions.inflight", gauges, Gauges::transactionsInFlight)
                .description("Transactions that wait or are on the wire")
                .register(registry);
        Gauge.builder("ovsdb.client.synced", gauges, now -> now.isSynced() ? 1 : 0)
                .description("1 while the replica follows the database")
                .register(registry);
        Gauge.builder("ovsdb.client.last.activity", gauges, Gauges::secondsSinceLastByte)
                .baseUnit("seconds")
                .description("Since the last byte was received")
                .register(registry);
        Gauge.builder("ovsdb.client.rows", gauges, Gauges::rows)
                .description("Rows in the replica")
                .register(registry);
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
