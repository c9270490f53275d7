package io.github.ovnnb.it.demo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** The statements that the demo makes, each with whether it turned out true. */
final class Verdict {

    private record Statement(String sentence, boolean holds) {}

    private final List<Statement> statements = new ArrayList<>();

    void state(String sentence, boolean holds) {
        statements.add(new Statement(sentence, holds));
    }

    boolean allHold() {
        return statements.stream().allMatch(Statement::holds);
    }

    void print(PrintStream out) {
        statements.forEach(
                statement -> out.printf("    %-5s  %s%n", statement.holds() ? "true" : "FALSE", statement.sentence()));
    }
}
