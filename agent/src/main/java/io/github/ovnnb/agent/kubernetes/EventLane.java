package io.github.ovnnb.agent.kubernetes;

import io.github.ovnnb.agent.domain.Notice.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** Events that wait to be sent: at most so many at once, then so many a second. Confined to the monitor of its owner. */
final class EventLane {
    /** @param at when it happened; @param failures how often it could not be delivered so far */
    record Telling(Subject about, String type, String reason, String message, Instant at, int failures) {
        Telling failed() {
            return new Telling(about, type, reason, message, at, failures + 1);
        }
    }

    private final Queue<Telling> waiting = new ArrayDeque<>();
    private final int burst;
    private final int perSecond;
    private final int mostWaiting;
    private double allowance;
    private Instant allowanceAt;

    EventLane(int burst, int perSecond, int mostWaiting, Instant now) {
        this.burst = burst;
        this.perSecond = perSecond;
        this.mostWaiting = mostWaiting;
        this.allowance = burst;
        this.allowanceAt = now;
    }

    /** False if it is full. */
    boolean add(Telling telling) {
        return waiting.size() < mostWaiting && waiting.add(telling);
    }

    /** Those that may go now. */
    List<Telling> take(Instant now) {
        double earned = Duration.between(allowanceAt, now).toMillis() * perSecond / 1_000.0;
        allowance = Math.min(burst, allowance + Math.max(0, earned));
        allowanceAt = now;
        var taken = new ArrayList<Telling>();
        for (; allowance >= 1 && !waiting.isEmpty(); allowance--) {
            taken.add(waiting.remove());
        }
        return taken;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }
}
