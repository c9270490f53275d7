package io.github.ovnnb.agent.domain;

/** What Kubernetes says of the owner of a port: of the StatefulSet or virtual machine, or for a Pod without successor of the Pod itself. */
public sealed interface OwnerFacts {
    /** @param start {@code spec.ordinals.start}; @param replicas {@code spec.replicas} */
    record StatefulSetFacts(String uid, boolean deleting, int start, int replicas) implements OwnerFacts {}

    /** A VirtualMachine, or an instance that has none and so is its own owner. */
    record VirtualMachineFacts(String uid, boolean deleting) implements OwnerFacts {}

    /** It was seen to be deleted, or was missing long enough to be sure. */
    record Gone() implements OwnerFacts {}

    /** It is not there, but that may be because we have not heard of it yet. */
    record NotSeen() implements OwnerFacts {}
}
