package io.github.ovnnb.agent.northbound;

import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.northbound.DatabaseModel.RowChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** What one client has heard of the database. */
final class ReplicaModel implements Rows {
    private final Map<UUID, ModelRow> ports = new HashMap<>();
    private final Map<UUID, ModelRow> switches = new TreeMap<>();
    private final Map<UUID, PortFacts> facts = new LinkedHashMap<>();
    private final Map<String, UUID> byName = new TreeMap<>();

    /** Who is told what became different. */
    interface Listener {
        void rowChanged(PortFacts row);

        void rowDeleted(PortFacts last);

        /** After the ports that changed with it. */
        default void switchIs(UUID row, Map<String, String> externalIds) {}

        default void switchIsGone(UUID row) {}
    }

    void apply(List<RowChange> changes, Listener listener) {
        var touched = new LinkedHashSet<UUID>();
        for (var change : changes) {
            if (change.table().equals(DatabaseModel.GLOBAL)) {
                continue; // not monitored
            }
            boolean isPort = change.table().equals(DatabaseModel.PORTS);
            var table = isPort ? ports : switches;
            if (isPort) {
                touched.add(change.row());
            } else {
                touched.addAll(TouchedPorts.by(Optional.ofNullable(switches.get(change.row())), change.after()));
            }
            change.after().ifPresentOrElse(after -> table.put(change.row(), after), () -> table.remove(change.row()));
        }
        report(touched, listener);
        for (var change : changes) {
            if (change.table().equals(DatabaseModel.SWITCHES)) {
                reportSwitch(change.row(), listener);
            }
        }
    }

    private void reportSwitch(UUID row, Listener listener) {
        var columns = switches.get(row);
        if (columns == null) {
            listener.switchIsGone(row);
        } else {
            listener.switchIs(row, columns.map("external_ids"));
        }
    }

    /** A whole new snapshot; what differs is told. */
    void becomes(Map<UUID, ModelRow> newPorts, Map<UUID, ModelRow> newSwitches, Listener listener) {
        var touched = new LinkedHashSet<>(facts.keySet());
        ports.clear();
        ports.putAll(newPorts);
        var before = List.copyOf(switches.keySet());
        switches.clear();
        switches.putAll(newSwitches);
        touched.addAll(new TreeMap<>(ports).keySet());
        report(touched, listener);
        var every = new LinkedHashSet<>(before);
        every.addAll(switches.keySet());
        every.forEach(row -> reportSwitch(row, listener));
    }

    /** Rows that are gone come first: one of the same name may have taken their place. */
    private void report(Collection<UUID> touched, Listener listener) {
        var changed = new ArrayList<PortFacts>();
        for (var row : touched) {
            var columns = ports.get(row);
            if (columns == null) {
                var last = facts.remove(row);
                if (last != null) {
                    byName.remove(last.name(), row);
                    listener.rowDeleted(last);
                }
            } else {
                var now = columns.facts(row, switchesOf(row));
                if (!now.equals(facts.put(row, now))) {
                    changed.add(now);
                }
            }
        }
        changed.forEach(row -> byName.put(row.name(), row.row()));
        changed.forEach(listener::rowChanged);
    }

    private Set<String> switchesOf(UUID port) {
        var names = new HashSet<String>();
        for (var row : switches.values()) {
            if (row.contains("ports", port)) {
                names.add(row.text("name"));
            }
        }
        return names;
    }

    Optional<PortFacts> port(UUID row) {
        return Optional.ofNullable(facts.get(row));
    }

    Collection<PortFacts> all() {
        return List.copyOf(facts.values());
    }

    @Override
    public Optional<PortFacts> port(String name) {
        return Optional.ofNullable(byName.get(name)).map(facts::get);
    }

    @Override
    public Optional<Seen> seen(String name) {
        return port(name)
                .flatMap(row -> Optional.ofNullable(ports.get(row.row()))
                        .map(columns -> new Seen(
                                row,
                                Map.of(
                                        "addresses",
                                        columns.get("addresses"),
                                        "external_ids",
                                        columns.get("external_ids")))));
    }

    @Override
    public Collection<PortIdentity> ports() {
        return byName.values().stream()
                .map(facts::get)
                .flatMap(row -> row.identity().stream())
                .toList();
    }

    @Override
    public Optional<UUID> logicalSwitch(String name) {
        return switches.entrySet().stream()
                .filter(entry -> entry.getValue().text("name").equals(name))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
