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
                pod,
                Long.toString(resourceVersion),
                pod.annotations(),
                pod.controller(),
                pod.phase(),
                pod.deleting(),
                pod.nodeName());
    }

    static PodFacts with(PodFacts pod, Map<String, String> annotations) {
        var all = new HashMap<>(pod.annotations());
        all.putAll(annotations);
        return copy(pod, pod.resourceVersion(), all, pod.controller(), pod.phase(), pod.deleting(), pod.nodeName());
    }

    static PodFacts in(PodFacts pod, Phase phase) {
        return copy(
                pod, pod.resourceVersion(), pod.annotations(), pod.controller(), phase, pod.deleting(), pod.nodeName());
    }

    static PodFacts beingDeleted(PodFacts pod) {
        return copy(pod, pod.resourceVersion(), pod.annotations(), pod.controller(), pod.phase(), true, pod.nodeName());
    }

    static PodFacts orphaned(PodFacts pod) {
        return copy(
                pod,
                pod.resourceVersion(),
                pod.annotations(),
                Optional.empty(),
                pod.phase(),
                pod.deleting(),
                pod.nodeName());
    }

    static PodFacts on(PodFacts pod, String node) {
        return copy(pod, pod.resourceVersion(), pod.annotations(), pod.controller(), pod.phase(), pod.deleting(), node);
    }

    private static PodFacts copy(
            PodFacts pod,
            String resourceVersion,
            Map<String, String> annotations,
            Optional<OwnerReference> controller,
            Phase phase,
            boolean deleting,
            String nodeName) {
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
                nodeName,
                pod.networks(),
                pod.overdue());
    }
}
