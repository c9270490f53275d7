package io.github.ovnnb.agent.domain;

import io.github.ovnnb.agent.domain.OwnerFacts.Gone;
import io.github.ovnnb.agent.domain.OwnerFacts.StatefulSetFacts;
import io.github.ovnnb.agent.domain.OwnerFacts.VirtualMachineFacts;
import io.github.ovnnb.agent.domain.Workload.Standalone;
import io.github.ovnnb.agent.domain.Workload.VirtualMachine;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a plan takes for granted only because our caches show nothing else. They may be old without our knowing it, and giving up a port is
 * irreversible: so the API server is to be asked first. What can't be undone any more needs no question: a deletion that was watched, an owner on
 * its way out, a Pod that has run to its end.
 *
 * @param noPodUsesIt that the Pod which the row names, or any other that may have the port, is gone
 * @param ownerWantsItNoMore that the owner is gone or counts on fewer members
 */
public record Premises(boolean noPodUsesIt, boolean ownerWantsItNoMore) {
    private static final Premises NONE = new Premises(false, false);

    /** @param deleted whether the Pod or owner of that uid was seen to be deleted */
    public static Premises of(Plan plan, Observation seen, Predicate<String> deleted) {
        var ownership = seen.row().flatMap(PortFacts::ownership);
        boolean drops = plan instanceof Plan.Drop;
        if (ownership.isEmpty()
                || !drops && !(plan instanceof Plan.Keep keep && keep.change().isPresent())) {
            return NONE;
        }
        // What is retained without a Pod loses nothing by being marked otherwise.
        boolean mayBeUsed = drops || ownership.get().podUid().isPresent();
        boolean surelyUnused = isUserSurelyGone(ownership.get(), seen, deleted)
                && !(drops && isMachineSeenWithoutIt(ownership.get(), seen));
        return new Premises(
                mayBeUsed && !surelyUnused, drops && restsOnOwner(ownership.get(), seen.ownerOfRow(), deleted));
    }

    public boolean isEmpty() {
        return equals(NONE);
    }

    /** For whom the API server has been asked about the Pod already. */
    public Premises withoutPod() {
        return new Premises(false, ownerWantsItNoMore);
    }

    /**
     * A Pod that is there and yet does not hold the plan up has finished, or says itself that it has no such interface. Of a machine another one may
     * have taken over.
     */
    private static boolean isUserSurelyGone(PortOwnership ownership, Observation seen, Predicate<String> deleted) {
        return ownership.podUid().filter(deleted).isPresent()
                || !(ownership.workload() instanceof VirtualMachine)
                        && seen.pods().stream().anyMatch(ownership::isUsedBy);
    }

    /** The launcher that lacks the interface may be one of a former machine of that name, or run, whose end we have not heard of. */
    private static boolean isMachineSeenWithoutIt(PortOwnership ownership, Observation seen) {
        return ownership.workload() instanceof VirtualMachine
                && seen.pods().stream()
                        .anyMatch(pod -> !pod.isAttachedTo(seen.port().provider()));
    }

    private static boolean restsOnOwner(PortOwnership ownership, OwnerFacts owner, Predicate<String> deleted) {
        if (ownership.workload() instanceof Standalone || ownership.releaseRequested()) {
            return false;
        }
        var uid = ownership.workload().ownerUid();
        if (uid.filter(deleted).isPresent()) {
            // Only a namespace that is gone too outweighs the policy.
            return owner instanceof Gone gone
                    && gone.withNamespace()
                    && RetentionRule.fateOf(ownership, OwnerStanding.DELETED) instanceof PortFate.Retain;
        }
        return !isOnItsWayOut(owner, uid);
    }

    private static boolean isOnItsWayOut(OwnerFacts owner, Optional<String> uid) {
        if (owner instanceof StatefulSetFacts set) {
            return set.deleting() && uid.equals(Optional.of(set.uid()));
        }
        return owner instanceof VirtualMachineFacts machine
                && machine.deleting()
                && uid.equals(Optional.of(machine.uid()));
    }

    /**
     * The same as the API server has it, to be planned for anew: if the plan stays the same, it stands.
     *
     * @param pods all that carry the port's identity; empty if they were not asked about
     * @param owner of the row; empty if it was not asked about
     */
    public static Observation asStored(Observation seen, Optional<List<PodFacts>> pods, Optional<OwnerFacts> owner) {
        var ownerOfRow = owner.orElse(seen.ownerOfRow());
        var there = pods.orElse(seen.pods());
        // Whoever made a Pod that we have not heard of is known only if it is the row's owner.
        var ownerOfPod = pods.isEmpty() || seen.pods().equals(there) ? seen.ownerOfPod() : ownerOfRow;
        return new Observation(seen.port(), there, seen.row(), ownerOfPod, ownerOfRow, seen.subnets(), seen.catalog());
    }
}
