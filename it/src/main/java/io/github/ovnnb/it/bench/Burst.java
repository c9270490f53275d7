package io.github.ovnnb.it.bench;

import io.github.ovnnb.it.bench.AllocationWatch.Allocation;
import io.github.ovnnb.it.harness.Ovn;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;

/**
 * One burst of bare Pods in a namespace of its own: how fast and at what cost they are allocated and released. The raw
 * rates of the same API server are measured just before, because they are the ceiling and because machines differ.
 */
final class Burst {

    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final LoadClient client;
    private final ProcessCost agent;
    private final Figures figures;
    private final PodCalls calls;
    private final WrittenRows rows;
    private final int pods;

    Burst(LoadClient client, Ovn ovn, ProcessCost agent, Figures figures, String namespace, int pods) {
        this.client = client;
        this.agent = agent;
        this.figures = figures;
        this.calls = new PodCalls(namespace);
        this.rows = new WrittenRows(ovn, calls);
        this.pods = pods;
    }

    /** Prints its figures; true when no address was given twice, no row is left and every annotation told its row. */
    boolean run() {
        var raw = RawRates.measure(client, figures, calls.namespace() + "-raw", pods);
        client.sendAll(List.of(calls.makeNamespace()));
        var watch = AllocationWatch.begin(client, calls.namespace(), pods);
        var allocatedRate = measureAllocation(watch);
        figures.print("allocated_vs_raw_patch", allocatedRate / raw.patchesPerSecond(), "ratio");
        // Each Pod costs the API server a creation and a patch, so without any agent it could be no faster than this.
        figures.print("allocated_vs_create_and_patch", allocatedRate / raw.createdAndPatchedPerSecond(), "ratio");
        var rowsAreRight = rows.check(figures, pods, watch.byPod());
        return measureRelease() && rowsAreRight;
    }

    private double measureAllocation(AllocationWatch watch) {
        var cpuBefore = agent.cpu();
        var begin = System.nanoTime();
        var sent = new ConcurrentHashMap<String, Long>();
        var creation =
                client.sendAll(calls.forEach(pods, calls::create), call -> sent.put(call.subject(), System.nanoTime()));
        watch.awaitAll(PATIENCE);
        var cpu = agent.cpu().minus(cpuBefore);
        var allocations = watch.byPod().values();
        var last = allocations.stream().mapToLong(Allocation::nanoTime).max().orElseThrow();
        var rate = RawRates.perSecond(pods, Duration.ofNanos(last - begin));
        figures.print("create_rate", RawRates.perSecond(pods, creation), "pods/s");
        figures.print("allocated", allocations.size(), "pods");
        figures.print("allocated_rate", rate, "pods/s");
        printLatencies(watch.byPod().entrySet().stream()
                .map(entry -> Duration.ofNanos(entry.getValue().nanoTime() - sent.getOrDefault(entry.getKey(), begin)))
                .toList());
        figures.print("agent_cpu_per_pod_added", milliseconds(cpu) / pods, "ms");
        figures.print("agent_rss", agent.residentMegabytes(), "MB");
        return rate;
    }

    private void printLatencies(List<Duration> latencies) {
        var sorted = latencies.stream().sorted().toList();
        for (var percent : new int[] {50, 90, 99}) {
            var rank = Math.min(sorted.size() - 1, sorted.size() * percent / 100);
            figures.print("latency_p" + percent, milliseconds(sorted.get(rank)), "ms");
        }
    }

    private boolean measureRelease() {
        var cpuBefore = agent.cpu();
        var begin = System.nanoTime();
        var deletion = client.sendAll(calls.forEach(pods, calls::delete));
        Awaitility.await("rows released")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(300))
                .until(() -> rows.all().isEmpty());
        var released = Duration.ofNanos(System.nanoTime() - begin);
        figures.print("raw_delete_rate", RawRates.perSecond(pods, deletion), "pods/s");
        figures.print("released_rate", RawRates.perSecond(pods, released), "pods/s");
        figures.print("agent_cpu_per_pod_deleted", milliseconds(agent.cpu().minus(cpuBefore)) / pods, "ms");
        var left = rows.all().size();
        figures.print("rows_left", left, "rows");
        return left == 0;
    }

    private static double milliseconds(Duration time) {
        return time.toNanos() / 1e6;
    }
}
