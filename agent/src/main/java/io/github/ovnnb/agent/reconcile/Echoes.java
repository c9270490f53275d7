package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.Placement;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Patches of ours that our own cache does not show yet. Looking at such a Pod would only repeat the patch; its coming event offers the port
 * again.
 */
final class Echoes {
    private record Expected(String podUid, String resourceVersion, Optional<Placement> told) {}

    private final Map<PortIdentity, Expected> expected = new HashMap<>();

    /** @param told what the Pod has been told by it */
    void expect(PortIdentity port, String podUid, String resourceVersion, Optional<Placement> told) {
        expected.put(port, new Expected(podUid, resourceVersion, told));
    }

    /** What one of these Pods has been told, as far as they do not show it. */
    Optional<Placement> told(PortIdentity port, Collection<PodFacts> pods) {
        return Optional.ofNullable(expected.get(port))
                .filter(echo -> isBehind(pods, echo))
                .flatMap(Expected::told);
    }

    private static boolean isBehind(Collection<PodFacts> pods, Expected echo) {
        return pods.stream().anyMatch(pod -> pod.uid().equals(echo.podUid()) && pod.isOlderThan(echo.resourceVersion()));
    }

    boolean isBehind(PortIdentity port, Collection<PodFacts> pods) {
        var echo = expected.get(port);
        if (echo == null) {
            return false;
        }
        boolean behind = isBehind(pods, echo);
        if (!behind) {
            expected.remove(port);
        }
        return behind;
    }
}
