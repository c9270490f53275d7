package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.Obstacle;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import java.util.HashMap;
import java.util.Map;

/** What users were told already: an event is sent when the obstacle changes, and now and then again, since Kubernetes forgets events. */
final class Told {
    private static final long SWEEPS_UNTIL_AGAIN = 10;

    private record Telling(String podUid, String message, long sweep) {}

    private final Map<PortIdentity, Telling> last = new HashMap<>();

    /** Whether to tell; if so, it counts as told. */
    boolean isNews(PortIdentity port, PodFacts pod, Obstacle obstacle, long sweep) {
        var before = last.get(port);
        boolean same = before != null
                && before.podUid().equals(pod.uid())
                && before.message().equals(obstacle.message())
                && sweep - before.sweep() < SWEEPS_UNTIL_AGAIN;
        if (!same) {
            last.put(port, new Telling(pod.uid(), obstacle.message(), sweep));
        }
        return !same;
    }

    void forget(PortIdentity port) {
        last.remove(port);
    }
}
