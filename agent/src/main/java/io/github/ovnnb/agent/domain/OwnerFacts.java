package io.github.ovnnb.agent.domain;

/** What Kubernetes says of the owner of a port: of the StatefulSet or virtual machine, or for a Pod without successor of the Pod itself. */
public sealed interface OwnerFacts {
    /**
     * @param start {@code spec.ordinals.start}
     * @param replicas {@code spec.replicas}
     * @param resourceVersion of the set as we see it; empty text when not known
     */
    record StatefulSetFacts(String uid, boolean deleting, int start, int replicas, String resourceVersion)
            implements OwnerFacts {
        /** Of unknown version, and so never outdated. */
        public StatefulSetFacts(String uid, boolean deleting, int start, int replicas) {
            this(uid, deleting, start, replicas, "");
        }

        /** Whether what is said here was written before that version of another object. */
        public boolean isOlderThan(String version) {
            return ResourceVersions.isOlder(resourceVersion, version);
        }
    }

    /** A VirtualMachine, or an instance that has none and so is its own owner. */
    record VirtualMachineFacts(String uid, boolean deleting) implements OwnerFacts {}

    /** It was seen to be deleted, or was missing long enough to be sure. */
    record Gone() implements OwnerFacts {}

    /** It is not there, but that may be because we have not heard of it yet. */
    record NotSeen() implements OwnerFacts {}
}
