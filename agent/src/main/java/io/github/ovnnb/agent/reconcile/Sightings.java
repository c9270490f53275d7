package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.OwnerFacts;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.Workload;
import io.github.ovnnb.agent.domain.Workload.VirtualMachine;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The owned Pod that we saw last at each port, with the version at which we saw it first. A Pod is made by its owner, so facts about the
 * owner from before that have no say in whether the Pod's port is still wanted: our cache of owners is behind our cache of Pods.
 */
final class Sightings {
    private record Sighting(String podUid, String ownerUid, String resourceVersion) {
        /** A launcher Pod knows its machine's name alone, which is in the port's name too. */
        boolean isOfOwner(Workload workload) {
            return workload instanceof VirtualMachine
                    || workload.ownerUid().filter(ownerUid::equals).isPresent();
        }
    }

    private final Map<PortIdentity, Sighting> last = new HashMap<>();

    void saw(PortIdentity port, PodFacts pod) {
        var before = last.get(port);
        if (before == null || !before.podUid().equals(pod.uid())) {
            pod.controller()
                    .ifPresent(owner -> last.put(port, new Sighting(pod.uid(), owner.uid(), pod.resourceVersion())));
        }
    }

    /** Whether these facts are from before the Pod that the port's owner made last. */
    boolean areNewerThan(OwnerFacts facts, PortIdentity port, Workload workload) {
        var sighting = last.get(port);
        return sighting != null && sighting.isOfOwner(workload) && facts.isOlderThan(sighting.resourceVersion());
    }

    /** Whether the Pod of that uid is the one that we saw last. */
    boolean areOf(PortIdentity port, Optional<String> podUid) {
        return Optional.ofNullable(last.get(port)).map(Sighting::podUid).equals(podUid) && podUid.isPresent();
    }

    void forget(PortIdentity port) {
        last.remove(port);
    }
}
