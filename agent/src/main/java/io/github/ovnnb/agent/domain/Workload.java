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

    /**
     * Whether both are of one owner, as far as they know: one that was made anew under its name is another. A launcher Pod knows its machine's
     * name alone.
     */
    default boolean hasTheOwnerOf(Workload other) {
        boolean uidsAreKnown = ownerUid().isPresent() && other.ownerUid().isPresent();
        return owner().isPresent()
                && kind().equals(other.kind())
                && owner().equals(other.owner())
                && (!uidsAreKnown || ownerUid().equals(other.ownerUid()));
    }

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

    /**
     * Pod {@code <name>-<ordinal>} of a StatefulSet, or of another owner that names its Pods like that and has asked for it.
     *
     * @param kind {@link #KIND} for apps/v1; for others kind and group as kubectl has them, {@link #KRUISE} for example
     */
    record StatefulSetMember(String kind, String name, Optional<String> ownerUid, int ordinal) implements Workload {
        public static final String KIND = "StatefulSet";

        /** As kubectl tells kinds of one name apart. */
        public static final String KRUISE = "StatefulSet.apps.kruise.io";

        public StatefulSetMember(String name, Optional<String> ownerUid, int ordinal) {
            this(KIND, name, ownerUid, ordinal);
        }

        /** Whether the next Pod of that name and kind is the same set's, as far as the row remembers. */
        boolean isContinuedBy(StatefulSetMember next) {
            return kind.equals(next.kind) && (ownerUid.isEmpty() || ownerUid.equals(next.ownerUid));
        }

        /** Whether the next Pod of that name is of an owner of the same kind and name, be it the same one or not. */
        boolean isNamesakeOf(StatefulSetMember next) {
            return kind.equals(next.kind) && name.equals(next.name);
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
        if (owner.kind().equals("VirtualMachineInstance") && owner.apiVersion().startsWith("kubevirt.io/")) {
            return Optional.of(new VirtualMachine(owner.name(), Optional.empty()));
        }
        var ordinal = Ordinals.ofMember(pod.name(), owner.name());
        return ordinal.isPresent()
                ? memberKind(pod, owner)
                        .map(kind ->
                                new StatefulSetMember(kind, owner.name(), Optional.of(owner.uid()), ordinal.getAsInt()))
                : Optional.empty();
    }

    private static Optional<String> memberKind(PodFacts pod, PodFacts.OwnerReference owner) {
        boolean isSet = owner.kind().equals("StatefulSet");
        if (isSet && owner.group().equals("apps")) {
            return Optional.of(StatefulSetMember.KIND);
        }
        if (isSet && owner.group().equals("apps.kruise.io")) {
            return Optional.of(StatefulSetMember.KRUISE);
        }
        return Stickiness.isAskedFor(pod) && Stickiness.isPossible(owner)
                ? Optional.of(owner.kind() + "." + owner.group())
                : Optional.empty();
    }
}
