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
import io.github.ovnnb.ovsdb.codec.RequestEncoder;
import io.github.ovnnb.ovsdb.codec.SchemaParser;
import io.github.ovnnb.ovsdb.protocol.DatabaseSchema;
import io.github.ovnnb.ovsdb.protocol.MonitorShape;
import io.github.ovnnb.ovsdb.protocol.Mutation;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.OvsSet;
import io.github.ovnnb.ovsdb.protocol.OvsUuid;
import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import io.github.ovnnb.ovsdb.protocol.TableUpdates;
import io.github.ovnnb.ovsdb.protocol.TransactionReply;
import io.github.ovnnb.ovsdb.protocol.Value;
import io.github.ovnnb.ovsdb.replica.Index;
import io.github.ovnnb.ovsdb.replica.ReplicaWriter;
import io.github.ovnnb.ovsdb.replica.TableDefinition;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What one transaction that creates ports costs the loop, without sockets: writing the request, reading the update and taking it in,
 * reading the reply. {@code TransactionPerformance [PORTS [BATCH [ROUNDS]]]}: into a replica of so many ports, so many at a time.
 */
public final class TransactionPerformance {
    private static final int SWITCHES = 100;
    private static final int TRANSACTIONS = 20_000;

    private final DatabaseSchema schema;
    private final ReplicaWriter replica;
    private final MonitorShape shape;
    private final int batch;
    private final MessageDecoder decoder = new MessageDecoder(new Server(), JsonLimits.DEFAULT);
    private List<Operation> expected = List.of();
    private long created;
    private int switchNumber;

    private TransactionPerformance(DatabaseSchema schema, int batch) {
        this.schema = schema;
        this.batch = batch;
        this.replica = ReplicaWriter.of(
                TableDefinition.of(LogicalSwitch.TABLE, "name", "ports"),
                TableDefinition.of(
                                LogicalSwitchPort.TABLE,
                                "name",
                                "addresses",
                                "port_security",
                                "external_ids",
                                "options")
                        .indexedBy(Index.onMapEntry(LogicalSwitchPort.TABLE, "external_ids", "pod")));
        this.shape = replica.shape(schema);
    }

    public static void main(String[] arguments) throws IOException {
        int ports = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        int batch = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 8;
        var schema = SchemaParser.parse(new ObjectMapper().readTree(new File("src/main/ovsschema/ovn-nb.ovsschema")));
        var performance = new TransactionPerformance(schema, batch);
        performance.fill(ports);
        for (int i = 0; i < rounds; i++) {
            performance.round();
        }
    }

    private void fill(int ports) {
        var load = replica.load(schema, shape);
        load.begin(false);
        load.commit();
        for (int number = 0; number < SWITCHES; number++) {
            var rows = new ArrayList<UUID>();
            for (int i = 0; i < ports / SWITCHES; i++) {
                rows.add(UUID.randomUUID());
            }
            feed(update(number, rows, "insert"));
        }
    }

    private void round() {
        long writing = 0;
        long taking = 0;
        long answering = 0;
        for (int i = 0; i < TRANSACTIONS / batch; i++) {
            switchNumber = i % SWITCHES;
            var ports = new ArrayList<UUID>();
            for (int port = 0; port < batch; port++) {
                ports.add(UUID.randomUUID());
            }
            var operations = operations(ports);
            var update = update(switchNumber, ports, "modify");
            var reply = reply(ports);
            expected = operations;
            long begin = threadCpu();
            var request = RequestEncoder.transact(1, "OVN_Northbound", operations);
            long written = threadCpu();
            feed(update);
            long taken = threadCpu();
            feed(reply);
            long answered = threadCpu();
            if (request.length == 0) {
                throw new IllegalStateException();
            }
            writing += written - begin;
            taking += taken - written;
            answering += answered - taken;
        }
        double count = TRANSACTIONS / batch * 1e3;
        System.out.printf(
                "figure request %.2f us%nfigure update %.2f us%nfigure reply %.2f us%n",
                writing / count, taking / count, answering / count);
    }

