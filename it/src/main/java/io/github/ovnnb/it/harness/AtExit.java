package io.github.ovnnb.it.harness;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What a JVM that is told to end still stops and removes. One hook and not several, because hooks run all at once and a
 * directory must not go before the processes that write into it.
 */
final class AtExit {

    private static final Deque<Runnable> STOPS = new ArrayDeque<>();
    private static final List<TemporaryDirectory> DIRECTORIES = new ArrayList<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(AtExit::run, "harness-at-exit"));
    }

    private AtExit() {}

    /** The last that was given is stopped first. */
    static synchronized void stop(Runnable stop) {
        STOPS.push(stop);
    }

    static synchronized void delete(TemporaryDirectory directory) {
        DIRECTORIES.add(directory);
    }

    private static synchronized void run() {
        STOPS.forEach(AtExit::attempt);
        DIRECTORIES.forEach(TemporaryDirectory::delete);
    }

    /** One that fails must not keep the others running. */
    private static void attempt(Runnable stop) {
        try {
            stop.run();
        } catch (RuntimeException failure) {
            System.err.println("while ending: " + failure.getMessage());
        }
    }
}
