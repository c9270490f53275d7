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

    void run(int window, int batch, int transactions, String name) {
        try (var client = OvsdbClient.create(PortTables.clientOf(ourServer.remote())
                        .window(new Window(Math.max(window, 1), 64L << 20))
                        .build());
                var raw = rawServer.connect()) {
            client.start().toCompletableFuture().join();
            raw.send(PortTables.monitorRequest(1));
            raw.awaitReply();
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
        try (var ours = ourServer.connect();
                var other = rawServer.connect()) {
            for (var raw : List.of(ours, other)) {
                raw.send(PortTables.monitorRequest(1));
                raw.awaitReply();
            }
            var ratio = new Samples();
            for (var round = 0; round <= rounds; round++) {
                var work = work("compare" + round, 1, 2_000);
                var theirSeconds = replay(other, work, 16);
                ratio.add(theirSeconds / replay(ours, work, 16));
            }
            figures.print("create_servers_alike", ratio.median(), "ratio");
        }
    }

    /** An agent runs for weeks; its first second is measured elsewhere. Both get the same, in the shape that is measured then. */
    private void warmUp(OvsdbClient client, RawConnection raw, String name, int window, int batch) {
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

    private static double replay(RawConnection raw, List<List<Operation>> work, int window) {
        var requests = IntStream.range(0, work.size())
                .mapToObj(number -> RequestEncoder.transact(1_000_000 + number, PortTables.DATABASE, work.get(number)))
                .toList();
        var begin = System.nanoTime();
        raw.replay(requests, window);
        return (System.nanoTime() - begin) / 1e9;
    }
}
