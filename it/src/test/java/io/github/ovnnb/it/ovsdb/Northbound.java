package io.github.ovnnb.it.ovsdb;

import io.github.ovnnb.ovsdb.OvsdbClientOptions;
import io.github.ovnnb.ovsdb.protocol.Mutation;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.OvsSet;
import io.github.ovnnb.ovsdb.protocol.Value;
import io.github.ovnnb.ovsdb.replica.Index;
import io.github.ovnnb.ovsdb.replica.TableDefinition;
import io.github.ovnnb.ovsdb.session.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What these tests say to an OVN_Northbound, and the client they say it with. */
final class Northbound {

    static final String DATABASE = "OVN_Northbound";
    static final String PORT = "Logical_Switch_Port";
    static final String SWITCH = "Logical_Switch";
    static final Index PORT_BY_NAME = Index.on(PORT, "name");
    static final Index PORT_BY_OWNER = Index.onMapEntry(PORT, "external_ids", "owner");
    static final Index SWITCH_BY_NAME = Index.on(SWITCH, "name");

    private Northbound() {}

    /** With switches and ports. */
    static OvsdbClientOptions.Builder options(String remotes) {
        return optionsWithoutTables(remotes)
                .monitor(
                        TableDefinition.of(SWITCH, "name", "ports").indexedBy(SWITCH_BY_NAME),
                        TableDefinition.of(PORT, "name", "addresses", "tag", "enabled", "external_ids")
                                .indexedBy(PORT_BY_OWNER));
    }

    /** Impatient, so that a test need not wait for pauses that are meant for a network. */
    static OvsdbClientOptions.Builder optionsWithoutTables(String remotes) {
        return OvsdbClientOptions.builder()
                .remotes(remotes)
                .database(DATABASE)
                .shuffle(false)
                .backoff(new Backoff(Duration.ofMillis(50), Duration.ofMillis(200)))
                .transactionDeadline(Duration.ofSeconds(20));
    }

    static Operation addSwitch(UUID uuid, String name) {
        return Operation.insert(SWITCH, uuid, Map.of("name", Value.of(name)));
    }

    /** A port with its switch, as the agent makes one. */
    static List<Operation> addPort(UUID logicalSwitch, UUID port, String name) {
        return List.of(
                Operation.rowExists(SWITCH, logicalSwitch),
                Operation.insert(
                        PORT,
                        port,
                        Map.of(
                                "name",
                                Value.of(name),
                                "addresses",
                                Value.of("0a:00:00:00:00:01 10.0.0.1"),
                                "external_ids",
                                Value.stringMap(Map.of("owner", "it")))),
                Operation.mutate(SWITCH, logicalSwitch, Mutation.insert("ports", OvsSet.of(Value.of(port)))));
    }

    /** Without the last reference the row goes, too. */
    static Operation removePort(UUID logicalSwitch, UUID port) {
        return Operation.mutate(SWITCH, logicalSwitch, Mutation.delete("ports", OvsSet.of(Value.of(port))));
    }

    /** The same port as {@link #addPort} makes, as JSON for a writer that is not our client. */
    static String[] addPortJson(UUID logicalSwitch, UUID port, String name) {
        return new String[] {
            "{\"op\":\"insert\",\"table\":\"Logical_Switch_Port\",\"uuid\":\"" + port + "\",\"row\":{\"name\":\"" + name
                    + "\",\"external_ids\":[\"map\",[[\"owner\",\"other\"]]]}}",
            "{\"op\":\"mutate\",\"table\":\"Logical_Switch\",\"where\":[[\"_uuid\",\"==\",[\"uuid\",\"" + logicalSwitch
                    + "\"]]],\"mutations\":[[\"ports\",\"insert\",[\"uuid\",\"" + port + "\"]]]}"
        };
    }

    static String removePortJson(UUID logicalSwitch, UUID port) {
        return "{\"op\":\"mutate\",\"table\":\"Logical_Switch\",\"where\":[[\"_uuid\",\"==\",[\"uuid\",\""
                + logicalSwitch + "\"]]],\"mutations\":[[\"ports\",\"delete\",[\"uuid\",\"" + port + "\"]]]}";
    }

    static String addSwitchJson(UUID uuid, String name) {
        return "{\"op\":\"insert\",\"table\":\"Logical_Switch\",\"uuid\":\"" + uuid + "\",\"row\":{\"name\":\"" + name
                + "\"}}";
    }

    static String setAddressesJson(UUID port, String address) {
        return "{\"op\":\"update\",\"table\":\"Logical_Switch_Port\",\"where\":[[\"_uuid\",\"==\",[\"uuid\",\"" + port
                + "\"]]],\"row\":{\"addresses\":\"" + address + "\"}}";
    }
}
