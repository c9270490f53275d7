package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.Jurisdiction.Authority;
import io.github.ovnnb.agent.domain.NewPlacement;
import io.github.ovnnb.agent.domain.Observation;
import io.github.ovnnb.agent.domain.Plan;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortChange;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.Premises;
import io.github.ovnnb.agent.domain.Workload;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Has the API server confirm what a plan rests on and our caches can't vouch for. A watch on a connection that has gone silent looks alive for
 * minutes, so that everything is heard of in time is never taken for granted where a port is given up, or an address moves.
 *
 * <p>Confined to the reconciler's thread.
 */
final class Proof {
    private final PodLookup podLookup;
    private final Inquiry inquiry;
    private final Lookout lookout;
    private final Function<Observation, Plan> planner;
    private final Executor thread;

    sealed interface Verdict {}

    /** The plan may be carried out. */
    record Stands() implements Verdict {}

    /** Our caches are behind: the word of it is on its way to us. */
    record Falls() implements Verdict {}

    /** Nobody said. */
    record Open(String why) implements Verdict {}

    /** @param planner from what is seen to what is to be done; without side effects */
    Proof(PodLookup podLookup, Inquiry inquiry, Lookout lookout, Function<Observation, Plan> planner, Executor thread) {
        this.podLookup = podLookup;
        this.inquiry = inquiry;
        this.lookout = lookout;
        this.planner = planner;
        this.thread = thread;
    }

    /** Whether there is anything to ask. */
    boolean isNeeded(Observation seen, Plan plan, Authority authority) {
        return authority.isConditional()
                || !lookout.premises(seen, plan).isEmpty()
                || plan instanceof Plan.Bind bind
                        && !NewPlacement.premises(bind, seen).isEmpty();
    }

    CompletionStage<Verdict> of(Observation seen, Plan plan, Authority authority) {
        if (plan instanceof Plan.Bind bind) {
            return authority.isConditional()
                    ? podExists(seen)
                            .thenComposeAsync(
                                    verdict -> verdict instanceof Stands
                                            ? mayBePlaced(seen, bind)
                                            : CompletableFuture.completedFuture(verdict),
                                    thread)
                    : mayBePlaced(seen, bind);
        }
        var premises = lookout.premises(seen, plan);
        if (!authority.isConditional()) {
            return premisesStand(seen, plan, premises);
        }
        return podExists(seen)
                .thenComposeAsync(
                        verdict -> verdict instanceof Stands && premises.ownerWantsItNoMore()
                                ? premisesStand(seen, plan, premises.withoutPod())
                                : CompletableFuture.completedFuture(verdict),
                        thread);
    }

    private CompletionStage<Verdict> podExists(Observation seen) {
        var pod = lookout.servedHere(seen).orElseGet(() -> seen.pods().get(0));
        return podLookup.ask(pod.namespace(), pod.name()).thenApply(answer -> {
            if (answer instanceof PodLookup.Failed failed) {
                return new Open("whether Pod " + pod.name() + " exists: " + failed.why());
            }
            return answer instanceof PodLookup.Found found && isStillAsSeen(pod, found.pod(), seen.port())
                    ? new Stands()
                    : new Falls();
        });
    }

    private static boolean isStillAsSeen(PodFacts seen, PodFacts now, PortIdentity port) {
        var provider = port.provider();
        return now.uid().equals(seen.uid())
                && now.isAttachedTo(provider) == seen.isAttachedTo(provider)
                // It may have been told what it has by now, by another agent.
                && now.isAllocated(provider) == seen.isAllocated(provider);
    }

    private CompletionStage<Verdict> mayBePlaced(Observation seen, Plan.Bind bind) {
        var premises = NewPlacement.premises(bind, seen);
        if (premises.isEmpty()) {
            return CompletableFuture.completedFuture(new Stands());
        }
        var workload = seen.pods().stream().findFirst().map(Workload::of).orElseThrow();
        return inquiry.ask(seen.port(), workload, premises).thenApply(answer -> {
            if (answer instanceof Inquiry.Failed failed) {
                return new Open("who has its addresses: " + failed.why());
            }
            var stored = (Inquiry.Stored) answer;
            return NewPlacement.stands(bind, seen, stored.pods(), stored.owner()) ? new Stands() : new Falls();
        });
    }

    private CompletionStage<Verdict> premisesStand(Observation seen, Plan plan, Premises premises) {
        var workload = seen.row().orElseThrow().ownership().orElseThrow().workload();
        return inquiry.ask(seen.port(), workload, premises)
                .thenApplyAsync(
                        answer -> {
                            if (answer instanceof Inquiry.Failed failed) {
                                return new Open("whether anybody needs it: " + failed.why());
                            }
                            var stored = (Inquiry.Stored) answer;
                            var now = planner.apply(Premises.asStored(seen, stored.pods(), stored.owner()));
                            return change(now).equals(change(plan)) ? new Stands() : new Falls();
                        },
                        thread);
    }

    private static Optional<PortChange> change(Plan plan) {
        if (plan instanceof Plan.Drop drop) {
            return Optional.of(drop.change());
        }
        return plan instanceof Plan.Keep keep ? keep.change() : Optional.empty();
    }
}
