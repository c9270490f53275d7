package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.PortIdentity;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Ports to look at, each once however often it was offered. A port that is being worked on is not handed out again before that is done;
 * what was offered meanwhile is handed out then. Sweeps queue behind everything else.
 */
final class PortQueue {
    private final Set<PortIdentity> urgent = new LinkedHashSet<>();
    private final Set<PortIdentity> routine = new LinkedHashSet<>();
    private final Set<PortIdentity> busy = new HashSet<>();
    private final Set<PortIdentity> offeredWhileBusy = new HashSet<>();

    void offer(PortIdentity port) {
        if (busy.contains(port)) {
            offeredWhileBusy.add(port);
        } else {
            routine.remove(port);
            urgent.add(port);
        }
    }

    /** For a sweep: if something is going on with the port anyway, that will do. */
    void offerRoutine(PortIdentity port) {
        if (!busy.contains(port) && !urgent.contains(port)) {
            routine.add(port);
        }
    }

    /** The next port, which counts as busy until {@link #done}. */
    Optional<PortIdentity> take() {
        var from = urgent.isEmpty() ? routine : urgent;
        if (from.isEmpty()) {
            return Optional.empty();
        }
        var first = from.iterator();
        var port = first.next();
        first.remove();
        busy.add(port);
        return Optional.of(port);
    }

    void done(PortIdentity port) {
        busy.remove(port);
        if (offeredWhileBusy.remove(port)) {
            offer(port);
        }
    }

    boolean isBusy(PortIdentity port) {
        return busy.contains(port);
    }

    /** How many ports are under way. */
    int busy() {
        return busy.size();
    }

    /** Whether something is under way. */
    boolean isBusy() {
        return !busy.isEmpty();
    }

    boolean isEmpty() {
        return urgent.isEmpty() && routine.isEmpty();
    }

    int size() {
        return urgent.size() + routine.size();
    }
}
