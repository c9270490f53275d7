package io.github.ovnnb.it.bench.client;

import com.sun.management.ThreadMXBean;
import io.github.ovnnb.it.bench.Figures;
import io.github.ovnnb.ovsdb.OvsdbClient;
import io.github.ovnnb.ovsdb.replica.Index;
import io.github.ovnnb.ovsdb.replica.Replica;
import java.lang.management.ManagementFactory;
import java.util.Random;

/** Looking rows up in a replica: time and bytes allocated, by keys in random order from the whole table. */
final class LookUpBench {

    private static final int KEYS = 10_000;
    private static final int PASSES = 100;

    private final Northbound server;
    private final int rows;
    private final int rounds;
    private final Figures figures;

    LookUpBench(Northbound server, int rows, int rounds, Figures figures) {
        this.server = server;
        this.rows = rows;
        this.rounds = rounds;
        this.figures = figures;
    }

    void run() {
        try (var client =
                OvsdbClient.create(PortTables.clientOf(server.remote()).build())) {
            client.start().toCompletableFuture().join();
            var numbers = new Random(1).ints(KEYS, 0, rows).toArray();
            var names = new String[KEYS];
            var pods = new String[KEYS];
            for (var i = 0; i < KEYS; i++) {
                names[i] = PortTables.portName("stored", numbers[i]);
                pods[i] = PortTables.podName("stored", numbers[i]);
            }
            measure("lookup_by_name", client.replica(), PortTables.PORT_NAME, names);
            measure("lookup_by_external_id", client.replica(), PortTables.PORT_POD, pods);
        }
    }

    private void measure(String name, Replica replica, Index index, String[] keys) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var nanoseconds = new Samples();
        var bytes = new Samples();
        // The first rounds warm up.
        for (var round = -3; round < rounds; round++) {
            var allocatedBefore = threads.getCurrentThreadAllocatedBytes();
            var begin = System.nanoTime();
            var found = 0;
            for (var pass = 0; pass < PASSES; pass++) {
                found += find(replica, index, keys);
            }
            var took = System.nanoTime() - begin;
            var allocated = threads.getCurrentThreadAllocatedBytes() - allocatedBefore;
            if (found != PASSES * keys.length) {
                throw new IllegalStateException(found + " rows found instead of " + PASSES * keys.length);
            }
            if (round >= 0) {
                nanoseconds.add((double) took / found);
                bytes.add((double) allocated / found);
            }
        }
        figures.print(name, nanoseconds.median(), "ns");
        figures.print(name + "_allocated", Math.rint(bytes.median()), "bytes");
    }

    private static int find(Replica replica, Index index, String[] keys) {
        var found = 0;
        for (var key : keys) {
            if (replica.snapshot().find(index, key).isPresent()) {
                found++;
            }
        }
        return found;
    }
}
