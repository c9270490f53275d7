package io.github.ovnnb.it.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts a monitor's updates (RFC 7047 sections 4.1.5 and 4.1.6) together to the states that a member shows. */
final class DatabaseView {

    /** The parameters of the {@code monitor} request. */
    static final String MONITOR = """
            ["OVN_Northbound","chaos",{"Logical_Switch":{"columns":["name","ports"]},\
            "Logical_Switch_Port":{"columns":["name","addresses","external_ids"]}}]""";

    private record Row(String name, List<String> addresses, Map<String, String> externalIds) {}

    private record Switch(String name, Set<String> ports) {}

    private final Map<String, Row> rows = new HashMap<>();
    private final Map<String, Switch> switches = new HashMap<>();

    /** The initial rows, or the parameter of an {@code update}. */
    DatabaseState apply(JsonNode updates) {
        updates.path("Logical_Switch").fields().forEachRemaining(change -> {
            var row = change.getValue().path("new");
            if (row.isMissingNode()) {
                switches.remove(change.getKey());
            } else {
                switches.put(
                        change.getKey(), new Switch(row.path("name").asText(), Set.copyOf(atoms(row.path("ports")))));
            }
        });
        updates.path("Logical_Switch_Port").fields().forEachRemaining(change -> {
            var row = change.getValue().path("new");
            if (row.isMissingNode()) {
                rows.remove(change.getKey());
            } else {
                rows.put(
                        change.getKey(),
                        new Row(
                                row.path("name").asText(),
                                atoms(row.path("addresses")),
                                map(row.path("external_ids"))));
            }
        });
        return state();
    }

    private DatabaseState state() {
        var where = new HashMap<String, Set<String>>();
        switches.values()
                .forEach(on -> on.ports()
                        .forEach(port -> where.computeIfAbsent(port, first -> new HashSet<>())
                                .add(on.name())));
        var ports = new ArrayList<Port>();
        rows.forEach((uuid, row) -> ports.add(
                new Port(uuid, row.name(), where.getOrDefault(uuid, Set.of()), row.addresses(), row.externalIds())));
        var generation = switches.keySet().stream().sorted().toList().toString();
        return DatabaseState.of(generation, ports);
    }

    /** A set of one element comes bare, a uuid as a pair; RFC 7047 section 5.1. */
    private static List<String> atoms(JsonNode value) {
        if (!value.isArray()) {
            return List.of(value.asText());
        }
        if (!value.path(0).asText().equals("set")) {
            return List.of(value.path(1).asText());
        }
        var atoms = new ArrayList<String>();
        value.path(1).forEach(atom -> atoms.addAll(atoms(atom)));
        return atoms;
    }

    private static Map<String, String> map(JsonNode value) {
        var entries = new LinkedHashMap<String, String>();
        value.path(1)
                .forEach(entry ->
                        entries.put(entry.path(0).asText(), entry.path(1).asText()));
        return entries;
    }
}
