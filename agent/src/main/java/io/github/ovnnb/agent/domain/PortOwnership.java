package io.github.ovnnb.agent.domain;

import java.util.Optional;

/**
 * Whose port it is, as its row remembers it over our own restarts.
 *
 * @param podUid the Pod that uses it now; empty while the port is retained
 * @param releaseRequested whether somebody has asked to give it up; a Pod that takes the port up again takes that back
 */
public record PortOwnership(Workload workload, Optional<String> podUid, boolean releaseRequested) {
    public PortOwnership(Workload workload, Optional<String> podUid) {
        this(workload, podUid, false);
    }

    /** Whether it is read from the port's name alone: whoever wrote the row did not say. Our own rows always do. */
    boolean isGuessed() {
        return podUid.isEmpty() && workload.ownerUid().isEmpty();
    }

    public boolean isUsedBy(PodFacts pod) {
        return podUid.filter(pod.uid()::equals).isPresent();
    }
}
