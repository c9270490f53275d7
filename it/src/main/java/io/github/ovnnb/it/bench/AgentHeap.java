package io.github.ovnnb.it.bench;

import io.github.ovnnb.it.harness.AgentProcess;
import io.github.ovnnb.it.harness.Command;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What is left in the agent's heap when all garbage has been collected. */
record AgentHeap(AgentProcess agent) {

    /** @param pods how many had come and gone by then */
    record Sample(long pods, double heapBytes, double residentMegabytes) {}

    /** Collects first. */
    Sample sample(long pods) {
        collect();
        // Not jcmd's GC.heap_info, whose words differ from collector to collector.
        double used = agent.get("/metrics")
                .lines()
                .filter(line -> line.startsWith("jvm_memory_used_bytes{") && line.contains("area=\"heap\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
        return new Sample(pods, used, new ProcessCost(agent.process().pid()).residentMegabytes());
    }

    /** Collects first. */
    HeapHistogram histogram() {
        return HeapHistogram.parse(jcmd("GC.class_histogram"));
    }

    private void collect() {
        var unused = jcmd("GC.run");
    }

    private String jcmd(String command) {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        return Command.run(List.of(jcmd, Long.toString(agent.process().pid()), command), Map.of());
    }

    /** Bytes of heap for each Pod that came and went, by least squares; 0 for a single sample. */
    static double slope(List<Sample> samples) {
        double pods = samples.stream().mapToDouble(Sample::pods).average().orElse(0);
        double heap = samples.stream().mapToDouble(Sample::heapBytes).average().orElse(0);
        double covariance = samples.stream()
                .mapToDouble(sample -> (sample.pods() - pods) * (sample.heapBytes() - heap))
                .sum();
        double variance = samples.stream()
                .mapToDouble(sample -> (sample.pods() - pods) * (sample.pods() - pods))
                .sum();
        return variance == 0 ? 0 : covariance / variance;
    }
}
