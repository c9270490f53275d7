package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.AnnotationPatch;
import io.github.ovnnb.agent.domain.Placement;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Patches of ours that our own cache does not show yet. Looking at such a Pod would only repeat the patch; its coming event offers the port
 * again. And those of which we do not know yet whether they were applied.
 */
final class Echoes {
    /**
     * A cache that is behind for so long hears nothing, or that version is one of a storage that was put back to an earlier state: the API server
     * knows which.
     */
    private static final int SWEEPS_TO_WAIT = 3;

    private record Expected(AnnotationPatch patch, String resourceVersion, Optional<Placement> told, long since) {}

    /** Under way, or failed on us and applied all the same, perhaps. */
    private record Sent(AnnotationPatch patch, Placement placement) {
        boolean isUnseen(Collection<PodFacts> pods, PortIdentity port) {
            return pods.stream().anyMatch(pod -> pod.uid().equals(patch.uid()) && !pod.isAllocated(port.provider()));
        }
    }

    private final Map<PortIdentity, Expected> expected = new HashMap<>();
    private final Map<PortIdentity, Sent> unanswered = new HashMap<>();

    /** @param placement that it tells the Pod of */
    void sent(PortIdentity port, AnnotationPatch patch, Placement placement) {
        unanswered.put(port, new Sent(patch, placement));
    }

    /** It is known now what became of it. */
    void answered(PortIdentity port) {
        unanswered.remove(port);
        expected.remove(port);
    }

    /** The last patch, if we do not know what became of it, or have waited for its echo in vain; asked where that is not {@link #isBehind}. */
    Optional<AnnotationPatch> unanswered(PortIdentity port) {
        return Optional.ofNullable(unanswered.get(port))
                .map(Sent::patch)
                .or(() -> Optional.ofNullable(expected.get(port)).map(Expected::patch));
    }

    /**
     * @param resourceVersion of the Pod that has it
     * @param told what the Pod has been told by it
     * @param sweep how many there have been
     */
    void expect(
            PortIdentity port, AnnotationPatch patch, String resourceVersion, Optional<Placement> told, long sweep) {
        expected.put(port, new Expected(patch, resourceVersion, told, sweep));
    }

    /** What one of these Pods was told, or may have been, as far as they do not show it. */
    Optional<Placement> told(PortIdentity port, Collection<PodFacts> pods) {
        return Optional.ofNullable(expected.get(port))
                .filter(echo -> isBehind(pods, echo))
                .flatMap(Expected::told)
                .or(() -> Optional.ofNullable(unanswered.get(port))
                        .filter(sent -> sent.isUnseen(pods, port))
                        .map(Sent::placement));
    }

    private static boolean isBehind(Collection<PodFacts> pods, Expected echo) {
        return pods.stream()
                .anyMatch(pod -> pod.uid().equals(echo.patch().uid()) && pod.isOlderThan(echo.resourceVersion()));
    }

    /** Whether to wait for the echo. What a Pod was told counts for longer: until the cache shows it, or the API server says otherwise. */
    boolean isBehind(PortIdentity port, Collection<PodFacts> pods, long sweep) {
        var echo = expected.get(port);
        if (echo == null) {
            return false;
        }
        if (!isBehind(pods, echo)) {
            expected.remove(port);
            return false;
        }
        return sweep - echo.since() < SWEEPS_TO_WAIT;
    }
}
