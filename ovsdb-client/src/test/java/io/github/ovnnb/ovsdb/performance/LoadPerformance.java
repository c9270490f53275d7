package io.github.ovnnb.ovsdb.performance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ovnnb.ovn.northbound.LogicalSwitch;
import io.github.ovnnb.ovn.northbound.LogicalSwitchPort;
import io.github.ovnnb.ovsdb.codec.JsonLimits;
import io.github.ovnnb.ovsdb.codec.MessageDecoder;
import io.github.ovnnb.ovsdb.codec.MessageSink;
import io.github.ovnnb.ovsdb.codec.PendingReply;
import io.github.ovnnb.ovsdb.codec.ReplyShape;
import io.github.ovnnb.ovsdb.codec.SchemaParser;
import io.github.ovnnb.ovsdb.protocol.DatabaseSchema;
import io.github.ovnnb.ovsdb.protocol.MonitorReply;
import io.github.ovnnb.ovsdb.protocol.MonitorShape;
import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import io.github.ovnnb.ovsdb.protocol.TableUpdates;
import io.github.ovnnb.ovsdb.replica.Index;
import io.github.ovnnb.ovsdb.replica.ReplicaWriter;
import io.github.ovnnb.ovsdb.replica.TableDefinition;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.UUID;

/**
 * From the bytes of a dump to an indexed replica: {@code LoadPerformance [PORTS [ROUNDS]]}. The first round is on a JVM that has
 * just started, as the first synchronisation of a program is. Also the retained heap of a row and the price of a look-up.
 */
public final class LoadPerformance {
    private static final Index BY_NAME = Index.on(LogicalSwitchPort.TABLE, "name");
    private static final Index BY_POD = Index.onMapEntry(LogicalSwitchPort.TABLE, "external_ids", "pod");
    /** As much as a socket gives at a time, roughly. */
    private static final int CHUNK = 1 << 16;
    /** Looked up over and over: the keys themselves are then in the cache, their rows hardly. */
    private static final int KEYS = 1 << 13;

    private final DatabaseSchema schema;
    private final byte[] dump;

    private LoadPerformance(DatabaseSchema schema, byte[] dump) {
        this.schema = schema;
        this.dump = dump;
    }

    public static void main(String[] arguments) throws IOException {
        int ports = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        var schema = SchemaParser.parse(new ObjectMapper().readTree(new File("src/main/ovsschema/ovn-nb.ovsschema")));
        var dump = SyntheticDump.ofPorts(ports);
        say("dump", dump.length / 1e6, "MB");
        var performance = new LoadPerformance(schema, dump);
        long before = retained();
        var replica = performance.load();
        say("heap_bytes_per_row", (retained() - before) / (double) ports, "B");
        for (int i = 1; i < rounds; i++) {
            performance.load();
        }
        lookUps(replica, ports);
    }

    private ReplicaWriter load() {
        var replica = ReplicaWriter.of(
                TableDefinition.of(LogicalSwitch.TABLE, "name", "ports"),
                TableDefinition.of(
                                LogicalSwitchPort.TABLE,
                                "name",
                                "addresses",
                                "port_security",
                                "external_ids",
                                "options")
                        .indexedBy(BY_POD));
        var decoder = new MessageDecoder(new OneDump(replica, schema), JsonLimits.DEFAULT);
        long start = System.nanoTime();
        long cpu = threadCpu();
        long longest = 0;
        for (int from = 0; from < dump.length; from += CHUNK) {
            long begun = threadCpu();
            decoder.feed(dump, from, Math.min(dump.length, from + CHUNK));
            longest = Math.max(longest, threadCpu() - begun);
        }
        say("load", (System.nanoTime() - start) / 1e6, "ms");
        say("load_thread_cpu", (threadCpu() - cpu) / 1e6, "ms");
        say("load_longest_chunk_thread_cpu", longest / 1e6, "ms");
        return replica;
    }

    /** Where others use the machine, too, the time on the clock says little. */
    private static long threadCpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void lookUps(ReplicaWriter replica, int ports) {
        var names = new String[KEYS];
        var pods = new String[KEYS];
        for (int i = 0; i < KEYS; i++) {
            int port = (int) (i * 245_489L % ports);
            names[i] = SyntheticDump.name(port);
            pods[i] = SyntheticDump.pod(port);
        }
        for (int round = 0; round < 400; round++) {
            lookUp("lookup_by_name", replica, BY_NAME, names);
            lookUp("lookup_by_pod", replica, BY_POD, pods);
        }
    }

    private static void lookUp(String what, ReplicaWriter replica, Index index, String[] keys) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = threads.getCurrentThreadAllocatedBytes();
        long start = threadCpu();
        int found = 0;
        for (var key : keys) {
            if (replica.snapshot().find(index, key).isPresent()) {
                found++;
            }
        }
        long time = threadCpu() - start;
        allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
        if (found != keys.length) {
            throw new IllegalStateException("found only " + found);
        }
        say(what, time / (double) keys.length, "ns");
        say(what + "_allocated", allocated / (double) keys.length, "B");
    }

    private static long retained() {
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static void say(String figure, double value, String unit) {
        System.out.printf("figure %s %.1f %s%n", figure, value, unit);
    }

    /** Waits for the reply 1 and fills the replica with it. */
    private record OneDump(ReplicaWriter replica, DatabaseSchema schema) implements MessageSink {
        @Override
        public Optional<PendingReply<?>> pendingReply(long id) {
            var load = replica.load(schema, replica.shape(schema));
            var shape = ReplyShape.monitor(replica.shape(schema), load);
            return Optional.of(new PendingReply<MonitorReply>() {
                @Override
                public ReplyShape<MonitorReply> shape() {
                    return shape;
                }

                @Override
                public void answered(MonitorReply result) {
                    load.commit();
                }

                @Override
                public void refused(OvsdbError error) {
                    throw new IllegalStateException(error.toString());
                }
            });
        }

        @Override
        public Optional<MonitorShape> monitorShape(String monitorId) {
            return Optional.empty();
        }

        @Override
        public void unexpectedReply(String id) {}

        @Override
        public void request(JsonNode id, String method, JsonNode params) {}

        @Override
        public void updates(String monitorId, Optional<UUID> transaction, TableUpdates updates) {}

        @Override
        public void locked(String lock) {}

        @Override
        public void stolen(String lock) {}

        @Override
        public void monitorCanceled(String monitorId) {}

        @Override
        public void notification(String method, JsonNode params) {}
    }
}
