package io.github.ovnnb.it.bench.client;

import io.github.ovnnb.it.bench.Figures;
import java.util.LinkedHashMap;
import java.util.Map;

/** From connect to synced: the raw socket, we, and the peers, in turns. Clients start in fresh JVMs, as they do in life: once. */
final class SyncBench {

    private final Northbound server;
    private final int rows;
    private final int rounds;
    private final Figures figures;

    SyncBench(Northbound server, int rows, int rounds, Figures figures) {
        this.server = server;
        this.rows = rows;
        this.rounds = rounds;
        this.figures = figures;
    }

    void run(Map<String, Peer> peers) {
        var dumpBytes = dumpBytes();
        figures.print("sync_bytes", dumpBytes, "bytes");
        var raw = new Samples();
        var ratio = new Samples();
        var warmRatio = new Samples();
        var ours = new LinkedHashMap<String, Samples>();
        var others = new LinkedHashMap<String, Samples>();
        for (var round = 0; round < rounds; round++) {
            var rawSeconds = rawSeconds(dumpBytes);
            raw.add(rawSeconds);
            var measured = Programs.inFreshJvm(SyncProbe.class, server.remote(), Integer.toString(rows));
            measured.forEach((name, value) -> samples(ours, name).add(value));
            ratio.add(measured.getOrDefault("sync_seconds", Double.NaN) / rawSeconds);
            warmRatio.add(measured.getOrDefault("warm_sync_seconds", Double.NaN) / rawSeconds);
            peers.forEach((name, peer) -> peer.measure(server)
                    .forEach((what, value) -> samples(others, name + "_" + what).add(value)));
        }
        figures.print("raw_sync_seconds", raw.median(), "s");
        figures.print("sync_seconds", samples(ours, "sync_seconds").median(), "s");
        figures.print("sync_vs_raw", ratio.median(), "ratio");
        figures.print("sync_warm_seconds", samples(ours, "warm_sync_seconds").median(), "s");
        figures.print("sync_warm_vs_raw", warmRatio.median(), "ratio");
        figures.print("sync_loop_stall", samples(ours, "loop_stall_seconds").median() * 1e3, "ms");
        figures.print(
                "sync_loop_stall_worst", samples(ours, "loop_stall_seconds").percentile(100) * 1e3, "ms");
        figures.print(
                "sync_dump_loop_stall", samples(ours, "dump_loop_stall_seconds").median() * 1e3, "ms");
        figures.print(
                "sync_dump_loop_stall_worst",
                samples(ours, "dump_loop_stall_seconds").percentile(100) * 1e3,
                "ms");
        figures.print(
                "sync_collector_pauses", samples(ours, "collector_seconds").median() * 1e3, "ms");
        figures.print("sync_peak_heap", samples(ours, "peak_heap_bytes").median() / (1 << 20), "MB");
        figures.print("client_create_seconds", samples(ours, "create_seconds").median(), "s");
        figures.print("sync_cpu_seconds", samples(ours, "cpu_seconds").median(), "s");
        figures.print("sync_peak_rss", samples(ours, "peak_rss_bytes").median() / (1 << 20), "MB");
        figures.print("heap_bytes_per_row", samples(ours, "retained_heap_bytes").median() / rows, "bytes");
        others.forEach((name, samples) -> figures.print("peer_" + name, samples.median(), unitOf(name)));
    }

    private static Samples samples(Map<String, Samples> all, String name) {
        return all.computeIfAbsent(name, first -> new Samples());
    }

    private static String unitOf(String name) {
        return name.endsWith("_seconds") ? "s" : name.endsWith("_mb") ? "MB" : "bytes";
    }

    private long dumpBytes() {
        try (var connection = server.connect()) {
            connection.send(PortTables.monitorRequest(1));
            return connection.awaitReply();
        }
    }

    private double rawSeconds(long bytes) {
        var begin = System.nanoTime();
        try (var connection = server.connect()) {
            connection.send(PortTables.monitorRequest(1));
            connection.readBytes(bytes);
            return (System.nanoTime() - begin) / 1e9;
        }
    }
}
