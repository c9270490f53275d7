package io.github.ovnnb.agent.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program behind {@code scripts/simulate}: many lives of a cluster, or one with its trace. */
@Command(
        name = "simulate",
        description = "Runs drawn lives of a cluster: agents, their faults, and an order of events for each seed.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class Simulate implements Callable<Integer> {
    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "20000",
            description = "how many lives, one for each seed (default: ${DEFAULT-VALUE})")
    private long seeds;

    @Option(
            names = "--from",
            paramLabel = "S",
            defaultValue = "0",
            description = "the first seed (default: ${DEFAULT-VALUE})")
    private long from;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "500",
            description = "what users, operators and bad luck do in one life (default: ${DEFAULT-VALUE})")
    private int steps;

    @Option(names = "--seed", paramLabel = "S", description = "only this life, and its trace")
    private Optional<Long> seed = Optional.empty();

    @Option(
            names = "--without",
            paramLabel = "GUARD",
            description = "what protects the promise, taken away: ${COMPLETION-CANDIDATES}")
    private Optional<Guards> without = Optional.empty();

    @Option(
            names = "--survey",
            description = "don't stop at the first violation; count each kind and name a seed of it")
    private boolean survey;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "of all lives: ${COMPLETION-CANDIDATES} (default: drawn)")
    private Optional<Mode> mode = Optional.empty();

    private Simulate() {}

    /** What a range of seeds came to: the first that failed, if any. */
    record Outcome(
            long seeds,
            long commits,
            long promises,
            Map<Harm, Long> harm,
            long digest,
            double seconds,
            Optional<Simulation.Failure> failure) {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Simulate())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() {
        if (seed.isPresent()) {
            return one(seed.get());
        }
        if (survey) {
            return survey();
        }
        var outcome = run(from, seeds, this::options);
        System.out.printf(
                "%d seeds of %d steps in %.1f s, %d commits and %d promises checked, digest %x%n",
                outcome.seeds(), steps, outcome.seconds(), outcome.commits(), outcome.promises(), outcome.digest());
        for (var kind : Harm.values()) {
            System.out.printf("%,12d %s%n", outcome.harm().getOrDefault(kind, 0L), kind.words());
        }
        outcome.failure().ifPresent(failure -> System.out.println(failure.getMessage()));
        return outcome.failure().isPresent() ? 1 : 0;
    }

    private int one(long theSeed) {
        try {
            System.out.println(Simulation.run(options(theSeed).withTrace()));
            return 0;
        } catch (Simulation.Failure failure) {
            System.out.println(failure.getMessage());
            return 1;
        }
    }

    private int survey() {
        var examples = new TreeMap<String, List<Long>>();
        for (long next = from; next < from + seeds; next++) {
            try {
                Simulation.run(options(next));
            } catch (Simulation.Failure failure) {
                examples.computeIfAbsent(failure.kind(), none -> new ArrayList<>())
                        .add(next);
            }
        }
        examples.forEach(
                (kind, failed) -> System.out.println(failed.size() + " x, as seed " + failed.get(0) + ": " + kind));
        System.out.println(examples.size() + " kinds of violation in " + seeds + " seeds");
        return examples.isEmpty() ? 0 : 1;
    }

    private Simulation.Options options(long ofSeed) {
        var options = Simulation.Options.of(ofSeed, steps);
        var inMode = mode.map(options::in).orElse(options);
        return without.map(inMode::withoutGuard).orElse(inMode);
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
        var harm = new ConcurrentHashMap<Harm, Long>();
        var digest = new AtomicLong();
        // Before there are threads: while one of them initialises SLF4J, it hands substitutes to the others, and those
        // can't be watched.
        ProgramMistakes.watch();
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
                            summary.harm().forEach((kind, times) -> harm.merge(kind, times, Long::sum));
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
                Map.copyOf(harm),
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
