package io.github.ovnnb.it.bench.client;

import io.github.ovnnb.ovsdb.session.Loop;
import java.time.Duration;

/**
 * How long an event loop was away from its work at most: a task that asks to be run again after a millisecond looks at the clock. A
 * pause of the garbage collector counts, because a peer that waits for an echo does not care why.
 */
final class LoopWatch {

    private static final Duration TICK = Duration.ofMillis(1);

    private final Loop loop;
    private long last;
    private volatile long longest;

    private LoopWatch(Loop loop) {
        this.loop = loop;
        this.last = loop.nanoTime();
    }

    static LoopWatch on(Loop loop) {
        var watch = new LoopWatch(loop);
        loop.execute(watch::tick);
        return watch;
    }

    private void tick() {
        var now = loop.nanoTime();
        longest = Math.max(longest, now - last);
        last = now;
        loop.schedule(TICK, this::tick);
    }

    double longestGapSeconds() {
        return longest / 1e9;
    }
}
