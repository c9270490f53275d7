package io.github.ovnnb.it.chaos;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one member of the cluster showed at one moment.
 *
 * @param generation the rows of all switches: none of them is ever made anew, except by a restore, which makes all rows anew
 */
record DatabaseState(String generation, List<Port> ports, Map<String, Port> byName) {
    DatabaseState {
        ports = List.copyOf(ports);
        byName = Map.copyOf(byName);
    }

    static DatabaseState of(String generation, Collection<Port> ports) {
        var byName = new HashMap<String, Port>();
        ports.forEach(port -> byName.put(port.name(), port));
        return new DatabaseState(generation, List.copyOf(ports), byName);
    }

    Optional<Port> port(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
