package io.github.ovnnb.ovsdb.session;

import java.time.Duration;

/** Durations that can be reckoned with: the nanoseconds of a few hundred years overflow a long. */
public final class Patience {
    private static final Duration LONGEST = Duration.ofDays(50 * 365);

    private Patience() {}

    /**
     * Hands the duration on if it can be reckoned with.
     *
     * @param what names it in the exception
     * @return the same
     * @throws IllegalArgumentException if it is negative or longer than fifty years
     */
    public static Duration require(String what, Duration duration) {
        if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(what + " is between nothing and fifty years, not " + duration);
        }
        return duration;
    }
}
