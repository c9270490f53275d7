package io.github.ovnnb.it.bench.client;

import io.github.ovnnb.ovsdb.OvsdbClientOptions;
import io.github.ovnnb.ovsdb.codec.RequestEncoder;
import io.github.ovnnb.ovsdb.protocol.MonitorRequest;
import io.github.ovnnb.ovsdb.protocol.Mutation;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.OvsMap;
import io.github.ovnnb.ovsdb.protocol.OvsSet;
import io.github.ovnnb.ovsdb.protocol.OvsString;
import io.github.ovnnb.ovsdb.protocol.OvsUuid;
import io.github.ovnnb.ovsdb.protocol.Value;
import io.github.ovnnb.ovsdb.replica.Index;
import io.github.ovnnb.ovsdb.replica.TableDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** What is stored, and what everybody in this benchmark monitors of it: two tables, eight columns. */
final class PortTables {

    static final String DATABASE = "OVN_Northbound";
    static final String SWITCHES = "Logical_Switch";
    static final String PORTS = "Logical_Switch_Port";
    static final int PORTS_PER_SWITCH = 1_000;

    static final Index PORT_NAME = Index.on(PORTS, "name");
    static final Index PORT_POD = Index.onMapEntry(PORTS, "external_ids", "pod");

    private static final String[] SWITCH_COLUMNS = {"name", "ports", "external_ids"};
    private static final String[] PORT_COLUMNS = {"name", "addresses", "port_security", "external_ids", "options"};

    private PortTables() {}

    /** Our client's copy of both tables; ports are indexed by name because the schema says so, and by an external id. */
    static OvsdbClientOptions.Builder clientOf(String remote) {
        return OvsdbClientOptions.builder()
                .remotes(remote)
                .database(DATABASE)
                .monitor(
                        TableDefinition.of(SWITCHES, SWITCH_COLUMNS),
                        TableDefinition.of(PORTS, PORT_COLUMNS).indexedBy(PORT_POD));
    }

    /** The monitor request that our client sends for it. */
    static byte[] monitorRequest(long id) {
        var tables = List.of(
                MonitorRequest.of(SWITCHES, List.of(SWITCH_COLUMNS)), MonitorRequest.of(PORTS, List.of(PORT_COLUMNS)));
        return RequestEncoder.monitorCondSince(id, DATABASE, "raw", tables, new UUID(0, 0));
    }

    static UUID switchUuid(int number) {
        return new UUID(0x5157_0000_0000_4000L, 0x8000_0000_0000_0000L | number);
    }

    static String podName(String group, int number) {
        return group + "-pod-" + number;
    }

    static String portName(String group, int number) {
        return podName(group, number) + ".tenant";
    }

    /** One switch with all its ports. */
    static List<Operation> fullSwitch(int number) {
        var ports = IntStream.range(number * PORTS_PER_SWITCH, (number + 1) * PORTS_PER_SWITCH)
                .mapToObj(port -> port("stored", port))
                .toList();
        var operations = new ArrayList<Operation>();
        operations.add(Operation.insert(
                SWITCHES, switchUuid(number), Map.of("name", Value.of("switch-" + number), "ports", uuids(ports))));
        operations.addAll(ports);
        return operations;
    }

    /** New ports, and the switch that holds them from then on. */
    static List<Operation> creation(String group, int first, int count, int switchNumber) {
        var ports = IntStream.range(first, first + count)
                .mapToObj(port -> port(group, port))
                .toList();
        var operations = new ArrayList<Operation>(ports);
        operations.add(Operation.mutate(SWITCHES, switchUuid(switchNumber), Mutation.insert("ports", uuids(ports))));
        return operations;
    }

    private static Operation.Insert port(String group, int number) {
        var addresses = Value.of(String.format(
                Locale.ROOT,
                "0a:58:0a:%02x:%02x:%02x 10.%d.%d.%d",
                number >> 16 & 0xff,
                number >> 8 & 0xff,
                number & 0xff,
                number >> 16 & 0xff,
                number >> 8 & 0xff,
                number & 0xff));
        return Operation.insert(
                PORTS,
                UUID.randomUUID(),
                Map.of(
                        "name", Value.of(portName(group, number)),
                        "addresses", addresses,
                        "port_security", addresses,
                        "external_ids", map("namespace", "tenant-" + number % 50, "pod", podName(group, number)),
                        "options", map("requested-chassis", "node-" + number % 500)));
    }

    private static OvsMap map(String... keysAndValues) {
        var map = OvsMap.builder();
        for (var i = 0; i < keysAndValues.length; i += 2) {
            map.put(new OvsString(keysAndValues[i]), new OvsString(keysAndValues[i + 1]));
        }
        return map.build();
    }

    private static OvsSet uuids(List<Operation.Insert> ports) {
        return OvsSet.of(ports.stream()
                .map(port -> OvsUuid.of(port.uuid().orElseThrow()))
                .toArray(OvsUuid[]::new));
    }
}
