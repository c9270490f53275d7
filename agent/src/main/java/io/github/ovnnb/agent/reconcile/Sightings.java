package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.OwnerFacts;
import io.github.ovnnb.agent.domain.OwnerFacts.StatefulSetFacts;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The owned Pod that we saw last at each port, with the version at which we saw it first. A Pod is made by its owner, so facts about the
 * owner from before that have no say in whether the Pod's port is still wanted: our cache of owners is behind our cache of Pods.
 */
final class Sightings {
    private record Sighting(String podUid, String ownerUid, String resourceVersion) {}

    private final Map<PortIdentity, Sighting> last = new HashMap<>();

    void saw(PortIdentity port, PodFacts pod) {
        var before = last.get(port);
        if (before == null || !before.podUid().equals(pod.uid())) {
            pod.controller()
                    .ifPresent(owner -> last.put(port, new Sighting(pod.uid(), owner.uid(), pod.resourceVersion())));
        }
    }

    /** Whether these facts are from before the Pod that the port's owner made last. */
    boolean areNewerThan(OwnerFacts facts, PortIdentity port, Optional<String> ownerUid) {
        var sighting = last.get(port);
        return sighting != null
                && ownerUid.filter(sighting.ownerUid()::equals).isPresent()
                && facts instanceof StatefulSetFacts set
                && set.isOlderThan(sighting.resourceVersion());
    }

    void forget(PortIdentity port) {
        last.remove(port);
    }
}
