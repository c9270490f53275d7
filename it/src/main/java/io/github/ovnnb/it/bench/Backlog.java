package io.github.ovnnb.it.bench;

import io.github.ovnnb.it.harness.AgentProcess;
import io.github.ovnnb.it.harness.Ovn;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Bare Pods that wait when the agent starts: how fast they are served from the moment at which it says that it is ready. */
final class Backlog {

    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final LoadClient client;
    private final Ovn ovn;
    private final Figures figures;
    private final int pods;

    Backlog(LoadClient client, Ovn ovn, Figures figures, int pods) {
        this.client = client;
        this.ovn = ovn;
        this.figures = figures;
        this.pods = pods;
    }

    /** Prints its figures; true when each Pod was served as its row says, and no address given twice. */
    boolean run(Supplier<AgentProcess> starter) {
        var calls = new PodCalls("backlog");
        var raw = RawRates.measure(client, figures, "backlog-raw", pods);
        client.sendAll(List.of(calls.makeNamespace()));
        client.sendAll(calls.forEach(pods, calls::create));
        var watch = AllocationWatch.begin(client, calls.namespace(), pods);
        var began = System.nanoTime();
        try (var agent = starter.get()) {
            var ready = System.nanoTime();
            figures.print("ready_after", Duration.ofNanos(ready - began).toMillis(), "ms");
            watch.awaitAll(PATIENCE);
            var last = watch.byPod().values().stream()
                    .mapToLong(AllocationWatch.Allocation::nanoTime)
                    .max()
                    .orElseThrow();
            var rate = RawRates.perSecond(pods, Duration.ofNanos(last - ready));
            figures.print("allocated_rate", rate, "pods/s");
            figures.print("allocated_vs_raw_patch", rate / raw.patchesPerSecond(), "ratio");
            var cost = new ProcessCost(agent.process().pid());
            figures.print("agent_cpu_per_pod", cost.cpu().toMillis() / (double) pods, "ms");
        }
        return new WrittenRows(ovn, calls).check(figures, pods, watch.byPod());
    }
}
