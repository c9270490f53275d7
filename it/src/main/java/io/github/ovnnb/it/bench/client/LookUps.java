package io.github.ovnnb.it.bench.client;

import io.github.ovnnb.ovsdb.OvsdbClient;
import io.github.ovnnb.ovsdb.protocol.Row;
import java.util.Optional;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Looking rows up in a replica of a whole Northbound, by 8,192 keys in random order from the whole table: most of the time goes into
 * fetching from memory what no cache holds. For JMH, which makes a subclass, so neither final nor private.
 */
@State(Scope.Benchmark)
public class LookUps {

    private static final int KEYS = 1 << 13;

    @Param("")
    public String remote = "";

    @Param("0")
    public int rows;

    private final String[] names = new String[KEYS];
    private final String[] pods = new String[KEYS];
    private OvsdbClient client =
            OvsdbClient.create(PortTables.clientOf("tcp:127.0.0.1:1").build());
    private int next;

    @Setup(Level.Trial)
    public void replicate() {
        client.close();
        client = OvsdbClient.create(PortTables.clientOf(remote).build());
        client.start().toCompletableFuture().join();
        var numbers = new Random(1).ints(KEYS, 0, rows).toArray();
        for (var i = 0; i < KEYS; i++) {
            names[i] = PortTables.portName("stored", numbers[i]);
            pods[i] = PortTables.podName("stored", numbers[i]);
        }
    }

    @TearDown(Level.Trial)
    public void close() {
        client.close();
    }

    /** The snapshot is asked for each time, as a program does that wants to see the present. */
    @Benchmark
    public boolean byName() {
        return found(client.replica().snapshot().find(PortTables.PORT_NAME, names[next++ & KEYS - 1]));
    }

    @Benchmark
    public boolean byExternalId() {
        return found(client.replica().snapshot().find(PortTables.PORT_POD, pods[next++ & KEYS - 1]));
    }

    private static boolean found(Optional<Row> row) {
        if (row.isEmpty()) {
            throw new IllegalStateException("a row that is stored was not found");
        }
        return true;
    }
}
