package io.github.ovnnb.it.bench;

import io.github.ovnnb.it.harness.AgentProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

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

    private void collect() {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            int status = new ProcessBuilder(jcmd, Long.toString(agent.process().pid()), "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException("jcmd GC.run exited with " + status);
            }
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while collecting garbage", interrupted);
        }
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
