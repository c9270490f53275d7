package io.github.ovnnb.agent.simulation;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Runs many seeds, or one with its trace: {@code [--seeds N] [--steps N] [--seed S] [--without GUARD]}. */
public final class Simulate {
    private Simulate() {}

    /** What a range of seeds came to: the first that failed, if any. */
    record Outcome(
            long seeds,
            long commits,
            long promises,
            long digest,
            double seconds,
            Optional<Simulation.Failure> failure) {}

    public static void main(String[] arguments) {
        long seeds = number(arguments, "--seeds", 20_000);
        int steps = (int) number(arguments, "--steps", 500);
        long first = number(arguments, "--seed", -1);
        if (first >= 0) {
            try {
                System.out.println(
                        Simulation.run(options(arguments, first, steps).withTrace()));
                return;
            } catch (Simulation.Failure failure) {
                System.out.println(failure.getMessage());
                System.exit(1);
            }
        }
        if (List.of(arguments).contains("--survey")) {
            survey(arguments, number(arguments, "--from", 0), seeds, steps);
            return;
        }
        var outcome = run(number(arguments, "--from", 0), seeds, seed -> options(arguments, seed, steps));
        System.out.printf(
                "%d seeds of %d steps in %.1f s, %d commits and %d promises checked, digest %x%n",
                outcome.seeds(), steps, outcome.seconds(), outcome.commits(), outcome.promises(), outcome.digest());
        if (outcome.failure().isPresent()) {
            System.out.println(outcome.failure().get().getMessage());
            System.exit(1);
        }
    }

    /** Doesn't stop at the first: how many seeds end in which violation, and one seed of each. */
    private static void survey(String[] arguments, long from, long seeds, int steps) {
        var counts = new TreeMap<String, Long>();
        var examples = new TreeMap<String, Long>();
        for (long seed = from; seed < from + seeds; seed++) {
            try {
                Simulation.run(options(arguments, seed, steps));
            } catch (Simulation.Failure failure) {
                var message = String.valueOf(
                        failure.getCause() == null
                                ? failure
                                : failure.getCause().getMessage());
                var kind = message.replaceAll("\\[[^\\[\\]]*\\]?", "").replaceAll("[0-9a-f:-]{2,}", "#");
                kind = kind.substring(0, Math.min(50, kind.length()));
                counts.merge(kind, 1L, Long::sum);
                examples.putIfAbsent(kind, seed);
            }
        }
        counts.forEach((kind, count) -> System.out.println(count + " x, as seed " + examples.get(kind) + ": " + kind));
        System.out.println(counts.size() + " kinds of violation in " + seeds + " seeds");
    }

    private static Simulation.Options options(String[] arguments, long seed, int steps) {
        var options = Simulation.Options.of(seed, steps);
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--without")) {
                options = options.withoutGuard(Guards.valueOf(arguments[i + 1]));
            }
        }
        return options;
    }

    private static long number(String[] arguments, String name, long otherwise) {
        for (int i = 0; i + 1 < arguments.length; i++) {
            if (arguments[i].equals(name)) {
                return Long.parseLong(arguments[i + 1]);
            }
        }
        return otherwise;
    }

    interface OptionsOfSeed {
        Simulation.Options of(long seed);
    }

    /** On all processors; stops soon after the first failure, which is run again for its trace. */
    static Outcome run(long from, long seeds, OptionsOfSeed options) {
        long began = System.nanoTime();
        int threads = Runtime.getRuntime().availableProcessors();
        var failed = new AtomicLong(Long.MAX_VALUE);
        var next = new AtomicLong(from);
        var done = new AtomicLong();
        var commits = new AtomicLong();
        var promises = new AtomicLong();
        var digest = new AtomicLong();
        var pool = Executors.newFixedThreadPool(threads);
        try {
            var workers = new ExecutorCompletionService<Boolean>(pool);
            for (int thread = 0; thread < threads; thread++) {
                workers.submit(() -> {
                    for (long seed = next.getAndIncrement(); seed < from + seeds; seed = next.getAndIncrement()) {
                        if (failed.get() < seed) {
                            break;
                        }
                        try {
                            var summary = Simulation.run(options.of(seed));
                            commits.addAndGet(summary.commits());
                            promises.addAndGet(summary.promises());
                            digest.addAndGet(summary.digest());
                        } catch (Simulation.Failure failure) {
                            failed.accumulateAndGet(seed, Math::min);
                        }
                        done.incrementAndGet();
                    }
                    return true;
                });
            }
            for (int thread = 0; thread < threads; thread++) {
                workers.take().get();
            }
        } catch (InterruptedException | ExecutionException broken) {
            throw new IllegalStateException("the simulation itself is broken", broken);
        } finally {
            pool.shutdownNow();
        }
        return new Outcome(
                done.get(),
                commits.get(),
                promises.get(),
                digest.get(),
                (System.nanoTime() - began) / 1e9,
                failed.get() == Long.MAX_VALUE ? Optional.empty() : Optional.of(again(options.of(failed.get()))));
    }

    private static Simulation.Failure again(Simulation.Options options) {
        try {
            Simulation.run(options.withTrace());
        } catch (Simulation.Failure failure) {
            return failure;
        }
        return new Simulation.Failure(
                options,
                new IllegalStateException("failed once and not again: something in it is not decided by the seed"),
                List.of());
    }
}
