package io.github.ovnnb.it.chaos;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Remembers the last that was seen of each port, and what was wrong. Confined to the ledger's thread. */
final class Chronicle {
    private static final int REMEMBERED = 24;

    private final Clock clock;
    private final Supplier<String> faultOfTheMoment;
    private final Map<String, Deque<String>> byPort = new HashMap<>();
    private final List<Violation> violations = new ArrayList<>();
    private final Set<String> said = new HashSet<>();

    Chronicle(Clock clock, Supplier<String> faultOfTheMoment) {
        this.clock = clock;
        this.faultOfTheMoment = faultOfTheMoment;
    }

    void note(String port, String what) {
        var notes = byPort.computeIfAbsent(port, first -> new ArrayDeque<>());
        notes.add(clock.instant() + " " + what);
        if (notes.size() > REMEMBERED) {
            notes.remove();
        }
    }

    /** Once: three members that show the same are one violation. */
    void violation(Rule rule, String port, String what) {
        if (said.add(rule + what)) {
            var history = List.copyOf(byPort.getOrDefault(port, new ArrayDeque<>()));
            violations.add(new Violation(clock.instant(), rule, what, faultOfTheMoment.get(), history));
        }
    }

    List<Violation> violations() {
        return List.copyOf(violations);
    }
}
