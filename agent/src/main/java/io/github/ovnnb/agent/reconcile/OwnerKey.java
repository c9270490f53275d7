package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.Workload;
import java.util.Optional;

/** An owner by its name; a re-created one has the same key. */
public record OwnerKey(String kind, String namespace, String name) {
    static Optional<OwnerKey> of(String namespace, Workload workload) {
        return workload.owner().map(owner -> new OwnerKey(workload.kind(), namespace, owner));
    }
}
