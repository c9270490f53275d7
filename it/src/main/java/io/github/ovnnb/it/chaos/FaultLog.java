package io.github.ovnnb.it.chaos;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which fault there was when, and how often each. Many threads ask. */
final class FaultLog {
    private static final String NONE = "no fault yet";

    private record Entry(Instant since, String name) {}

    private final Clock clock;
    private final PrintStream out;
    private final List<Entry> rounds = new ArrayList<>();
    private final Map<String, Integer> counts = new TreeMap<>();

    FaultLog(Clock clock, PrintStream out) {
        this.clock = clock;
        this.out = out;
    }

    /** What happens from now on until the next round belongs to this one. */
    synchronized void begin(FaultScript.Round round) {
        begin(round.name());
        round.faults().forEach(fault -> counts.merge(fault.name(), 1, Integer::sum));
    }

    synchronized void begin(String name) {
        rounds.add(new Entry(clock.instant(), name));
    }

    synchronized void tell(String what) {
        out.println(clock.instant().truncatedTo(ChronoUnit.MILLIS) + " " + what);
        out.flush();
    }

    synchronized String now() {
        return at(clock.instant());
    }

    synchronized String at(Instant moment) {
        var name = NONE;
        for (var round : rounds) {
            if (round.since().isAfter(moment)) {
                break;
            }
            name = round.name();
        }
        return name;
    }

    /** The fault that most of that time belongs to. */
    synchronized String during(Instant from, Instant to) {
        var name = at(from);
        var longest = Duration.ZERO;
        for (int index = 0; index < rounds.size(); index++) {
            var begin = later(rounds.get(index).since(), from);
            var end = index + 1 < rounds.size() ? earlier(rounds.get(index + 1).since(), to) : to;
            var shared = Duration.between(begin, end);
            if (shared.compareTo(longest) > 0) {
                longest = shared;
                name = rounds.get(index).name();
            }
        }
        return name;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    synchronized Map<String, Integer> counts() {
        return new TreeMap<>(counts);
    }
}
