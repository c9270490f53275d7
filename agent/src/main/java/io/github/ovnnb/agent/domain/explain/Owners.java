package io.github.ovnnb.agent.domain.explain;

import io.github.ovnnb.agent.domain.OwnerFacts;
import io.github.ovnnb.agent.domain.OwnerFacts.Gone;
import io.github.ovnnb.agent.domain.OwnerFacts.NotSeen;
import io.github.ovnnb.agent.domain.OwnerFacts.StatefulSetFacts;
import io.github.ovnnb.agent.domain.OwnerFacts.VirtualMachineFacts;
import io.github.ovnnb.agent.domain.Workload;
import io.github.ovnnb.agent.domain.Workload.StatefulSetMember;
import java.util.Optional;

/** Workloads and their owners in words. */
final class Owners {
    private Owners() {}

    static String workload(Workload workload) {
        if (workload instanceof StatefulSetMember member) {
            return "member " + member.ordinal() + " of " + member.kind() + " " + member.name();
        }
        return workload.owner()
                .map(owner -> workload.kind() + " " + owner)
                .orElse("a Pod of its own; nobody comes back for its port");
    }

    /** What is known of the owner; empty where there is none to know of. */
    static Optional<String> words(Workload workload, OwnerFacts owner) {
        return workload.owner().map(name -> workload.kind() + " " + name + " " + state(owner));
    }

    private static String state(OwnerFacts owner) {
        if (owner instanceof StatefulSetFacts set) {
            var wants = set.replicas() == 0
                    ? "wants no members"
                    : "wants " + set.replicas() + " members from ordinal " + set.start() + " on";
            return set.deleting() ? "is being deleted" : wants;
        }
        if (owner instanceof VirtualMachineFacts machine) {
            return machine.deleting() ? "is being deleted" : "exists";
        }
        if (owner instanceof Gone) {
            return "is gone";
        }
        return owner instanceof NotSeen ? "is not there" : "can't be read";
    }
}
