package io.github.ovnnb.it.bench.client;

import com.sun.management.OperatingSystemMXBean;
import io.github.ovnnb.ovsdb.OvsdbClient;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** Our client in a JVM that has just started: from connecting to synced, and what stays in memory. usage: SyncProbe REMOTE ROWS */
final class SyncProbe {

    private static final PrintStream OUT = System.out;

    private SyncProbe() {}

    public static void main(String... arguments) {
        var rows = Integer.parseInt(arguments[1]);
        var heapBefore = retainedHeap();
        var created = System.nanoTime();
        var cpuBegin = cpu();
        try (var client = OvsdbClient.create(PortTables.clientOf(arguments[0]).build())) {
            // Creating it is loading its classes; the Go and Python peers' clocks start after their loading, too.
            var begin = System.nanoTime();
            measured("create_seconds", (begin - created) / 1e9);
            client.start().toCompletableFuture().join();
            measured("sync_seconds", (System.nanoTime() - begin) / 1e9);
            measured("cpu_seconds", cpu().minus(cpuBegin).toMillis() / 1e3);
            measured("peak_rss_bytes", peakResident());
            var snapshot = client.replica().snapshot();
            if (snapshot.rows(PortTables.PORTS).size() != rows) {
                throw new IllegalStateException(snapshot.rows(PortTables.PORTS).size() + " rows instead of " + rows);
            }
            measured("retained_heap_bytes", retainedHeap() - heapBefore);
        }
    }

    private static void measured(String name, double value) {
        OUT.printf(Locale.ROOT, "measured %s %.6f%n", name, value);
    }

    private static double retainedHeap() {
        var memory = ManagementFactory.getMemoryMXBean();
        // The second collection takes what the first one's reference processing has set free.
        memory.gc();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    private static Duration cpu() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return Duration.ofNanos(system.getProcessCpuTime());
    }

    private static double peakResident() {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElseThrow(() -> new IllegalStateException("no VmHWM in /proc/self/status"))
                    * 1024.0;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
