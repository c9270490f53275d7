package io.github.ovnnb.agent.domain;

import java.util.Optional;

/**
 * Whose port it is, as its row remembers it over our own restarts.
 *
 * @param podUid the Pod that uses it now; empty while the port is retained
 * @param releaseRequested whether somebody has asked to give it up; a Pod that takes the port up again takes that back
 * @param policy what the owner said when it was last seen, so that it holds when the owner is gone
 * @param keptAfter why the port is there although its owner no longer counts on it; empty while it does
 */
public record PortOwnership(
        Workload workload,
        Optional<String> podUid,
        boolean releaseRequested,
        RetentionPolicy policy,
        Optional<OwnerStanding> keptAfter) {
    public PortOwnership(Workload workload, Optional<String> podUid) {
        this(workload, podUid, false);
    }

    public PortOwnership(Workload workload, Optional<String> podUid, boolean releaseRequested) {
        this(workload, podUid, releaseRequested, RetentionPolicy.RELEASE, Optional.empty());
    }

    PortOwnership of(Workload other) {
        return new PortOwnership(other, podUid, releaseRequested, policy, keptAfter);
    }

    PortOwnership under(RetentionPolicy other) {
        return new PortOwnership(workload, podUid, releaseRequested, other, keptAfter);
    }

    /** Without a Pod. @param standing what the owner wants of it, if that is known */
    PortOwnership retained(OwnerStanding standing) {
        var after = switch (standing) {
            case EXPECTS_IT_BACK -> Optional.<OwnerStanding>empty();
            case UNKNOWN -> keptAfter;
            case DETACHED, SCALED_DOWN, REPLACED, DELETED, NAMESPACE_DELETED -> Optional.of(standing);
        };
        return new PortOwnership(workload, Optional.empty(), releaseRequested, policy, after);
    }

    /** Whether a row that has no Pod is marked like that. */
    boolean isRememberedBy(PortOwnership row) {
        return row.podUid().isEmpty() && policy.equals(row.policy) && keptAfter.equals(row.keptAfter);
    }

    /** Whether it is read from the port's name alone: whoever wrote the row did not say. Our own rows always do. */
    boolean isGuessed() {
        return podUid.isEmpty() && workload.ownerUid().isEmpty();
    }

    public boolean isUsedBy(PodFacts pod) {
        return podUid.filter(pod.uid()::equals).isPresent();
    }
}
