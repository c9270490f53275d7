package io.github.ovnnb.it.bench.client;

import io.github.ovnnb.it.bench.Figures;
import io.github.ovnnb.ovsdb.OvsdbClient;
import io.github.ovnnb.ovsdb.codec.RequestEncoder;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.OvsMap;
import io.github.ovnnb.ovsdb.protocol.OvsString;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** From another client's write to our listener, and to a raw socket that monitors the same; each alone, in turns. */
final class NotificationBench {

    private static final int CHANGES = 400;

    private final Northbound server;
    private final int rounds;
    private final Figures figures;
    private int sent;

    NotificationBench(Northbound server, int rounds, Figures figures) {
        this.server = server;
        this.rounds = rounds;
        this.figures = figures;
    }

    void run() {
        var ours = new Samples();
        var raw = new Samples();
        for (var round = 0; round <= rounds; round++) {
            // The first round warms up.
            toOurClient(round == 0 ? new Samples() : ours);
            toRawSocket(round == 0 ? new Samples() : raw);
        }
        figures.print("notification_p50", ours.percentile(50), "us");
        figures.print("notification_p99", ours.percentile(99), "us");
        figures.print("notification_raw_p50", raw.percentile(50), "us");
        figures.print("notification_raw_p99", raw.percentile(99), "us");
    }

    private void toOurClient(Samples latencies) {
        var heard = new Semaphore(0);
        var heardAt = new AtomicLong();
        try (var client =
                        OvsdbClient.create(PortTables.clientOf(server.remote()).build());
                var writer = server.connect()) {
            client.start().toCompletableFuture().join();
            var row = client.replica()
                    .snapshot()
                    .rows(PortTables.PORTS)
                    .iterator()
                    .next()
                    .uuid();
            var subscription = client.replica()
                    .listen(
                            PortTables.PORTS,
                            change -> {
                                heardAt.set(System.nanoTime());
                                heard.release();
                            },
                            Runnable::run);
            heard.drainPermits();
            for (var change = 0; change < CHANGES; change++) {
                var request = nextChange(row);
                var begin = System.nanoTime();
                writer.send(request);
                heard.acquireUninterruptibly();
                latencies.add((heardAt.get() - begin) / 1e3);
                writer.awaitReply();
            }
            subscription.close();
        }
    }

    private void toRawSocket(Samples latencies) {
        try (var listener = server.connect();
                var writer = server.connect()) {
            listener.send(PortTables.monitorRequest(1));
            listener.awaitReply();
            var row = PortTables.switchUuid(0);
            for (var change = 0; change < CHANGES; change++) {
                var request = nextSwitchChange(row);
                var begin = System.nanoTime();
                writer.send(request);
                listener.awaitNotification();
                latencies.add((System.nanoTime() - begin) / 1e3);
                writer.awaitReply();
            }
        }
    }

    private byte[] nextChange(UUID port) {
        return change(PortTables.PORTS, port, "options");
    }

    private byte[] nextSwitchChange(UUID row) {
        return change(PortTables.SWITCHES, row, "external_ids");
    }

    /** Differs from every one before, or nobody would be told. */
    private byte[] change(String table, UUID row, String column) {
        var value = OvsMap.of(new OvsString("change"), new OvsString("number-" + ++sent));
        return RequestEncoder.transact(
                sent, PortTables.DATABASE, List.of(Operation.update(table, row, Map.of(column, value))));
    }
}
