package io.github.ovnnb.ovsdb;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/**
 * The gauges of all clients of one database in one registry, which knows a gauge by its name only. They show the client that has been
 * open for longest, and go when the last one is closed.
 */
final class SharedGauges {
    private static final Map<MeterRegistry, Map<String, SharedGauges>> ALL = new WeakHashMap<>();

    private final Deque<ClientMetrics.Gauges> clients = new ArrayDeque<>();
    private final List<Gauge> gauges = new ArrayList<>();

    private SharedGauges() {}

    static void add(MeterRegistry registry, String database, ClientMetrics.Gauges client) {
        synchronized (ALL) {
            var shared = ALL.computeIfAbsent(registry, unknown -> new ConcurrentHashMap<>())
                    .computeIfAbsent(database, unknown -> new SharedGauges());
            if (shared.clients.isEmpty()) {
                shared.register(registry, Tag.of("database", database));
            }
            shared.clients.add(client);
        }
    }

    static void remove(MeterRegistry registry, String database, ClientMetrics.Gauges client) {
        synchronized (ALL) {
            var shared = ALL.getOrDefault(registry, Map.of()).get(database);
            if (shared != null && shared.clients.remove(client) && shared.clients.isEmpty()) {
                shared.gauges.forEach(registry::remove);
                shared.gauges.clear();
            }
        }
    }

    private void register(MeterRegistry registry, Tag database) {
        gauge(
                registry,
                database,
                "ovsdb.client.transactions.inflight",
                "Transactions that wait or are on the wire",
                ClientMetrics.Gauges::transactionsInFlight);
        gauge(
                registry,
                database,
                "ovsdb.client.synced",
                "1 while the replica follows the database",
                client -> client.isSynced() ? 1 : 0);
        gauge(
                registry,
                database,
                "ovsdb.client.last.activity.seconds",
                "Since the last byte was received",
                ClientMetrics.Gauges::secondsSinceLastByte);
        gauge(registry, database, "ovsdb.client.rows", "Rows in the replica", ClientMetrics.Gauges::rows);
    }

    private void gauge(
            MeterRegistry registry,
            Tag database,
            String name,
            String description,
            ToDoubleFunction<ClientMetrics.Gauges> value) {
        gauges.add(Gauge.builder(name, () -> shown(value))
                .tags(List.of(database))
                .description(description)
                .register(registry));
    }

    private double shown(ToDoubleFunction<ClientMetrics.Gauges> value) {
        ClientMetrics.Gauges first;
        synchronized (ALL) {
            first = clients.peekFirst();
        }
        return first == null ? Double.NaN : value.applyAsDouble(first);
    }
}
