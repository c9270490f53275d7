package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.WakeKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Ports that wait for an address, first come first served for each thing that can become free. Only the first in line is woken; if it can't
 * use what became free, the next one is, and so on, so that a thousand waiters cost one look each at most.
 */
final class WaitingRoom {
    private record Waiter(long ticket, Set<WakeKey> keys) {}

    private final Map<PortIdentity, Waiter> waiters = new HashMap<>();
    private final Map<WakeKey, TreeMap<Long, PortIdentity>> lines = new HashMap<>();
    private long tickets;

    /** A port that waits already keeps its ticket. */
    void enter(PortIdentity port, Set<WakeKey> keys) {
        var before = waiters.get(port);
        long ticket = before == null ? tickets++ : before.ticket();
        if (before != null) {
            leaveLines(before);
        }
        waiters.put(port, new Waiter(ticket, keys));
        keys.forEach(key -> lines.computeIfAbsent(key, none -> new TreeMap<>()).put(ticket, port));
    }

    void leave(PortIdentity port) {
        var waiter = waiters.remove(port);
        if (waiter != null) {
            leaveLines(waiter);
        }
    }

    private void leaveLines(Waiter waiter) {
        for (var key : waiter.keys()) {
            var line = lines.get(key);
            if (line != null) {
                line.remove(waiter.ticket());
                if (line.isEmpty()) {
                    lines.remove(key);
                }
            }
        }
    }

    /** What the port waits for; nothing if it does not wait. */
    Set<WakeKey> keysOf(PortIdentity port) {
        var waiter = waiters.get(port);
        return waiter == null ? Set.of() : waiter.keys();
    }

    Optional<PortIdentity> first(WakeKey key) {
        var line = lines.get(key);
        return line == null ? Optional.empty() : Optional.of(line.firstEntry().getValue());
    }

    /** Who stands behind this port in that line. */
    Optional<PortIdentity> behind(PortIdentity port, WakeKey key) {
        var waiter = waiters.get(port);
        var line = lines.get(key);
        if (waiter == null || line == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(line.higherEntry(waiter.ticket())).map(Map.Entry::getValue);
    }

    List<PortIdentity> everybody() {
        return List.copyOf(waiters.keySet());
    }

    int size() {
        return waiters.size();
    }
}
