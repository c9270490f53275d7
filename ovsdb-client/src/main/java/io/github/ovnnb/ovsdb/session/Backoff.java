package io.github.ovnnb.ovsdb.session;

import java.time.Duration;

/**
 * The shortest and the longest pause between two rounds of attempts; it doubles from one to the other.
 *
 * @param shortest the first
 * @param longest that it grows to
 */
public record Backoff(Duration shortest, Duration longest) {
    /** What Open vSwitch uses (lib/reconnect.h). */
    public static final Backoff DEFAULT = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(8));

    /** Fails with an IllegalArgumentException for pauses that make no sense. */
    public Backoff {
        if (shortest.isNegative() || shortest.isZero() || longest.compareTo(shortest) < 0) {
            throw new IllegalArgumentException("a backoff from " + shortest + " to " + longest + " is none");
        }
        Patience.require("a pause", longest);
    }
}
