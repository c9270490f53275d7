package io.github.ovnnb.agent.domain;

import java.util.Optional;

/**
 * Whose port it is, as its row remembers it over our own restarts.
 *
 * @param podUid the Pod that uses it now; empty while the port is retained
 */
public record PortOwnership(Workload workload, Optional<String> podUid) {
    public boolean isUsedBy(PodFacts pod) {
        return podUid.filter(pod.uid()::equals).isPresent();
    }

    public PortOwnership unbound() {
        return new PortOwnership(workload, Optional.empty());
    }
}
