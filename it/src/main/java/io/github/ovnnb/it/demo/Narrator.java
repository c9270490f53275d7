package io.github.ovnnb.it.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Tells what happens, with the seconds since the beginning. */
record Narrator(PrintStream out, Instant begin) {

    void step(String what) {
        out.printf(
                "%n==> [%4.1f s] %s%n", Duration.between(begin, Instant.now()).toMillis() / 1000.0, what);
    }

    void show(List<PodView> pods) {
        var table = new Table("POD", "ANNOTATED IP", "ANNOTATED MAC", "ovn-nbctl: addresses", "ovn-nbctl: _uuid");
        pods.forEach(pod -> table.add(pod.cells()));
        out.println(table);
    }

    void say(String line) {
        out.println(line);
    }
}
