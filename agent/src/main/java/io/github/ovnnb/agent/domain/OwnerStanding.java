package io.github.ovnnb.agent.domain;

import io.github.ovnnb.agent.domain.OwnerFacts.Gone;
import io.github.ovnnb.agent.domain.OwnerFacts.StatefulSetFacts;
import io.github.ovnnb.agent.domain.OwnerFacts.VirtualMachineFacts;
import io.github.ovnnb.agent.domain.Workload.StatefulSetMember;
import io.github.ovnnb.agent.domain.Workload.VirtualMachine;

/** What the owner wants of a port whose Pod is gone. Prints as a person reads it after "owner". */
public enum OwnerStanding {
    EXPECTS_IT_BACK("expects it back"),
    /** Its Pod is there, but has no such interface any more. */
    DETACHED("detached it"),
    SCALED_DOWN("scaled down"),
    REPLACED("re-created"),
    DELETED("deleted"),
    NAMESPACE_DELETED("deleted with its namespace"),
    UNKNOWN("unknown");

    private final String words;

    OwnerStanding(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }

    /** From the owner's specification, never from the Pods that happen to exist. */
    public static OwnerStanding of(Workload workload, OwnerFacts owner) {
        if (owner instanceof Gone gone) {
            return gone.withNamespace() ? NAMESPACE_DELETED : DELETED;
        }
        if (workload instanceof StatefulSetMember member && owner instanceof StatefulSetFacts set) {
            return towards(member, set);
        }
        if (workload instanceof VirtualMachine machine && owner instanceof VirtualMachineFacts facts) {
            return towards(machine, facts);
        }
        return UNKNOWN;
    }

    private static OwnerStanding towards(VirtualMachine port, VirtualMachineFacts machine) {
        if (port.ownerUid().filter(uid -> !uid.equals(machine.uid())).isPresent()) {
            return REPLACED;
        }
        return machine.deleting() ? DELETED : EXPECTS_IT_BACK;
    }

    /** An ordinal below the start counts as scaled away too: the set will not make that Pod again. */
    private static OwnerStanding towards(StatefulSetMember member, StatefulSetFacts set) {
        if (member.ownerUid().filter(uid -> !uid.equals(set.uid())).isPresent()) {
            return REPLACED;
        }
        if (set.deleting()) {
            return DELETED;
        }
        return set.wants(member.ordinal()) ? EXPECTS_IT_BACK : SCALED_DOWN;
    }
}
