package io.github.ovnnb.agent.domain;

import io.github.ovnnb.agent.domain.PortFate.Release;
import io.github.ovnnb.agent.domain.PortFate.Retain;
import io.github.ovnnb.agent.domain.Workload.Standalone;

/**
 * The law: a port whose Pod is gone stays for as long as its owner wants it back. This is the only place that decides it.
 */
public final class RetentionRule {
    private RetentionRule() {}

    /** Somebody's word outweighs the owner's: for the owner that does not want it back any more and can't say so. */
    public static PortFate fateOf(PortOwnership ownership, OwnerStanding owner) {
        return ownership.releaseRequested()
                ? new Release("its release was requested")
                : fateOf(ownership.workload(), owner);
    }

    public static PortFate fateOf(Workload workload, OwnerStanding owner) {
        if (owner == OwnerStanding.UNKNOWN) {
            // Releasing is irreversible, waiting is not: when in doubt, keep.
            return new Retain("it is not sure yet that the " + workload.kind() + " is gone");
        }
        if (workload instanceof Standalone) {
            return new Release("the Pod has no successor");
        }
        return switch (owner) {
            case EXPECTS_IT_BACK -> new Retain("the successor will ask for the same address");
            case SCALED_DOWN -> new Release("the " + workload.kind() + " was scaled below this member");
            case REPLACED -> new Release("the " + workload.kind() + " was re-created under the same name");
            case DELETED -> new Release("the " + workload.kind() + " is gone");
            case UNKNOWN -> throw new IllegalStateException("answered above");
        };
    }
}
