package io.github.ovnnb.it.chaos;

import java.time.Instant;
import java.util.List;

/**
 * A rule that was broken.
 *
 * @param during the fault of that moment
 * @param history what was seen of the port before, oldest first
 */
record Violation(Instant at, Rule rule, String what, String during, List<String> history) {
    Violation {
        history = List.copyOf(history);
    }

    @Override
    public String toString() {
        return "VIOLATION at " + at + " during [" + during + "]: " + rule + "\n    " + what
                + String.join(
                        "", history.stream().map(line -> "\n      " + line).toList());
    }
}
