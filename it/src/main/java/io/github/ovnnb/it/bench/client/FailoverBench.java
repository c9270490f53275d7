package io.github.ovnnb.it.bench.client;

import io.github.ovnnb.it.bench.Figures;
import io.github.ovnnb.ovsdb.ConnectionStatus;
import io.github.ovnnb.ovsdb.OvsdbClient;
import io.github.ovnnb.ovsdb.codec.RequestEncoder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A cluster's leader is killed: until our client is in step again, and how much of the database it downloads for that. */
final class FailoverBench {

    private final Path directory;
    private final int rows;
    private final Figures figures;

    FailoverBench(Path directory, int rows, Figures figures) {
        this.directory = directory;
        this.rows = rows;
        this.figures = figures;
    }

    void run() {
        figures.print("failover_rows", rows, "rows");
        try (var cluster = Cluster.start(directory)) {
            fill(cluster);
            var meters = new SimpleMeterRegistry();
            var statuses = new LinkedBlockingQueue<ConnectionStatus>();
            try (var client = OvsdbClient.create(
                    PortTables.clientOf(cluster.remotes()).meterRegistry(meters).build())) {
                var subscription = client.onStatus(statuses::add, Runnable::run);
                client.start().toCompletableFuture().join();
                var leader = awaitSynced(statuses);
                var downloaded = received(meters);
                figures.print("failover_first_sync_bytes", downloaded, "bytes");
                statuses.clear();
                var begin = System.nanoTime();
                cluster.kill(leader.remote().toString());
                awaitSynced(statuses);
                figures.print("failover_resume_seconds", (System.nanoTime() - begin) / 1e9, "s");
                figures.print("failover_resume_bytes", received(meters) - downloaded, "bytes");
                figures.print("failover_resumed", resumed(meters), "count");
                subscription.close();
            }
        }
    }

    private void fill(Cluster cluster) {
        try (var connection = cluster.connectToFounder()) {
            for (var number = 0; number < rows / PortTables.PORTS_PER_SWITCH; number++) {
                connection.send(RequestEncoder.transact(number, PortTables.DATABASE, PortTables.fullSwitch(number)));
                connection.awaitReply();
            }
        }
    }

    private static ConnectionStatus.Synced awaitSynced(LinkedBlockingQueue<ConnectionStatus> statuses) {
        try {
            while (true) {
                var status = statuses.poll(2, TimeUnit.MINUTES);
                if (status == null) {
                    throw new IllegalStateException("not in step after two minutes");
                }
                if (status instanceof ConnectionStatus.Synced synced) {
                    return synced;
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the client", interrupted);
        }
    }

    /** Synchronizations that went on with what we had: 1, or the member asked next knew less than we did. */
    private static double resumed(SimpleMeterRegistry meters) {
        return meters.get("ovsdb.client.synchronizations")
                .tag("resumed", "true")
                .counter()
                .count();
    }

    private static double received(SimpleMeterRegistry meters) {
        return meters.get("ovsdb.client.received").counter().count();
    }
}
