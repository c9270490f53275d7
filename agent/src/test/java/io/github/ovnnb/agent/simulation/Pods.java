package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PodFacts.OwnerReference;
import io.github.ovnnb.agent.domain.PodFacts.Phase;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The same Pod, a little different. */
final class Pods {
    private Pods() {}

    static PodFacts at(PodFacts pod, long resourceVersion) {
        return copy(
                pod, Long.toString(resourceVersion), pod.annotations(), pod.controller(), pod.phase(), pod.deleting());
    }

    static PodFacts with(PodFacts pod, Map<String, String> annotations) {
        var all = new HashMap<>(pod.annotations());
        all.putAll(annotations);
        return copy(pod, pod.resourceVersion(), all, pod.controller(), pod.phase(), pod.deleting());
    }

    static PodFacts in(PodFacts pod, Phase phase) {
        return copy(pod, pod.resourceVersion(), pod.annotations(), pod.controller(), phase, pod.deleting());
    }

    static PodFacts beingDeleted(PodFacts pod) {
        return copy(pod, pod.resourceVersion(), pod.annotations(), pod.controller(), pod.phase(), true);
    }

    static PodFacts orphaned(PodFacts pod) {
        return copy(pod, pod.resourceVersion(), pod.annotations(), Optional.empty(), pod.phase(), pod.deleting());
    }

    private static PodFacts copy(
            PodFacts pod,
            String resourceVersion,
            Map<String, String> annotations,
            Optional<OwnerReference> controller,
            Phase phase,
            boolean deleting) {
        return new PodFacts(
                pod.namespace(),
                pod.name(),
                pod.uid(),
                resourceVersion,
                Map.copyOf(annotations),
                controller,
                phase,
                deleting,
                pod.hostNetwork(),
                pod.nodeName(),
                pod.networks(),
                pod.overdue());
    }
}
