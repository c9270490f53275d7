package io.github.ovnnb.agent.domain;

import java.util.Optional;
import java.util.Set;

/**
 * The wish that the Pods of an owner keep their ports as a StatefulSet's do: {@code ovnnb.io/sticky: "true"} on the Pod template, as an
 * annotation or a label. It can be granted where the Pods are called {@code <owner>-<number>}.
 */
public final class Stickiness {
    public static final String STICKY = "ovnnb.io/sticky";

    /** Kubernetes' own owners other than StatefulSets: what stands behind their names is chance, even if it looks like a number. */
    private static final Set<String> WITHOUT_ORDINALS = Set.of("", "apps", "batch");

    private Stickiness() {}

    static boolean isAskedFor(PodFacts pod) {
        return "true".equals(said(pod));
    }

    static boolean isPossible(PodFacts.OwnerReference owner) {
        return !WITHOUT_ORDINALS.contains(owner.group());
    }

    private static String said(PodFacts pod) {
        return pod.annotations().getOrDefault(STICKY, "").strip();
    }

    /** Why the wish is not granted; empty if it is, or if there is none. */
    static Optional<String> fault(PodFacts pod) {
        var said = said(pod);
        if (said.isEmpty() || said.equals("false")) {
            return Optional.empty();
        }
        if (!said.equals("true")) {
            return Optional.of(STICKY + ": \"" + said + "\" is neither true nor false; the port goes with its Pod");
        }
        return Workload.of(pod) instanceof Workload.Standalone
                ? Optional.of(
                        STICKY + ": Pod " + pod.name() + " has no owner that numbers its Pods, so nobody can come back "
                                + "for its port; it needs a controller of its own kind and the name <owner>-<number>")
                : Optional.empty();
    }
}
