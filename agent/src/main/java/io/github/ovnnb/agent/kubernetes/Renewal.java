package io.github.ovnnb.agent.kubernetes;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When the lease was last renewed, by the moment at which that was asked for: others count from when they saw it, which was later. Two clocks,
 * because the one that nobody sets may stand still while the machine sleeps. May be used from any thread.
 */
final class Renewal {
    private final LongSupplier nanoTime;
    private final InstantSource clock;
    private volatile @Nullable Moment last;

    /** By both clocks. */
    record Moment(long nanos, Instant instant) {}

    Renewal(LongSupplier nanoTime, InstantSource clock) {
        this.nanoTime = nanoTime;
        this.clock = clock;
    }

    Moment now() {
        return new Moment(nanoTime.getAsLong(), clock.instant());
    }

    void askedForAt(Moment moment) {
        last = moment;
    }

    /** By neither clock longer ago than that. */
    boolean isYoungerThan(Duration age) {
        var renewed = last;
        return renewed != null
                && nanoTime.getAsLong() - renewed.nanos() < age.toNanos()
                && Duration.between(renewed.instant(), clock.instant()).compareTo(age) < 0;
    }
}
