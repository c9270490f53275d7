package io.github.ovnnb.agent.domain;

import io.github.ovnnb.agent.domain.OwnerFacts.StatefulSetFacts;
import io.github.ovnnb.agent.domain.Workload.StatefulSetMember;
import io.github.ovnnb.agent.domain.Workload.VirtualMachine;
import java.util.List;
import java.util.Optional;

/**
 * What giving a port addresses that it did not have takes for granted, where our caches can't vouch for it and a mistake would move what somebody
 * has already: so the API server is to be asked first.
 */
public final class NewPlacement {
    private static final Premises OTHER_PODS = new Premises(true, false);
    private static final Premises POD_AND_OWNER = new Premises(true, true);
    private static final Premises NONE = new Premises(false, false);

    private NewPlacement() {}

    /** What is to be asked about; empty for what may be done at once. */
    public static Premises premises(Plan.Bind plan, Observation seen) {
        if (isOfMigration(seen)) {
            return OTHER_PODS;
        }
        if (!(plan.change().orElse(null) instanceof PortChange.Update update)) {
            return NONE;
        }
        if (!isMemberMoved(update)) {
            return isRetained(update) && isTakenOver(update) ? OTHER_PODS : NONE;
        }
        if (seen.pods().stream().anyMatch(pod -> asksForAPool(pod, seen.port()))) {
            return POD_AND_OWNER;
        }
        return isRetained(update) ? OTHER_PODS : NONE;
    }

    /**
     * The machine that the launcher is to take over runs with the addresses that its other launcher was told, perhaps on a node that we do not
     * see. That its row is gone, or has others, does not say otherwise: somebody may have removed it, or put an old backup back.
     */
    private static boolean isOfMigration(Observation seen) {
        return seen.pods().stream()
                        .anyMatch(pod -> Workload.of(pod) instanceof VirtualMachine && LiveMigrationRule.isTarget(pod))
                && Promise.to(seen.pods(), seen.port()).isEmpty();
    }

    /**
     * To its place in the pool, which is counted from where its owner begins to count, and that may have changed; or from what was retained to
     * anything else, for a Pod that may be an earlier one, gone unheard of.
     */
    private static boolean isMemberMoved(PortChange.Update update) {
        return update.spec().ownership().workload() instanceof StatefulSetMember
                && update.row()
                        .placement()
                        .map(had -> HeldAddresses.of(had.addresses()))
                        .filter(had -> !had.equals(
                                HeldAddresses.of(update.spec().placement().addresses())))
                        .isPresent();
    }

    /** What an owner has left to namesakes; a Pod of a former namesake, gone unheard of, would take it back from its successor. */
    private static boolean isTakenOver(PortChange.Update update) {
        var before = update.row().ownership().map(PortOwnership::workload).flatMap(Workload::ownerUid);
        return before.isPresent()
                && !before.equals(update.spec().ownership().workload().ownerUid());
    }

    /** Where the row names another Pod, that question is asked anyhow. */
    private static boolean isRetained(PortChange.Update update) {
        return update.row().ownership().flatMap(PortOwnership::podUid).isEmpty();
    }

    private static boolean asksForAPool(PodFacts pod, PortIdentity port) {
        return AddressRequestReader.read(port.provider(), pod) instanceof AddressRequest.Wellformed wellformed
                && wellformed.request().pool().isPresent();
    }

    /**
     * Whether the plan may be carried out.
     *
     * @param pods all that carry the port's identity, as they are stored; empty if they were not asked about
     * @param owner as it is stored; empty if it was not asked about
     */
    public static boolean stands(
            Plan.Bind plan, Observation seen, Optional<List<PodFacts>> pods, Optional<OwnerFacts> owner) {
        boolean moves = plan.change().orElse(null) instanceof PortChange.Update;
        boolean podExists = !moves
                || pods.filter(all -> all.stream().noneMatch(pod -> isOneOf(seen.pods(), pod)))
                        .isEmpty();
        // What they were told and the plan knew of says nothing against it.
        var known = Promise.to(seen.pods(), seen.port());
        return podExists
                && pods.flatMap(all -> Promise.to(all, seen.port()))
                        .filter(told -> !told.equals(plan.placement()))
                        .filter(told -> !known.equals(Optional.of(told)))
                        .isEmpty()
                && owner.filter(stored -> !countsAlike(seen, stored)).isEmpty();
    }

    private static boolean isOneOf(List<PodFacts> pods, PodFacts stored) {
        return pods.stream().map(PodFacts::uid).anyMatch(stored.uid()::equals);
    }

    private static boolean countsAlike(Observation seen, OwnerFacts stored) {
        return stored instanceof StatefulSetFacts now
                && seen.ownerOfPod() instanceof StatefulSetFacts then
                && now.uid().equals(then.uid())
                && seen.pods().stream()
                        .map(Workload::of)
                        .filter(StatefulSetMember.class::isInstance)
                        .map(StatefulSetMember.class::cast)
                        .allMatch(member -> now.indexOf(member.ordinal()) == then.indexOf(member.ordinal()));
    }
}
