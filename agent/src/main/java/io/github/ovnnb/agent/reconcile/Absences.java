package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.PortIdentity;
import java.util.HashMap;
import java.util.Map;

/**
 * Since which sweep the Pod that a row names as its user has not been seen. Where others write rows too, a row may name a Pod that we have
 * only not heard of yet.
 */
final class Absences {
    private static final int SWEEPS_TO_BE_SURE = 2;

    private record Absence(String podUid, long since) {}

    private final Map<PortIdentity, Absence> absent = new HashMap<>();

    void present(PortIdentity port) {
        absent.remove(port);
    }

    /** Whether this Pod, which is not to be seen now, has been absent for two whole sweeps. */
    boolean isSure(PortIdentity port, String podUid, long sweep) {
        var before = absent.get(port);
        if (before == null || !before.podUid().equals(podUid)) {
            absent.put(port, new Absence(podUid, sweep));
            return false;
        }
        return sweep - before.since() >= SWEEPS_TO_BE_SURE;
    }

    /** What we see may have a gap behind it. */
    void startOver() {
        absent.clear();
    }
}
