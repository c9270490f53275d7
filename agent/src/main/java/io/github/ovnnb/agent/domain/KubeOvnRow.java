package io.github.ovnnb.agent.domain;

import io.github.ovnnb.agent.domain.Workload.StatefulSetMember;
import io.github.ovnnb.agent.domain.Workload.VirtualMachine;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A row that kube-ovn wrote does not say what it is for. Whoever has its name and exists is its owner. */
public final class KubeOvnRow {
    private KubeOvnRow() {}

    /** The row with the owner it has; as it is where its keys say that already, or where nobody is found. */
    public static PortFacts recognise(PortFacts row, PortIdentity port, Function<Workload, OwnerFacts> ownerOf) {
        return row.ownership()
                .filter(PortOwnership::isGuessed)
                .flatMap(ownership -> candidates(ownership.workload(), port).stream()
                        .filter(workload -> exists(ownerOf.apply(workload)))
                        .findFirst()
                        .map(ownership::of))
                .map(row::ownedBy)
                .orElse(row);
    }

    private static List<Workload> candidates(Workload guess, PortIdentity port) {
        var machine = new VirtualMachine(port.instance(), Optional.empty());
        return guess instanceof StatefulSetMember member
                ? List.of(
                        member,
                        new StatefulSetMember(
                                StatefulSetMember.KRUISE, member.name(), member.ownerUid(), member.ordinal()),
                        machine)
                : List.of(machine);
    }

    private static boolean exists(OwnerFacts owner) {
        return owner instanceof OwnerFacts.StatefulSetFacts || owner instanceof OwnerFacts.VirtualMachineFacts;
    }
}
