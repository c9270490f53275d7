package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.PortIdentity;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The uids of Pods that were seen to be deleted, by the port whose row may still name them. Uids are never used again, so they are forgotten
 * with the port; the limits are for what is deleted faster than it is looked at. To forget one too early costs time and nothing else.
 */
final class Deletions {
    /** A row names one Pod, and may be some Pods behind. */
    private static final int MOST_OF_A_PORT = 8;

    private static final int MOST_PORTS = 100_000;

    private final Map<PortIdentity, Set<String>> uids = new LinkedHashMap<>();

    void add(PortIdentity port, String uid) {
        var ofPort = uids.computeIfAbsent(port, first -> new LinkedHashSet<>(2));
        ofPort.add(uid);
        dropOldest(ofPort, MOST_OF_A_PORT);
        dropOldest(uids.keySet(), MOST_PORTS);
    }

    /** Of a set that was within the limit before one was added. */
    static void dropOldest(Set<?> set, int limit) {
        if (set.size() > limit) {
            var oldest = set.iterator();
            oldest.next();
            oldest.remove();
        }
    }

    boolean contains(PortIdentity port, String uid) {
        return uids.getOrDefault(port, Set.of()).contains(uid);
    }

    void forget(PortIdentity port) {
        uids.remove(port);
    }

    Set<PortIdentity> ports() {
        return Collections.unmodifiableSet(uids.keySet());
    }
}
