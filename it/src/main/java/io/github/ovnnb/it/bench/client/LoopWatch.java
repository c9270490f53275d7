package io.github.ovnnb.it.bench.client;

import io.github.ovnnb.ovsdb.session.Loop;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long an event loop was away from its work at most: a task that asks to be run again after a millisecond looks at the clock. A
 * pause of the garbage collector counts, because a peer that waits for an echo does not care why.
 */
final class LoopWatch {

    private static final Duration TICK = Duration.ofMillis(1);
    /** More than all that comes before the rows. */
    private static final double BYTES_OF_SCHEMAS = 100_000;

    private final Loop loop;
    private final DoubleSupplier received;
    private long last;
    private volatile long longest;
    private volatile long longestInDump;

    private LoopWatch(Loop loop, DoubleSupplier received) {
        this.loop = loop;
        this.received = received;
        this.last = loop.nanoTime();
    }

    /** @param received bytes of the client so far */
    static LoopWatch on(Loop loop, DoubleSupplier received) {
        var watch = new LoopWatch(loop, received);
        loop.execute(watch::tick);
        return watch;
    }

    private void tick() {
        var now = loop.nanoTime();
        longest = Math.max(longest, now - last);
        if (received.getAsDouble() > BYTES_OF_SCHEMAS) {
            longestInDump = Math.max(longestInDump, now - last);
        }
        last = now;
        loop.schedule(TICK, this::tick);
    }

    /** In a fresh JVM that is usually when the classes for reading the schema are loaded. */
    double longestGapSeconds() {
        return longest / 1e9;
    }

    /** While rows were decoded and indexed. */
    double longestGapInDumpSeconds() {
        return longestInDump / 1e9;
    }
}
