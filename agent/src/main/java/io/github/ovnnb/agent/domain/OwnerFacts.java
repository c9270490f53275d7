package io.github.ovnnb.agent.domain;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What Kubernetes says of the owner of a port: of the StatefulSet or virtual machine, or for a Pod without successor of the Pod itself. */
public sealed interface OwnerFacts {
    /** Whether what is said here was surely written before that version of another object. */
    default boolean isOlderThan(String version) {
        return false;
    }

    /**
     * Which members the set wants.
     *
     * @param start {@code spec.ordinals.start}
     * @param replicas {@code spec.replicas}
     * @param reserved ordinals that are left out (OpenKruise's {@code spec.reserveOrdinals})
     * @param resourceVersion of the set as we see it; empty text when not known
     * @param annotations of the set itself, those that say something to us
     */
    record StatefulSetFacts(
            String uid,
            boolean deleting,
            int start,
            int replicas,
            Set<Integer> reserved,
            String resourceVersion,
            Map<String, String> annotations)
            implements OwnerFacts {
        public StatefulSetFacts {
            reserved = Set.copyOf(reserved);
            annotations = Map.copyOf(annotations);
        }

        public StatefulSetFacts(
                String uid, boolean deleting, int start, int replicas, Set<Integer> reserved, String resourceVersion) {
            this(uid, deleting, start, replicas, reserved, resourceVersion, Map.of());
        }

        /** Of unknown version, and so never outdated. */
        public StatefulSetFacts(String uid, boolean deleting, int start, int replicas) {
            this(uid, deleting, start, replicas, Set.of(), "");
        }

        @Override
        public boolean isOlderThan(String version) {
            return ResourceVersions.isOlder(resourceVersion, version);
        }

        /** Position among the members that the set may have, counted from 0; negative for one that it never has. */
        public int indexOf(int ordinal) {
            int skipped = (int) reserved.stream()
                    .filter(left -> left >= start && left < ordinal)
                    .count();
            return reserved.contains(ordinal) ? -1 : ordinal - start - skipped;
        }

        boolean wants(int ordinal) {
            int index = indexOf(ordinal);
            return index >= 0 && index < replicas;
        }
    }

    /** A VirtualMachine, or an instance that has none and so is its own owner. */
    record VirtualMachineFacts(String uid, boolean deleting, Optional<Running> running, String resourceVersion)
            implements OwnerFacts {
        /** Of unknown version, and so never outdated. */
        public VirtualMachineFacts(String uid, boolean deleting, Optional<Running> running) {
            this(uid, deleting, running, "");
        }

        @Override
        public boolean isOlderThan(String version) {
            return ResourceVersions.isOlder(resourceVersion, version);
        }

        /** Whether it runs, on another node than that. */
        boolean runsElsewhere(String node) {
            return running.map(Running::node)
                    .filter(now -> !now.isEmpty() && !now.equals(node))
                    .isPresent();
        }

        /** Whether that launcher is one of the instance that runs now, and not of an earlier one, or of one not heard of yet. */
        public boolean runsIn(PodFacts launcher) {
            return running.map(Running::uid).equals(launcher.controller().map(PodFacts.OwnerReference::uid));
        }

        /**
         * The instance that runs now.
         *
         * @param uid of the instance, which its launchers name as their controller
         * @param node {@code status.nodeName} of the instance; empty until it runs
         * @param migrations names of its migration objects that are neither Succeeded nor Failed
         */
        public record Running(String uid, String node, Set<String> migrations) {
            public Running {
                migrations = Set.copyOf(migrations);
            }
        }
    }

    /** It was seen to be deleted, or was missing long enough to be sure. */
    record Gone(boolean withNamespace) implements OwnerFacts {
        public Gone() {
            this(false);
        }
    }

    /**
     * Objects of its kind can't be read now: the API is not served, or not to us. That says nothing about it.
     *
     * @param why for a person who could change that; empty text if nobody need be told
     */
    record Unreadable(String why) implements OwnerFacts {
        public Unreadable() {
            this("");
        }
    }

    /** It is not there, but that may be because we have not heard of it yet. */
    record NotSeen() implements OwnerFacts {}
}
