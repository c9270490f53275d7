package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.Attachment;
import io.github.ovnnb.agent.domain.Networks;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PodFacts.OwnerReference;
import io.github.ovnnb.agent.domain.PodFacts.Phase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The same Pod, a little different. */
final class Pods {
    private Pods() {}

    static PodFacts created(
            String namespace,
            String name,
            String uid,
            Map<String, String> annotations,
            Optional<OwnerReference> controller) {
        return new PodFacts(
                namespace,
                name,
                uid,
                "",
                annotations,
                controller,
                Phase.PENDING,
                false,
                false,
                "",
                networks(annotations),
                false);
    }

    /** As far as the simulation writes that annotation: names of networks of namespace {@code a}, or nonsense. */
    private static Networks networks(Map<String, String> annotations) {
        var text = annotations.getOrDefault(Networks.ANNOTATION, "");
        if (text.startsWith("{")) {
            return Networks.malformed("annotation " + Networks.ANNOTATION + ": \"" + text + "\" is nonsense");
        }
        return text.isEmpty() ? Networks.NONE : attachedTo(text);
    }

    private static Networks attachedTo(String names) {
        return new Networks(
                Stream.of(names.split(","))
                        .map(name -> new Attachment("a", name, List.of(), Optional.empty()))
                        .toList(),
                Optional.empty());
    }

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
                networks(annotations),
                pod.overdue());
    }
}
