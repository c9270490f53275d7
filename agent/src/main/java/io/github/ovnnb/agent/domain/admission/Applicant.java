package io.github.ovnnb.agent.domain.admission;

import io.github.ovnnb.agent.domain.PodFacts.OwnerReference;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A Pod, or a workload that makes Pods from a template, as somebody wants to have it.
 *
 * @param apiVersion of the object, {@code apps/v1}
 * @param name empty text while the API server has not made one up
 * @param annotations of the Pods: of the template, or of the Pod itself
 * @param outside annotations of the workload itself, which no Pod inherits; none for a Pod
 * @param controller of a Pod that a workload made
 * @param members how many of them it wants and which; only of sets whose members have ordinals
 */
public record Applicant(
        String namespace,
        String apiVersion,
        String kind,
        String name,
        Map<String, String> annotations,
        Map<String, String> outside,
        boolean hostNetwork,
        Optional<OwnerReference> controller,
        Optional<Members> members) {
    static final String POD = "Pod";

    public Applicant {
        annotations = Map.copyOf(annotations);
        outside = Map.copyOf(outside);
    }

    /** @param reserved ordinals that are left out (OpenKruise) */
    public record Members(int start, int replicas, Set<Integer> reserved) {
        public Members {
            reserved = Set.copyOf(reserved);
        }
    }

    boolean isPod() {
        return kind.equals(POD);
    }

    /** Made by something that was asked about before, and that makes the Pod again and again until it may. */
    boolean isMadeByAWorkload() {
        return isPod() && controller.isPresent();
    }
}