    /** Where others use the machine, too, the time on the clock says little. */
    private static long threadCpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private void feed(byte[] message) {
        decoder.feed(message, 0, message.length);
    }

    private List<Operation> operations(List<UUID> ports) {
        var operations = new ArrayList<Operation>();
        for (var port : ports) {
            var address = Value.of("0a:58:0a:01:02:03 10.1.2.3");
            operations.add(Operation.insert(
                    LogicalSwitchPort.TABLE,
                    port,
                    Map.of(
                            "name", Value.of(name()),
                            "addresses", address,
                            "port_security", address,
                            "external_ids", Value.stringMap(Map.of("namespace", "tenant-7", "pod", name())),
                            "options", Value.stringMap(Map.of("requested-chassis", "node-7")))));
        }
        operations.add(Operation.mutate(
                LogicalSwitch.TABLE,
                new UUID(1, switchNumber),
                Mutation.insert(
                        "ports", OvsSet.copyOf(ports.stream().map(OvsUuid::of).toList()))));
        return operations;
    }

    private String name() {
        return "web-" + created++ + ".tenant";
    }

    private byte[] update(int number, List<UUID> ports, String kind) {
        var text = new StringBuilder(
                "{\"id\":null,\"method\":\"update3\",\"params\":[\"m\",\"00000000-0000-0000-0000-000000000000\",{\"Logical_Switch_Port\":{");
        for (var port : ports) {
            text.append('"')
                    .append(port)
                    .append("\":{\"insert\":{\"name\":\"")
                    .append(name())
                    .append(
                            "\",\"addresses\":\"0a:58:0a:01:02:03 10.1.2.3\",\"port_security\":\"0a:58:0a:01:02:03 10.1.2.3\",")
                    .append("\"external_ids\":[\"map\",[[\"namespace\",\"tenant-7\"],[\"pod\",\"")
                    .append(name())
                    .append("\"]]],\"options\":[\"map\",[[\"requested-chassis\",\"node-7\"]]]}},");
        }
        text.setLength(text.length() - 1);
        text.append("},\"Logical_Switch\":{\"")
                .append(new UUID(1, number))
                .append("\":{\"")
                .append(kind)
                .append("\":{\"ports\":[\"set\",[");
        ports.stream()
                .map(UUID::toString)
                .sorted()
                .forEach(port -> text.append("[\"uuid\",\"").append(port).append("\"],"));
        text.setLength(text.length() - 1);
        return text.append("]]}}}}]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] reply(List<UUID> ports) {
        var text = new StringBuilder("{\"id\":1,\"result\":[");
        ports.forEach(port -> text.append("{\"uuid\":[\"uuid\",\"").append(port).append("\"]},"));
        return text.append("{\"count\":1}],\"error\":null}").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Waits for the one reply and takes in what comes before it. */
    private final class Server implements MessageSink {
        @Override
        public Optional<PendingReply<?>> pendingReply(long id) {
            var replyShape = ReplyShape.transaction(schema, expected);
            return Optional.of(new PendingReply<TransactionReply>() {
                @Override
                public ReplyShape<TransactionReply> shape() {
                    return replyShape;
                }

                @Override
                public void answered(TransactionReply result) {
                    if (result.failure().isPresent()) {
                        throw new IllegalStateException(result.toString());
                    }
                }

                @Override
                public void refused(OvsdbError error) {
                    throw new IllegalStateException(error.toString());
                }
            });
        }

        @Override
        public Optional<MonitorShape> monitorShape(String monitorId) {
            return Optional.of(shape);
        }

        @Override
        public void updates(String monitorId, Optional<UUID> transaction, TableUpdates updates) {
            replica.apply(updates);
        }

        @Override
        public void unexpectedReply(String id) {}

        @Override
        public void request(JsonNode id, String method, JsonNode params) {}

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
