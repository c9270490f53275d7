package io.github.ovnnb.it.bench;

import io.github.ovnnb.it.harness.AgentProcess;
import io.github.ovnnb.it.harness.ControlPlane;
import io.github.ovnnb.it.harness.OvnContainer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The program behind {@code scripts/soak}: whether the agent's heap grows with the Pods that came and went. Each wave has a namespace and
 * Pods of its own; when it is gone from the Northbound, nothing of it should be left in the agent.
 */
@Command(
        name = "soak",
        description = "Creates and deletes Pods in waves, and prints the agent's heap after a full collection.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class Soak implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String SUBNET = """
            subnets:
            - name: soak
              cidrBlock: 10.128.0.0/12
              gateway: 10.128.0.1
              default: true
            """;

    /** After so many, the young virtual machine has loaded and compiled what it needs. */
    private static final int WARM_UP_WAVES = 3;

    private static final int GROWN_CLASSES = 12;

    @Option(
            names = "--pods",
            paramLabel = "N",
            defaultValue = "200000",
            description = "how many Pods come and go altogether (default: ${DEFAULT-VALUE})")
    private int pods;

    @Option(
            names = "--wave",
            paramLabel = "N",
            defaultValue = "1000",
            description = "how many of them are there at once (default: ${DEFAULT-VALUE})")
    private int wave;

    private final Figures figures = new Figures(System.out, "");

    private Soak() {}

    public static void main(String... arguments) {
        // Other threads of the harness may still be running: only exit ends the program.
        System.exit(new CommandLine(new Soak()).execute(arguments));
    }

    @Override
    public Integer call() {
        try (var ovn = new OvnContainer();
                var controlPlane = ControlPlane.start()) {
            ovn.start();
            // What it computes for each change has nothing to do with the agent's memory.
            ovn.pauseNorthd();
            var kubeconfig = controlPlane.write(controlPlane.asAgent());
            try (var agent = AgentProcess.central(ovn.northboundTcp(), kubeconfig, SUBNET)
                    .startAndAwaitReady()) {
                soak(new LoadClient(controlPlane.admin(), 8), ovn, new AgentHeap(agent));
            }
            return 0;
        }
    }

    private void soak(LoadClient client, OvnContainer ovn, AgentHeap heap) {
        for (int number = 1; number <= WARM_UP_WAVES; number++) {
            wave(client, ovn, "warm-" + number);
        }
        var samples = new ArrayList<AgentHeap.Sample>();
        samples.add(print(heap.sample(0)));
        int waves = Math.max(1, pods / wave);
        int between = Math.max(1, waves / 20);
        var first = new HeapHistogram(Map.of());
        for (int number = 1; number <= waves; number++) {
            wave(client, ovn, "soak-" + number);
            if (number % between == 0) {
                samples.add(print(heap.sample((long) number * wave)));
            }
            if (number == between) {
                first = heap.histogram();
            }
        }
        printGrowth(first, heap.histogram(), (long) (waves - between) * wave);
        figures.print("pods_created_and_deleted", (double) waves * wave, "pods");
        figures.print("heap_slope", AgentHeap.slope(samples), "B/pod");
        figures.print(
                "heap_slope_of_the_second_half",
                AgentHeap.slope(samples.subList(samples.size() / 2, samples.size())),
                "B/pod");
    }

    private static void printGrowth(HeapHistogram first, HeapHistogram last, long podsBetween) {
        System.out.printf("classes that grew most over the last %d Pods%n", podsBetween);
        last.grownSince(first, GROWN_CLASSES)
                .forEach(growth -> System.out.printf(
                        "  %+9d bytes  %+7d instances  %s%n",
                        growth.more().bytes(), growth.more().instances(), growth.className()));
    }

    private AgentHeap.Sample print(AgentHeap.Sample sample) {
        System.out.printf(
                "after %7d Pods: %6.2f MB of heap, %6.1f MB resident%n",
                sample.pods(), sample.heapBytes() / 1048576.0, sample.residentMegabytes());
        System.out.flush();
        return sample;
    }

    private void wave(LoadClient client, OvnContainer ovn, String namespace) {
        var calls = new PodCalls(namespace);
        client.sendAll(List.of(calls.makeNamespace()));
        var watch = AllocationWatch.begin(client, namespace, wave);
        client.sendAll(calls.forEach(wave, calls::create));
        watch.awaitAll(PATIENCE);
        client.sendAll(calls.forEach(wave, calls::delete));
        client.sendAll(List.of(calls.deleteNamespace()));
        Awaitility.await("rows of " + namespace + " released")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(300))
                .until(() -> ovn.ports().isEmpty());
    }
}
