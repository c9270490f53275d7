package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.PortIdentity;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which ports have to be looked at when an owner changes: those whose last look depended on it. */
final class OwnerIndex {
    private final Map<PortIdentity, Set<OwnerKey>> ownersByPort = new HashMap<>();
    private final Map<OwnerKey, Set<PortIdentity>> portsByOwner = new HashMap<>();

    void set(PortIdentity port, Set<OwnerKey> owners) {
        var before = owners.isEmpty() ? ownersByPort.remove(port) : ownersByPort.put(port, owners);
        if (owners.equals(before)) {
            return;
        }
        if (before != null) {
            before.stream().filter(owner -> !owners.contains(owner)).forEach(owner -> forget(port, owner));
        }
        owners.forEach(owner -> portsByOwner
                .computeIfAbsent(owner, none -> new LinkedHashSet<>())
                .add(port));
    }

    private void forget(PortIdentity port, OwnerKey owner) {
        var ports = portsByOwner.get(owner);
        if (ports != null && ports.remove(port) && ports.isEmpty()) {
            portsByOwner.remove(owner);
        }
    }

    List<PortIdentity> portsOf(OwnerKey owner) {
        return List.copyOf(portsByOwner.getOrDefault(owner, Set.of()));
    }
}
