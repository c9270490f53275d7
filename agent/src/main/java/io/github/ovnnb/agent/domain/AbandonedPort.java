package io.github.ovnnb.agent.domain;

import io.github.ovnnb.agent.domain.OwnerFacts.StatefulSetFacts;
import io.github.ovnnb.agent.domain.PortFate.Release;
import io.github.ovnnb.agent.domain.PortFate.Retain;
import io.github.ovnnb.agent.domain.Workload.StatefulSetMember;
import io.github.ovnnb.agent.domain.Workload.VirtualMachine;
import java.util.Optional;

/** What is to be done about a port that no Pod uses: it gathers what the law wants to know, and carries the law's answer on. */
final class AbandonedPort {
    /** Where the owner says nothing. */
    private final RetentionPolicy unsaid;

    AbandonedPort(RetentionPolicy unsaid) {
        this.unsaid = unsaid;
    }

    /** Nobody uses the port (or only one who may not inherit it): the law decides. */
    Plan plan(Observation seen) {
        var row = seen.row().orElse(null);
        if (row == null || row.ownership().isEmpty()) {
            return new Plan.Nothing();
        }
        var ownership = row.ownership().get();
        var standing = standing(seen, ownership);
        var now = ownership.under(policy(ownership, seen.ownerOfRow()));
        var fate = RetentionRule.fateOf(now, standing);
        if (fate instanceof Release release) {
            return new Plan.Drop(release, new PortChange.Remove(seen.port(), row));
        }
        return new Plan.Keep((Retain) fate, unbinding(seen.port(), row, now.retained(standing)));
    }

    /** Nothing to write for a port that is marked as it shall be already, or that has no successor to be ready for. */
    private static Optional<PortChange> unbinding(PortIdentity port, PortFacts row, PortOwnership retained) {
        boolean pinned =
                retained.workload() instanceof VirtualMachine && !row.binding().equals(ChassisBinding.ANYWHERE);
        boolean successorMayCome = retained.workload().owner().isPresent();
        boolean marked = retained.isRememberedBy(row.ownership().orElseThrow());
        return successorMayCome && (pinned || !marked)
                ? Optional.of(new PortChange.Unbind(port, row, retained, pinned))
                : Optional.empty();
    }

    private static OwnerStanding standing(Observation seen, PortOwnership ownership) {
        var absent = seen.pods().stream()
                .filter(pod -> !pod.isAttachedTo(seen.port().provider()))
                .toList();
        if (absent.stream().anyMatch(pod -> pod.networks().fault().isPresent())) {
            return OwnerStanding.UNKNOWN;
        }
        if (absent.stream().anyMatch(pod -> isLivingMember(pod, ownership))) {
            return OwnerStanding.DETACHED;
        }
        // A Pod without successor owns its port itself: while one of that name is there, the old one is surely gone.
        boolean podIsOwner = ownership.workload() instanceof Workload.Standalone;
        return podIsOwner && !seen.pods().isEmpty()
                ? OwnerStanding.DELETED
                : OwnerStanding.of(ownership.workload(), seen.ownerOfRow());
    }

    /**
     * Such a Pod without the interface shows that nobody asks for it any more. A member of a new owner of that name says nothing of what the
     * former one wanted.
     */
    private static boolean isLivingMember(PodFacts pod, PortOwnership ownership) {
        return !pod.deleting()
                && !pod.isFinished()
                && (ownership.isUsedBy(pod) || ownership.workload().hasTheOwnerOf(Workload.of(pod)));
    }

    /** What the owner says now; what it said last if it is not there to say it. */
    RetentionPolicy policy(PortOwnership ownership, OwnerFacts owner) {
        var uid = ownership.workload().ownerUid();
        return ownership.workload() instanceof StatefulSetMember
                        && owner instanceof StatefulSetFacts set
                        && (uid.isEmpty() || uid.get().equals(set.uid()))
                ? RetentionPolicy.read(set.annotations(), unsaid).policy()
                : ownership.policy();
    }
}
