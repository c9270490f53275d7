package io.github.ovnnb.it.harness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.NodeAffinity;
import io.fabric8.kubernetes.api.model.NodeSelector;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a Pod needs next from scheduler or kubelet, decided from the Pod alone. */
enum PodCare {
    NOTHING,
    BIND,
    RUN,
    END,
    REMOVE;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ALLOCATED = "ovn.kubernetes.io/allocated";
    private static final String ADDRESSES = "ovn.kubernetes.io/ip_address";
    private static final String PHASE = "ovnnb.test/phase";
    private static final String HOLD = "ovnnb.test/hold";
    private static final String HOST_ADDRESS = "192.0.2.10";

    static PodCare nextFor(Pod pod) {
        var metadata = pod.getMetadata();
        if (annotation(pod, HOLD).filter("true"::equals).isPresent()) {
            return NOTHING;
        }
        if (metadata.getDeletionTimestamp() != null) {
            // The API server finishes deletions without grace by itself.
            return Long.valueOf(0).equals(metadata.getDeletionGracePeriodSeconds()) ? NOTHING : REMOVE;
        }
        if (pod.getSpec().getNodeName() == null) {
            return BIND;
        }
        if (!onHostNetwork(pod)
                && annotation(pod, ALLOCATED).filter("true"::equals).isEmpty()) {
            return NOTHING;
        }
        var phase = pod.getStatus().getPhase();
        var end = annotation(pod, PHASE);
        if (end.isPresent()) {
            return end.get().equals(phase) ? NOTHING : END;
        }
        return "Pending".equals(phase) ? RUN : NOTHING;
    }

    /** A DaemonSet's Pod names its Node by affinity. */
    static Optional<String> pinnedNode(Pod pod) {
        return Optional.ofNullable(pod.getSpec().getAffinity())
                .map(Affinity::getNodeAffinity)
                .map(NodeAffinity::getRequiredDuringSchedulingIgnoredDuringExecution)
                .map(NodeSelector::getNodeSelectorTerms)
                .stream()
                .flatMap(List::stream)
                .flatMap(term -> term.getMatchFields().stream())
                .filter(field -> field.getKey().equals("metadata.name"))
                .flatMap(field -> field.getValues().stream())
                .findFirst();
    }

    /** The patch that reports the Pod Running and Ready with the addresses of its annotation. */
    static String runningStatus(Pod pod) {
        var now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        var patch = patchFor(pod);
        var status = patch.putObject("status").put("phase", "Running").put("startTime", now);
        var addresses = addresses(pod);
        addresses.stream().findFirst().ifPresent(first -> status.put("podIP", first));
        var podIps = status.putArray("podIPs");
        addresses.forEach(address -> podIps.addObject().put("ip", address));
        var conditions = status.putArray("conditions");
        Stream.of("PodScheduled", "Initialized", "ContainersReady", "Ready")
                .forEach(type -> conditions
                        .addObject()
                        .put("type", type)
                        .put("status", "True")
                        .put("lastTransitionTime", now));
        var containers = status.putArray("containerStatuses");
        pod.getSpec()
                .getContainers()
                .forEach(container -> containers
                        .addObject()
                        .put("name", container.getName())
                        .put("image", container.getImage())
                        .put("imageID", "none")
                        .put("ready", true)
                        .put("restartCount", 0)
                        .putObject("state")
                        .putObject("running")
                        .put("startedAt", now));
        return text(patch);
    }

    /** The patch that ends the Pod in the phase that its annotation asks for. */
    static String endedStatus(Pod pod) {
        var patch = patchFor(pod);
        var status =
                patch.putObject("status").put("phase", annotation(pod, PHASE).orElseThrow());
        status.putArray("conditions").addObject().put("type", "Ready").put("status", "False");
        return text(patch);
    }

    /** With the uid: the API server refuses it for a successor of the same name. */
    private static ObjectNode patchFor(Pod pod) {
        var patch = JSON.createObjectNode();
        patch.putObject("metadata").put("uid", pod.getMetadata().getUid());
        return patch;
    }

    private static List<String> addresses(Pod pod) {
        if (onHostNetwork(pod)) {
            return List.of(HOST_ADDRESS);
        }
        return annotation(pod, ADDRESSES).stream()
                .flatMap(list -> Stream.of(list.split(",")))
                .map(String::strip)
                .filter(address -> !address.isEmpty())
                .toList();
    }

    private static boolean onHostNetwork(Pod pod) {
        return Boolean.TRUE.equals(pod.getSpec().getHostNetwork());
    }

    private static Optional<String> annotation(Pod pod, String key) {
        return Optional.ofNullable(pod.getMetadata().getAnnotations()).map((Map<String, String> all) -> all.get(key));
    }

    private static String text(ObjectNode patch) {
        try {
            return JSON.writeValueAsString(patch);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree can be written", impossible);
        }
    }
}
