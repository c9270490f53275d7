package io.github.ovnnb.it.bench;

import io.github.ovnnb.it.bench.AllocationWatch.Allocation;
import io.github.ovnnb.it.harness.Ovn;
import io.github.ovnnb.it.harness.PortRow;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * One burst of bare Pods in a namespace of its own: how fast and at what cost they are allocated and released. The raw
 * rates of the same API server are measured just before, because they are the ceiling and because machines differ.
 */
final class Burst {

    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final int RAW_ROUND = 2_000;

    private final LoadClient client;
    private final Ovn ovn;
    private final ProcessCost agent;
    private final Figures figures;
    private final PodCalls calls;
    private final int pods;

    Burst(LoadClient client, Ovn ovn, ProcessCost agent, Figures figures, String namespace, int pods) {
        this.client = client;
        this.ovn = ovn;
        this.agent = agent;
        this.figures = figures;
        this.calls = new PodCalls(namespace);
        this.pods = pods;
    }

    /** Prints its figures; true when no address was given twice, no row is left and every annotation told its row. */
    boolean run() {
        var raw = measureRaw();
        client.sendAll(List.of(calls.makeNamespace()));
        var watch = AllocationWatch.begin(client, calls.namespace(), pods);
        var allocatedRate = measureAllocation(watch);
        figures.print("allocated_vs_raw_patch", allocatedRate / raw.patchesPerSecond(), "ratio");
        // Each Pod costs the API server a creation and a patch, so without any agent it could be no faster than this.
        figures.print("allocated_vs_create_and_patch", allocatedRate / raw.createdAndPatchedPerSecond(), "ratio");
        var rowsAreRight = checkRows(watch.byPod());
        return measureRelease() && rowsAreRight;
    }

    /** Pods on the host network are none of the agent's business, so only the API server works here. */
    private RawRates measureRaw() {
        var raw = new PodCalls(calls.namespace() + "-raw");
        var number = Math.min(pods, RAW_ROUND);
        client.sendAll(List.of(raw.makeNamespace()));
        var creation = client.sendAll(raw.forEach(number, raw::createOnHostNetwork));
        figures.print("raw_create_rate", perSecond(number, creation), "pods/s");
        var patching = client.sendAll(raw.forEach(number, raw::annotate));
        figures.print("raw_patch_rate", perSecond(number, patching), "pods/s");
        client.sendAll(raw.forEach(number, raw::delete));
        return new RawRates(perSecond(number, creation), perSecond(number, patching));
    }

    /** What the API server does when nobody else wants anything of it. */
    private record RawRates(double createdPerSecond, double patchesPerSecond) {
        double createdAndPatchedPerSecond() {
            return 1 / (1 / createdPerSecond + 1 / patchesPerSecond);
        }
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
        var rate = perSecond(pods, Duration.ofNanos(last - begin));
        figures.print("create_rate", perSecond(pods, creation), "pods/s");
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

    private boolean checkRows(Map<String, Allocation> allocations) {
        var rows = rows();
        var duplicateIps =
                duplicates(rows.stream().flatMap(row -> row.ips().stream()).toList());
        var duplicateMacs =
                duplicates(rows.stream().flatMap(row -> row.mac().stream()).toList());
        var byName = rows.stream().collect(Collectors.toMap(PortRow::name, row -> String.join(" ", row.addresses())));
        var differing = allocations.entrySet().stream()
                .filter(entry -> !entry.getValue().asRow().equalsIgnoreCase(byName.get(calls.portOf(entry.getKey()))))
                .count();
        figures.print("rows", rows.size(), "rows");
        figures.print("duplicate_ips", duplicateIps, "count");
        figures.print("duplicate_macs", duplicateMacs, "count");
        figures.print("annotation_differs_from_row", differing, "count");
        return rows.size() == pods && duplicateIps == 0 && duplicateMacs == 0 && differing == 0;
    }

    private boolean measureRelease() {
        var cpuBefore = agent.cpu();
        var begin = System.nanoTime();
        var deletion = client.sendAll(calls.forEach(pods, calls::delete));
        Awaitility.await("rows released")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(300))
                .until(() -> rows().isEmpty());
        var released = Duration.ofNanos(System.nanoTime() - begin);
        figures.print("raw_delete_rate", perSecond(pods, deletion), "pods/s");
        figures.print("released_rate", perSecond(pods, released), "pods/s");
        figures.print("agent_cpu_per_pod_deleted", milliseconds(agent.cpu().minus(cpuBefore)) / pods, "ms");
        var left = rows().size();
        figures.print("rows_left", left, "rows");
        return left == 0;
    }

    private List<PortRow> rows() {
        return ovn.ports().stream()
                .filter(row -> row.name().endsWith("." + calls.namespace()))
                .toList();
    }

    private static long duplicates(List<String> values) {
        return values.size() - new HashSet<>(values).size();
    }

    private static double perSecond(int number, Duration time) {
        return number * 1e9 / time.toNanos();
    }

    private static double milliseconds(Duration time) {
        return time.toNanos() / 1e6;
    }
}
