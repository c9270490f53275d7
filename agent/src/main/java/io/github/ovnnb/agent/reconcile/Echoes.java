package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Patches of ours that our own cache does not show yet. Looking at such a Pod would only repeat the patch; its coming event offers the port
 * again.
 */
final class Echoes {
    private record Expected(String podUid, String resourceVersion) {}

    private final Map<PortIdentity, Expected> expected = new HashMap<>();

    void expect(PortIdentity port, String podUid, String resourceVersion) {
        expected.put(port, new Expected(podUid, resourceVersion));
    }

    boolean isBehind(PortIdentity port, Collection<PodFacts> pods) {
        var echo = expected.get(port);
        if (echo == null) {
            return false;
        }
        boolean behind = pods.stream()
                .anyMatch(pod -> pod.uid().equals(echo.podUid()) && pod.isOlderThan(echo.resourceVersion()));
        if (!behind) {
            expected.remove(port);
        }
        return behind;
    }
}
