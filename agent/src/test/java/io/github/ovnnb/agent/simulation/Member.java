package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.Workload;
import io.github.ovnnb.agent.domain.Workload.StatefulSetMember;
import io.github.ovnnb.agent.domain.Workload.VirtualMachine;
import java.util.Optional;

/** Who outlives its Pods: a member of a set, or a virtual machine. */
record Member(String ownerUid, int ordinal) {
    private static final int MACHINE = -1;

    static Member machine(String uid) {
        return new Member(uid, MACHINE);
    }

    static Optional<Member> of(Workload workload) {
        int ordinal = workload instanceof StatefulSetMember member ? member.ordinal() : MACHINE;
        return workload.ownerUid().map(uid -> new Member(uid, ordinal));
    }

    /** A launcher names its instance only; which machine that is, the API server says. */
    static Optional<Member> of(PodFacts pod, SimulatedApi api) {
        return Workload.of(pod) instanceof VirtualMachine machine
                ? api.machines()
                        .machines()
                        .get(SimulatedApi.key(pod.namespace(), machine.name()))
                        .map(now -> machine(now.uid()))
                : of(Workload.of(pod));
    }
}
