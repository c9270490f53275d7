package io.github.ovnnb.agent.domain;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who holds which address of one kind on one switch. Normally one port each; several when the database came to us like that, and then the
 * address is free only after the last has let go.
 */
final class Holdings<A> {
    private final Map<A, List<String>> portsByAddress = new HashMap<>();

    /** True when nobody held it before. */
    boolean add(A address, String port) {
        var before = portsByAddress.get(address);
        if (before == null) {
            portsByAddress.put(address, List.of(port));
            return true;
        }
        if (!before.contains(port)) {
            portsByAddress.put(
                    address, Stream.concat(before.stream(), Stream.of(port)).toList());
        }
        return false;
    }

    /** True when nobody holds it any more. */
    boolean remove(A address, String port) {
        var left = portsByAddress.getOrDefault(address, List.of()).stream()
                .filter(other -> !other.equals(port))
                .toList();
        if (left.isEmpty()) {
            return portsByAddress.remove(address) != null;
        }
        portsByAddress.put(address, left);
        return false;
    }

    /** Who holds it, if it is just one. */
    Optional<String> onlyHolder(A address) {
        var ports = portsByAddress.getOrDefault(address, List.of());
        return ports.size() == 1 ? Optional.of(ports.get(0)) : Optional.empty();
    }

    /** Somebody other than the asking port. */
    Optional<String> otherHolder(A address, String port) {
        return portsByAddress.getOrDefault(address, List.of()).stream()
                .filter(other -> !other.equals(port))
                .findFirst();
    }

    List<String> holders(A address) {
        return portsByAddress.getOrDefault(address, List.of());
    }

    boolean isHeld(A address) {
        return portsByAddress.containsKey(address);
    }

    Collection<A> addresses() {
        return portsByAddress.keySet();
    }

    boolean isEmpty() {
        return portsByAddress.isEmpty();
    }
}
