package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.Notice;
import io.github.ovnnb.agent.domain.Obstacle;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** What users were told already: an event is sent when the obstacle changes, and now and then again, since Kubernetes forgets events. */
final class Told {
    private static final long SWEEPS_UNTIL_AGAIN = 10;
    private static final int NOTICES_REMEMBERED = 10_000;

    private record Telling(String podUid, String message, long sweep) {}

    private record Noted(String uid, String message) {}

    private final Map<PortIdentity, Telling> last = new HashMap<>();
    private final Map<Noted, Long> notices = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Noted, Long> eldest) {
            return size() > NOTICES_REMEMBERED;
        }
    };

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

    /** Whether to tell; if so, it counts as told. */
    boolean isNews(Notice notice, long sweep) {
        var key = new Noted(notice.about().uid(), notice.message());
        var before = notices.get(key);
        boolean same = before != null && sweep - before < SWEEPS_UNTIL_AGAIN;
        if (!same) {
            notices.put(key, sweep);
        }
        return !same;
    }

    void forget(PortIdentity port) {
        last.remove(port);
    }

    void forgetAllBut(Predicate<PortIdentity> stillThere) {
        last.keySet().removeIf(stillThere.negate());
    }
}
