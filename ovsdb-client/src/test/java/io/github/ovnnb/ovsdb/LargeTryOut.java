package io.github.ovnnb.ovsdb;

import io.github.ovnnb.ovsdb.netty.NettyTransport;
import io.github.ovnnb.ovsdb.protocol.Mutation;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.OvsSet;
import io.github.ovnnb.ovsdb.protocol.OvsUuid;
import io.github.ovnnb.ovsdb.protocol.Value;
import io.github.ovnnb.ovsdb.replica.Index;
import io.github.ovnnb.ovsdb.replica.TableDefinition;
import io.github.ovnnb.ovsdb.session.Loop;
import io.github.ovnnb.ovsdb.session.Remotes;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * To be run by hand: {@code LargeTryOut REMOTES PORTS}. Fills a Northbound with ports, 1,000 to a switch, then says how long a new client
 * takes to be in step, the longest time its event loop computed without a pause, its heap, and how fast it creates ports.
 */
final class LargeTryOut {
    private static final Index SWITCHES = Index.on("Logical_Switch", "name");

    private LargeTryOut() {}

    private static OvsdbClientOptions.Builder options(String remotes, TableDefinition... tables) {
        return OvsdbClientOptions.builder()
                .remotes(remotes)
                .database("OVN_Northbound")
                .monitor(tables)
                .transactionDeadline(Duration.ofMinutes(2));
    }

    public static void main(String[] arguments) throws Exception {
        fill(arguments[0], Integer.parseInt(arguments[1]));
        for (var round = 0; round < 3; round++) {
            synchronize(arguments[0]);
        }
    }

    private static void fill(String remotes, int ports) {
        try (var client = OvsdbClient.create(options(
                        remotes,
                        TableDefinition.of("Logical_Switch", "name", "ports").indexedBy(SWITCHES))
                .build())) {
            client.start().toCompletableFuture().join();
            for (var number = 0; number < ports / 1000; number++) {
                if (client.replica()
                        .snapshot()
                        .find(SWITCHES, "large-" + number)
                        .isPresent()) {
                    continue;
                }
                var operations = new ArrayList<Operation>();
                var uuids = new ArrayList<UUID>();
                for (var port = 0; port < 1000; port++) {
                    var uuid = UUID.randomUUID();
                    uuids.add(uuid);
                    operations.add(Operation.insert("Logical_Switch_Port", uuid, port(number, port)));
                }
                operations.add(Operation.insert(
                        "Logical_Switch", Map.of("name", Value.of("large-" + number), "ports", Value.uuids(uuids))));
                var outcome = client.transact(operations).toCompletableFuture().join();
                if (!(outcome instanceof TransactionOutcome.Committed)) {
                    throw new IllegalStateException(outcome.toString());
                }
            }
        }
    }

    private static Map<String, Value> port(int number, int port) {
        var address = "0a:58:0a:00:%02x:%02x 10.%d.%d.%d".formatted(number, port % 256, number, port / 250, port % 250);
        return Map.of(
                "name", Value.of("port-" + number + "-" + port),
                "addresses", Value.strings(List.of(address)),
                "port_security", Value.strings(List.of(address)),
                "external_ids", Value.stringMap(Map.of("pod", "ns/pod-" + number + "-" + port, "vendor", "try-out")),
                "options", Value.stringMap(Map.of("requested-chassis", "node-" + number)));
    }

    private static void synchronize(String remotes) throws Exception {
        try (var transport = NettyTransport.create()) {
            var stall = new AtomicLong();
            var loop = transport.loopFor(Remotes.parse(remotes));
            loop.execute(() -> beat(loop, cpuTime(), stall));
            var client = OvsdbClient.create(options(
                            remotes,
                            TableDefinition.of("Logical_Switch", "name", "ports")
                                    .indexedBy(SWITCHES),
                            TableDefinition.of(
                                            "Logical_Switch_Port",
                                            "name",
                                            "addresses",
                                            "port_security",
                                            "external_ids",
                                            "options")
                                    .indexedBy(Index.onMapEntry("Logical_Switch_Port", "external_ids", "pod")))
                    .transport(transport)
                    .build());
            var begun = System.nanoTime();
            client.start().toCompletableFuture().join();
            var synced = (System.nanoTime() - begun) / 1_000_000;
            var rows = client.replica().snapshot().rows("Logical_Switch_Port").size();
            var syncStall = stall.getAndSet(0) / 1_000_000;
            System.gc();
            var runtime = Runtime.getRuntime();
            System.out.printf(
                    "synced %d ports in %d ms, longest turn %d ms CPU, heap %d MB%n",
                    rows, synced, syncStall, (runtime.totalMemory() - runtime.freeMemory()) >> 20);
            for (var window : new int[] {1, 16, 128}) {
                stall.set(0);
                create(client, window, 2000);
                System.out.printf("  longest turn %d ms CPU%n", stall.get() / 1_000_000);
            }
            client.close();
        }
    }

    private static void beat(Loop loop, long last, AtomicLong stall) {
        var now = cpuTime();
        stall.accumulateAndGet(now - last, Math::max);
        var unused = loop.schedule(Duration.ofMillis(1), () -> beat(loop, now, stall));
    }

    /** Of the loop's thread: what other processes and the collector take is not the client's doing. */
    private static long cpuTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void create(OvsdbClient client, int window, int count) throws InterruptedException {
        var sw = UUID.randomUUID();
        client.transact(List.of(Operation.insert("Logical_Switch", sw, Map.of("name", Value.of("sw-" + sw)))))
                .toCompletableFuture()
                .join();
        var room = new Semaphore(window);
        var failures = new AtomicLong();
        var all = new ArrayList<CompletableFuture<Void>>();
        var begun = System.nanoTime();
        for (var i = 0; i < count; i++) {
            room.acquire();
            var port = UUID.randomUUID();
            all.add(client.transact(List.of(
                            Operation.insert("Logical_Switch_Port", port, Map.of("name", Value.of("p-" + port))),
                            Operation.mutate(
                                    "Logical_Switch", sw, Mutation.insert("ports", OvsSet.of(OvsUuid.of(port))))))
                    .thenAccept(outcome -> {
                        if (!(outcome instanceof TransactionOutcome.Committed)) {
                            failures.incrementAndGet();
                        }
                        room.release();
                    })
                    .toCompletableFuture());
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
        System.out.printf(
                "  window %d: %.0f creates/s, %d failed%n",
                window, count / ((System.nanoTime() - begun) / 1e9), failures.get());
    }
}
