package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.PortIdentity;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What entitles us to call an absent object gone: its deletion was watched, or it was absent at the beginning and at the end of two whole
 * sweeps, and all watches ran meanwhile. Absence at one moment proves nothing, because the caches of different kinds run ahead of one another;
 * nor does absence from a cache that hears nothing.
 */
final class Evidence {
    private static final int OWNERS_REMEMBERED = 10_000;

    private final Deletions pods = new Deletions();
    private final Set<String> owners = new LinkedHashSet<>();
    private final Absences absences = new Absences();
    private long sweeps;

    /** Counts until {@link #nothingIsLeftOf} the port. */
    void podDeleted(PortIdentity port, String uid) {
        pods.add(port, uid);
    }

    /** Any number of ports may name it, of which we need not know yet. */
    void ownerDeleted(String uid) {
        owners.add(uid);
        Deletions.dropOldest(owners, OWNERS_REMEMBERED);
    }

    /** @param uid of the Pod or the owner that the port's row names */
    boolean isDeleted(PortIdentity port, String uid) {
        return pods.contains(port, uid) || owners.contains(uid);
    }

    /** Those of Pods whose deletion was seen and may still matter. */
    Set<PortIdentity> portsOfDeletedPods() {
        return pods.ports();
    }

    /**
     * There is neither row nor Pod: nobody can ask about the Pods that once had it. Should a row that names one of them turn up all the same,
     * because its writer's word was lost or late, then absence proves within two sweeps what the deletion would have proved at once.
     */
    void nothingIsLeftOf(PortIdentity port) {
        pods.forget(port);
        present(port);
    }

    /** @param current whether all watches run now */
    void sweepBegins(boolean current) {
        sweeps++;
        if (!current) {
            startOver();
        }
    }

    /** Whatever a port depends on is there: earlier absences don't count. */
    void present(PortIdentity port) {
        absences.present(port);
    }

    /**
     * What the port depends on is absent now.
     *
     * @param uid the absent object's, empty when not known
     * @param current whether all watches run now; if not, absence says nothing
     */
    boolean isGone(PortIdentity port, String uid, boolean current) {
        return isDeleted(port, uid) || current && absences.isSure(port, uid, sweeps);
    }

    /** The caches may have a gap behind them: absences count from anew. */
    void startOver() {
        absences.startOver();
    }
}
