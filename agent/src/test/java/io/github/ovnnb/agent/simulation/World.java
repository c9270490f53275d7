package io.github.ovnnb.agent.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Supplier;

/** Time, chance and the order of events. Times are microseconds since the world began. */
public final class World {
    private static final int TRACE_LINES = 4_000;

    private final SplittableRandom random;
    private final boolean traced;
    private final Deque<String> trace = new ArrayDeque<>();
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final List<Runnable> checks = new ArrayList<>();
    private Optional<Violation> violation = Optional.empty();
    private long now;
    private long numbers;
    private long digest;
    private final Map<Harm, Long> harm = new EnumMap<>(Harm.class);

    private record Event(long at, long number, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
        }
    }

    /** What must never be was seen. */
    public static final class Violation extends AssertionError {
        private static final long serialVersionUID = 1;

        Violation(String message) {
            super(message);
        }
    }

    public World(long seed, boolean traced) {
        this.random = new SplittableRandom(seed);
        this.traced = traced;
    }

    public long now() {
        return now;
    }

    /** Events of one instant happen in the order in which they were asked for. */
    public void after(long micros, Runnable action) {
        events.add(new Event(now + micros, numbers++, action));
    }

    /** To be run after every event. */
    void alwaysCheck(Runnable check) {
        checks.add(check);
    }

    public void runFor(long micros) {
        long end = now + micros;
        for (var next = events.peek(); next != null && next.at() <= end; next = events.peek()) {
            events.remove();
            now = next.at();
            digest = digest * 31 + now;
            next.action().run();
            for (var check : checks) {
                check.run();
            }
            // What is thrown in the completion of a future goes no further by itself.
            if (violation.isPresent()) {
                throw violation.get();
            }
        }
        now = end;
    }

    public void inflicted(Harm kind) {
        harm.merge(kind, 1L, Long::sum);
    }

    /** How often each befell this world until now. */
    Map<Harm, Long> harm() {
        return Map.copyOf(harm);
    }

    /** Depends on everything that happened, so two runs of one seed can be compared. */
    long digest() {
        return digest;
    }

    /** A part of the world with chance of its own: how often one part draws does not change the others. */
    SplittableRandom chance() {
        return random.split();
    }

    /** From 0 below the bound. */
    public int upTo(int bound) {
        return random.nextInt(bound);
    }

    public long between(long least, long most) {
        return least + random.nextLong(most - least + 1);
    }

    public boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    public <T> T oneOf(List<T> choices) {
        return choices.get(upTo(choices.size()));
    }

    public UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    /** For the reader of a failed run; costs nothing in others. */
    public void tell(Supplier<String> line) {
        if (traced) {
            trace.add(String.format("%10.3f ms  %s", now / 1e3, line.get()));
            if (trace.size() > TRACE_LINES) {
                trace.remove();
            }
        }
    }

    List<String> trace() {
        return List.copyOf(trace);
    }

    public void fail(String message) {
        tell(() -> "VIOLATION " + message);
        var seen = new Violation(message);
        if (violation.isEmpty()) {
            violation = Optional.of(seen);
        }
        throw seen;
    }
}
