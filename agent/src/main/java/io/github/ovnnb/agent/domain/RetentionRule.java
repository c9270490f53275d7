package io.github.ovnnb.agent.domain;

import io.github.ovnnb.agent.domain.PortFate.Release;
import io.github.ovnnb.agent.domain.PortFate.Retain;
import io.github.ovnnb.agent.domain.RetentionPolicy.Choice;
import io.github.ovnnb.agent.domain.Workload.Standalone;

/**
 * The law: a port whose Pod is gone stays for as long as its owner wants it back, and beyond that if the owner's policy says so. This is the
 * only place that decides it.
 */
public final class RetentionRule {
    private RetentionRule() {}

    /** Somebody's word outweighs the owner's: for the owner that does not want it back any more and can't say so. */
    public static PortFate fateOf(PortOwnership ownership, OwnerStanding owner) {
        return ownership.releaseRequested()
                ? new Release("its release was requested")
                : fateOf(ownership.workload(), owner, ownership.policy());
    }

    public static PortFate fateOf(Workload workload, OwnerStanding owner, RetentionPolicy policy) {
        if (owner == OwnerStanding.UNKNOWN) {
            // Releasing is irreversible, waiting is not: when in doubt, keep.
            return new Retain("it is not sure yet that the " + workload.kind() + " is gone");
        }
        if (workload instanceof Standalone) {
            return new Release(
                    owner == OwnerStanding.DETACHED
                            ? "the Pod has no such interface any more"
                            : "the Pod has no successor");
        }
        var kind = workload.kind();
        return switch (owner) {
            case EXPECTS_IT_BACK -> new Retain("the successor will ask for the same address");
            case DETACHED -> whenScaled(policy, "the member's Pod has no such interface any more");
            case SCALED_DOWN -> whenScaled(policy, "the " + kind + " was scaled below this member");
            case REPLACED -> whenDeleted(policy, "the " + kind + " was re-created under the same name");
            case DELETED -> whenDeleted(policy, "the " + kind + " is gone");
            // Volumes go with their namespace too, whatever their policy.
            case NAMESPACE_DELETED -> new Release("the namespace is gone");
            case UNKNOWN -> throw new IllegalStateException("answered above");
        };
    }

    private static PortFate whenScaled(RetentionPolicy policy, String why) {
        return obeying(policy.whenScaled(), "whenScaled", why);
    }

    private static PortFate whenDeleted(RetentionPolicy policy, String why) {
        return obeying(policy.whenDeleted(), "whenDeleted", why);
    }

    private static PortFate obeying(Choice choice, String word, String why) {
        return switch (choice) {
            case RETAIN -> new Retain(why + ", and its policy " + word + " is Retain");
            case RELEASE -> new Release(why);
        };
    }
}
