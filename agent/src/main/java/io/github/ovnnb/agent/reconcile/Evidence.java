package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.PortIdentity;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What entitles us to call an absent object gone: its deletion was watched, or it was absent at the beginning and at the end of two whole
 * sweeps. Absence at one moment proves nothing, because the caches of different kinds run ahead of one another.
 */
final class Evidence {
    private static final int SWEEPS_TO_BE_SURE = 2;
    /** Uids are never used again, so an old one is only a waste of memory. */
    private static final int DELETIONS_REMEMBERED = 100_000;

    private final Set<String> deletedUids = new LinkedHashSet<>();
    private final Map<PortIdentity, Long> missingSince = new HashMap<>();
    private long sweeps;

    void deleted(String uid) {
        if (deletedUids.add(uid) && deletedUids.size() > DELETIONS_REMEMBERED) {
            var oldest = deletedUids.iterator();
            oldest.next();
            oldest.remove();
        }
    }

    boolean isDeleted(String uid) {
        return deletedUids.contains(uid);
    }

    void sweepBegins() {
        sweeps++;
    }

    /** Whatever a port depends on is there: earlier absences don't count. */
    void present(PortIdentity port) {
        missingSince.remove(port);
    }

    /** What the port depends on is absent now. @param uid the absent object's, empty when not known */
    boolean isGone(PortIdentity port, String uid) {
        if (deletedUids.contains(uid)) {
            return true;
        }
        return sweeps - missingSince.computeIfAbsent(port, first -> sweeps) >= SWEEPS_TO_BE_SURE;
    }

    /** The caches may have a gap behind them: absences count from anew. */
    void startOver() {
        missingSince.clear();
    }
}
