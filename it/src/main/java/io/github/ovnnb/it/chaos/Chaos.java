package io.github.ovnnb.it.chaos;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program behind {@code scripts/chaos}. Exit status 0 when no rule was broken, 1 when one was, 2 for a wrong command line. */
@Command(
        name = "chaos",
        description =
                "Tries to make the agents lose an address or give one twice, on a real OVN cluster and a real Kubernetes API.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class Chaos implements Callable<Integer> {

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "5",
            description =
                    "how long faults are inflicted (default: ${DEFAULT-VALUE}); starting and settling come on top")
    private double minutes;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "of the faults and the workload, and their order (default: another each time)")
    private Optional<Long> seed = Optional.empty();

    @Option(
            names = "--mode",
            defaultValue = "central",
            description = "how the agents run: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Mode mode = Mode.central;

    private Chaos() {}

    public static void main(String... arguments) {
        // Other threads of the harness may still be running: only exit ends the program.
        System.exit(new CommandLine(new Chaos()).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        long chosen = seed.orElseGet(() -> new SplittableRandom().nextLong(1_000_000));
        System.out.println(mode + " mode, seed " + chosen);
        var report = new Run(mode, chosen, Duration.ofMillis(Math.round(minutes * 60_000)), System.out).play();
        report.print(System.out);
        return report.isClean() ? 0 : 1;
    }
}
