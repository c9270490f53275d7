package io.github.ovnnb.agent.domain;

import java.util.Optional;

/** What kind of thing a port serves, which decides whether anybody may come back for it. */
public sealed interface Workload {
    /** The word under which the port's row remembers it, and the one for log lines. */
    String kind();

    /** Who may come back for the port, by name; empty for a Pod that has no successor. */
    Optional<String> owner();

    /** The uid of that owner; empty for a Pod without one, and where the row does not tell. */
    Optional<String> ownerUid();

    /** A Pod that nobody replaces under its own name: a bare one, or one of a Deployment, DaemonSet, Job … */
    record Standalone() implements Workload {
        public static final String KIND = "Pod";

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public Optional<String> owner() {
            return Optional.empty();
        }

        @Override
        public Optional<String> ownerUid() {
            return Optional.empty();
        }
    }

    /** Pod {@code <name>-<ordinal>} of a StatefulSet (apps/v1). */
    record StatefulSetMember(String name, Optional<String> ownerUid, int ordinal) implements Workload {
        public static final String KIND = "StatefulSet";

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public Optional<String> owner() {
            return Optional.of(name);
        }
    }

    /**
     * A KubeVirt virtual machine: its launcher Pods come and go under names of their own, and during a live migration there are two.
     *
     * @param ownerUid the VirtualMachine's (for an instance without one, the instance's); a launcher Pod does not know it
     */
    record VirtualMachine(String name, Optional<String> ownerUid) implements Workload {
        public static final String KIND = "VirtualMachine";

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public Optional<String> owner() {
            return Optional.of(name);
        }
    }

    static Workload of(PodFacts pod) {
        return pod.controller().flatMap(owner -> of(pod, owner)).orElseGet(Standalone::new);
    }

    private static Optional<Workload> of(PodFacts pod, PodFacts.OwnerReference owner) {
        if (owner.kind().equals("StatefulSet") && owner.apiVersion().startsWith("apps/")) {
            var ordinal = Ordinals.ofMember(pod.name(), owner.name());
            return ordinal.isPresent()
                    ? Optional.of(new StatefulSetMember(owner.name(), Optional.of(owner.uid()), ordinal.getAsInt()))
                    : Optional.empty();
        }
        return owner.kind().equals("VirtualMachineInstance")
                        && owner.apiVersion().startsWith("kubevirt.io/")
                ? Optional.of(new VirtualMachine(owner.name(), Optional.empty()))
                : Optional.empty();
    }
}
