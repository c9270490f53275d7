package io.github.ovnnb.ovsdb.jsonrpc;

import java.time.Duration;

/**
 * Finds out that the other side has gone silent: after an interval without a byte it asks for an echo, after another it gives up. As
 * Open vSwitch does it (lib/reconnect.c), any received byte counts as life. Time comes in as nanoseconds of one clock.
 */
public final class InactivityProbe {

    /** What to do now. */
    public enum Action {
        /** Nothing: it was heard of within the interval. */
        WAIT,
        /** Ask for a sign of life. */
        SEND_ECHO,
        /** It was asked and has said nothing for another interval: close the connection. */
        GIVE_UP
    }

    private final long interval;
    private long lastLife;
    private boolean asked;

    /** Zero or less never probes. */
    public InactivityProbe(Duration interval, long now) {
        this.interval = interval.toNanos();
        this.lastLife = now;
    }

    /** A byte has come, of whatever. */
    public void received(long now) {
        lastLife = now;
        asked = false;
    }

    /** To be called when {@link #untilNextCheck} has passed; {@code SEND_ECHO} is returned once per silence. */
    public Action check(long now) {
        if (!isOn() || untilNextCheck(now).compareTo(Duration.ZERO) > 0) {
            return Action.WAIT;
        }
        if (asked) {
            return Action.GIVE_UP;
        }
        asked = true;
        return Action.SEND_ECHO;
    }

    /** Zero when the check is due. */
    public Duration untilNextCheck(long now) {
        var due = lastLife + (asked ? 2 * interval : interval);
        return Duration.ofNanos(Math.max(0, due - now));
    }

    /** Whether there is ever anything to check. */
    public boolean isOn() {
        return interval > 0;
    }
}
