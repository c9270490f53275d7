package io.github.ovnnb.it.bench.client;

import com.sun.management.OperatingSystemMXBean;
import io.github.ovnnb.ovsdb.OvsdbClient;
import io.github.ovnnb.ovsdb.netty.NettyTransport;
import io.github.ovnnb.ovsdb.session.Remotes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Our client in a JVM that has just started: from connecting to synced, and what stays in memory. usage: SyncProbe REMOTE ROWS */
final class SyncProbe {

    private static final PrintStream OUT = System.out;
    private static final int WARM_UP_ROUNDS = 5;
    /** {@code -Dovnnb.bench.options=-Dovnnb.bench.rehearsal=false} shows what it is good for. */
    private static final boolean REHEARSAL = Boolean.parseBoolean(System.getProperty("ovnnb.bench.rehearsal", "true"));

    private static final List<MemoryPoolMXBean> HEAP_POOLS = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .toList();

    private SyncProbe() {}

    public static void main(String... arguments) {
        var rows = Integer.parseInt(arguments[1]);
        var heapBefore = retainedHeap();
        cold(arguments[0], rows, heapBefore);
        for (var round = 0; round < WARM_UP_ROUNDS; round++) {
            warm(arguments[0], rows);
        }
        measured("warm_sync_seconds", warm(arguments[0], rows));
    }

    /** What every program that uses the client meets, once. */
    private static void cold(String remote, int rows, double heapBefore) {
        var created = System.nanoTime();
        var cpuBegin = cpu();
        var transport = NettyTransport.create();
        var meters = new SimpleMeterRegistry();
        try (var client = OvsdbClient.create(PortTables.clientOf(remote)
                .transport(transport)
                .meterRegistry(meters)
                .rehearsal(REHEARSAL)
                .build())) {
            // Creating it is loading its classes; the Go and Python peers' clocks start after their loading, too.
            var begin = System.nanoTime();
            measured("create_seconds", (begin - created) / 1e9);
            HEAP_POOLS.forEach(MemoryPoolMXBean::resetPeakUsage);
            var watch = LoopWatch.on(
                    transport.loopFor(Remotes.parse(remote)),
                    meters.get("ovsdb.client.received").counter()::count);
            client.start().toCompletableFuture().join();
            measured("sync_seconds", (System.nanoTime() - begin) / 1e9);
            measured("loop_stall_seconds", watch.longestGapSeconds());
            measured("dump_loop_stall_seconds", watch.longestGapInDumpSeconds());
            measured("collector_seconds", collectorSeconds());
            measured("cpu_seconds", cpu().minus(cpuBegin).toMillis() / 1e3);
            measured("peak_rss_bytes", peakResident());
            measured("peak_heap_bytes", peakHeap());
            requireRows(client, rows);
            measured("retained_heap_bytes", retainedHeap() - heapBefore);
        }
        transport.close();
    }

    /** What a program that has run for a while meets when it has to load everything again. */
    private static double warm(String remote, int rows) {
        try (var client = OvsdbClient.create(PortTables.clientOf(remote).build())) {
            var begin = System.nanoTime();
            client.start().toCompletableFuture().join();
            var seconds = (System.nanoTime() - begin) / 1e9;
            requireRows(client, rows);
            return seconds;
        }
    }

    private static void requireRows(OvsdbClient client, int rows) {
        var size = client.replica().snapshot().rows(PortTables.PORTS).size();
        if (size != rows) {
            throw new IllegalStateException(size + " rows instead of " + rows);
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

    /** What the heap's pools held at most, garbage included: how much room the client made use of. */
    private static double peakHeap() {
        return HEAP_POOLS.stream()
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }

    private static double collectorSeconds() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                        .sum()
                / 1e3;
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
