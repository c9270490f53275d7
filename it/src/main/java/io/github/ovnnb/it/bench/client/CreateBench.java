package io.github.ovnnb.it.bench.client;

import io.github.ovnnb.it.bench.Figures;
import io.github.ovnnb.ovsdb.OvsdbClient;
import io.github.ovnnb.ovsdb.codec.RequestEncoder;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.session.Window;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Ports created per second by our client, and by a raw socket that monitors the same and replays the same bytes. Each has a server
 * of its own on a copy of one file, because the same rows cannot be created twice; they take turns, and the first of a round changes.
 */
final class CreateBench {

    /** Until the JIT has done its work: after 10,000 a create takes twice the CPU time that it takes from then on. */
    private static final int FIRST_ROWS = 40_000;

    private static final int WARM_UP_ROWS = 10_000;

    private final Northbound ourServer;
    private final Northbound rawServer;
    private final int switches;
    private final int rounds;
    private final Figures figures;

    CreateBench(Northbound ourServer, Northbound rawServer, int switches, int rounds, Figures figures) {
        this.ourServer = ourServer;
        this.rawServer = rawServer;
        this.switches = switches;
        this.rounds = rounds;
        this.figures = figures;
    }

    /** An agent runs for weeks; its first seconds are measured elsewhere. To be called once, before the first run. */
    void warmUp() {
        try (var client = synced(16);
                var raw = monitoring(rawServer)) {
            var work = work("first", 1, FIRST_ROWS);
            create(client, work, 16);
            replay(raw, work, 16);
        }
    }

    void run(int window, int batch, int transactions, String name) {
        try (var client = synced(window);
                var raw = monitoring(rawServer)) {
            var ours = new Samples();
            var theirs = new Samples();
            var ratio = new Samples();
            warmUp(client, raw, name, window, batch);
            for (var round = 1; round <= rounds; round++) {
                var work = work(name + round, batch, transactions);
                double ourSeconds;
                double rawSeconds;
                if (round % 2 == 0) {
                    ourSeconds = create(client, work, window);
                    rawSeconds = replay(raw, work, window);
                } else {
                    rawSeconds = replay(raw, work, window);
                    ourSeconds = create(client, work, window);
                }
                ours.add(transactions * batch / ourSeconds);
                theirs.add(transactions * batch / rawSeconds);
                ratio.add(rawSeconds / ourSeconds);
            }
            figures.print(name + "_rate", ours.median(), "rows/s");
            figures.print(name + "_raw_rate", theirs.median(), "rows/s");
            figures.print(name + "_vs_raw", ratio.median(), "ratio");
            figures.print(name + "_vs_raw_worst", ratio.percentile(0), "ratio");
            figures.print(name + "_vs_raw_best", ratio.percentile(100), "ratio");
        }
    }

    /** Raw sockets on both servers: how far the two are alike, without which the other ratios mean nothing. */
    void compareServers() {
        try (var ours = monitoring(ourServer);
                var other = monitoring(rawServer)) {
            var ratio = new Samples();
            for (var round = 0; round <= rounds; round++) {
                var work = work("compare" + round, 1, 2_000);
                var theirSeconds = replay(other, work, 16);
                ratio.add(theirSeconds / replay(ours, work, 16));
            }
            figures.print("create_servers_alike", ratio.median(), "ratio");
        }
    }

    private OvsdbClient synced(int window) {
        var client = OvsdbClient.create(PortTables.clientOf(ourServer.remote())
                .window(new Window(window, 64L << 20))
                .build());
        client.start().toCompletableFuture().join();
        return client;
    }

    private static Replayer monitoring(Northbound server) {
        var raw = server.connect();
        raw.send(PortTables.monitorRequest(1));
        raw.awaitReply();
        return raw;
    }

    /** Both get the same, in the shape that is measured then. */
    private void warmUp(OvsdbClient client, Replayer raw, String name, int window, int batch) {
        var work = work(name + "warm-up", batch, WARM_UP_ROWS / batch);
        create(client, work, window);
        replay(raw, work, window);
    }

    private List<List<Operation>> work(String group, int batch, int transactions) {
        return IntStream.range(0, transactions)
                .mapToObj(number -> PortTables.creation(group, number * batch, batch, number % switches))
                .toList();
    }

    private static double create(OvsdbClient client, List<List<Operation>> work, int window) {
        var begin = System.nanoTime();
        new Pipeline(client, work).run(window);
        return (System.nanoTime() - begin) / 1e9;
    }

    private static double replay(Replayer raw, List<List<Operation>> work, int window) {
        var requests = IntStream.range(0, work.size())
                .mapToObj(number -> RequestEncoder.transact(1_000_000 + number, PortTables.DATABASE, work.get(number)))
                .toList();
        var begin = System.nanoTime();
        raw.replay(requests, window);
        return (System.nanoTime() - begin) / 1e9;
    }
}
