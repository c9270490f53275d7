package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.PortIdentity;
import java.util.HashMap;
import java.util.Map;

/**
 * Since which sweep what a row names has not been seen: its owner, or the Pod that uses it. It is that very one by its uid; how long an earlier
 * one has been absent says nothing of the next, of which we may only not have heard yet.
 */
final class Absences {
    private static final int SWEEPS_TO_BE_SURE = 2;

    private record Absence(String uid, long since) {}

    private final Map<PortIdentity, Absence> absent = new HashMap<>();

    void present(PortIdentity port) {
        absent.remove(port);
    }

    /** Whether this object, which is not to be seen now, has been absent for two whole sweeps. */
    boolean isSure(PortIdentity port, String uid, long sweep) {
        var before = absent.get(port);
        if (before == null || !before.uid().equals(uid)) {
            absent.put(port, new Absence(uid, sweep));
            return false;
        }
        return sweep - before.since() >= SWEEPS_TO_BE_SURE;
    }

    /** What we see may have a gap behind it. */
    void startOver() {
        absent.clear();
    }
}
