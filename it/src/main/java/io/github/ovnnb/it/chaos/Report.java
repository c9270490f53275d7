package io.github.ovnnb.it.chaos;

import io.github.ovnnb.it.chaos.Stalls.Waits;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came out of a run.
 *
 * @param faults how often each was inflicted
 * @param stalls how long probes waited, by the fault, or the two at once, of that time
 * @param evidence where the logs are; empty text when there is nothing to look for
 */
public record Report(
        Mode mode,
        long seed,
        Duration duration,
        Map<String, Integer> faults,
        Map<String, Waits> stalls,
        Ledger.Tally tally,
        List<Violation> violations,
        String evidence) {
    public Report {
        faults = Map.copyOf(faults);
        stalls = Map.copyOf(stalls);
        violations = List.copyOf(violations);
    }

    /** Whether no rule was broken. */
    public boolean isClean() {
        return violations.isEmpty();
    }

    public void print(PrintStream out) {
        out.println();
        out.println("faults inflicted");
        sorted(faults).forEach((name, count) -> out.printf(Locale.ROOT, "  %3d  %s%n", count, name));
        out.println("longest wait of a probe for its address, by the fault of that time");
        sorted(stalls)
                .forEach((name, waits) -> out.printf(
                        Locale.ROOT,
                        "  %6.2f s  of %3d probes  %s%n",
                        waits.longest().toMillis() / 1e3,
                        waits.number(),
                        name));
        out.printf(
                Locale.ROOT,
                "checked: %d states of the database, %d assignments, %d times a promise; %d promises voided by restores%n",
                tally.states(),
                tally.assignments(),
                tally.promises(),
                tally.voided());
        violations.forEach(out::println);
        out.println("violations: " + (violations.isEmpty() ? "none" : violations.size()));
        if (!evidence.isEmpty()) {
            out.println("logs of agents and members: " + evidence);
        }
        out.println("again: " + command());
        out.flush();
    }

    private static <T> Map<String, T> sorted(Map<String, T> map) {
        return new TreeMap<>(map);
    }

    /** What to type for the same faults and the same workload in the same order. */
    public String command() {
        var minutes = duration.toMillis() / 60e3;
        return "scripts/chaos --minutes "
                + (minutes == Math.rint(minutes) ? Long.toString(Math.round(minutes)) : Double.toString(minutes))
                + " --seed " + seed + (mode == Mode.central ? "" : " --mode " + mode);
    }
}
