package io.github.ovnnb.it.bench.client;

import io.github.ovnnb.it.bench.Figures;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Has {@link LookUps} measured by JMH, in a JVM for each of its methods: nanoseconds, and bytes allocated per look-up. */
final class LookUpBench {

    private final Northbound server;
    private final int rows;
    private final int rounds;
    private final Figures figures;

    LookUpBench(Northbound server, int rows, int rounds, Figures figures) {
        this.server = server;
        this.rows = rows;
        this.rounds = rounds;
        this.figures = figures;
    }

    void run() {
        measure("byName", "lookup_by_name");
        measure("byExternalId", "lookup_by_external_id");
    }

    private void measure(String method, String name) {
        var options = new OptionsBuilder()
                .include(LookUps.class.getName() + "." + method + "$")
                .param("remote", server.remote())
                .param("rows", Integer.toString(rows))
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(1)
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(rounds)
                .measurementTime(TimeValue.seconds(1))
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .build();
        try {
            var result = new Runner(options).runSingle();
            var nanoseconds = result.getPrimaryResult().getStatistics();
            figures.print(name, nanoseconds.getPercentile(50), "ns");
            figures.print(name + "_best", nanoseconds.getMin(), "ns");
            var allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
            if (allocated == null) {
                throw new IllegalStateException("JMH did not say how much was allocated");
            }
            figures.print(
                    name + "_allocated", Math.rint(allocated.getStatistics().getMean()), "bytes");
        } catch (RunnerException failed) {
            throw new IllegalStateException("JMH could not measure " + name, failed);
        }
    }
}
