package io.github.ovnnb.agent.domain;

import java.util.Optional;
import java.util.OptionalInt;

/** What kind of thing a port serves, which decides whether anybody may come back for it. */
public sealed interface Workload {
    /** The word under which the port's row remembers it, and the one for log lines. */
    String kind();

    /** The uid of whoever may come back for the port; empty for a Pod without owner, and where the row does not tell. */
    Optional<String> ownerUid();

    /** A Pod that nobody replaces under its own name: a bare one, or one of a Deployment, DaemonSet, Job … */
    record Standalone() implements Workload {
        @Override
        public String kind() {
            return "Pod";
        }

        @Override
        public Optional<String> ownerUid() {
            return Optional.empty();
        }
    }

    /** Pod {@code <owner>-<ordinal>} of a StatefulSet (apps/v1). */
    record StatefulSetMember(String owner, Optional<String> ownerUid, int ordinal) implements Workload {
        @Override
        public String kind() {
            return "StatefulSet";
        }
    }

    static Workload of(PodFacts pod) {
        return pod.controller()
                .filter(owner ->
                        owner.kind().equals("StatefulSet") && owner.apiVersion().startsWith("apps/"))
                .<Workload>flatMap(owner -> ordinal(pod.name(), owner.name()).stream()
                        .mapToObj(ordinal -> new StatefulSetMember(owner.name(), Optional.of(owner.uid()), ordinal))
                        .findFirst())
                .orElseGet(Standalone::new);
    }

    /** The number behind {@code <owner>-}; empty when the Pod is not called so. */
    static OptionalInt ordinal(String pod, String owner) {
        if (!pod.startsWith(owner + "-")) {
            return OptionalInt.empty();
        }
        var digits = pod.substring(owner.length() + 1);
        return digits.matches("0|[1-9][0-9]{0,8}") ? OptionalInt.of(Integer.parseInt(digits)) : OptionalInt.empty();
    }
}
