package io.github.ovnnb.agent.domain;

import io.github.ovnnb.agent.domain.OwnerFacts.Gone;
import io.github.ovnnb.agent.domain.OwnerFacts.VirtualMachineFacts;
import io.github.ovnnb.agent.domain.Workload.VirtualMachine;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which plans are ours to carry out. A central agent's: all. A node agent's: those for the Pods of its node, and for ports whose Pod it has
 * itself seen to be deleted there. What can only be known from the whole, such as that nobody uses a port any more, is for the one agent that
 * sees all Pods.
 *
 * @param node whose Pods we serve; empty: everybody's
 * @param seesAll whether all Pods are known, not just the node's
 */
public record Jurisdiction(Optional<String> node, boolean seesAll) {
    /** Stands for a migration in whose outcome we have no say. */
    private static final String SOMEBODY_ELSES = "(of another node)";

    /** In whose name a plan is carried out. */
    public enum Authority {
        /** It is our own affair. */
        OWN,
        /**
         * Our own affair if the Pod that we see exists: what our caches show of the row is another Pod's of that name. Two of one name never exist
         * together, so if the one does, the other is gone.
         */
        OWN_IF_POD_EXISTS,
        /** In the name of all, by the one agent that sees everything. */
        SWEEPER,
        /** The same if the Pod that it sees exists. */
        SWEEPER_IF_POD_EXISTS;

        /** Whether the API server is to be asked first. */
        public boolean isConditional() {
            return this == OWN_IF_POD_EXISTS || this == SWEEPER_IF_POD_EXISTS;
        }

        /** The same on that condition. */
        public Authority ifPodExists() {
            return this == OWN ? OWN_IF_POD_EXISTS : this == SWEEPER ? SWEEPER_IF_POD_EXISTS : this;
        }

        /** When the API server has said that the Pod exists. */
        public Authority proved() {
            return this == OWN_IF_POD_EXISTS ? OWN : this == SWEEPER_IF_POD_EXISTS ? SWEEPER : this;
        }
    }

    public static Jurisdiction everywhere() {
        return new Jurisdiction(Optional.empty(), true);
    }

    public static Jurisdiction ofNode(String node) {
        return new Jurisdiction(Optional.of(node), false);
    }

    /** Whether there are others like us. */
    public boolean isShared() {
        return node.isPresent();
    }

    public Jurisdiction seeing(boolean all) {
        return new Jurisdiction(node, all);
    }

    /**
     * Empty if the plan is not for us to carry out.
     *
     * @param deleted whether the Pod of that uid was seen to be deleted
     * @param absent whether the Pod of that uid, which is not to be seen now, was not for long enough to be sure; asked by who sees all
     */
    public Optional<Authority> over(Plan plan, Observation seen, Predicate<String> deleted, Predicate<String> absent) {
        if (node.isEmpty() || plan instanceof Plan.Nothing) {
            return Optional.of(own(restsOnPod(plan, seen, deleted) || remakes(plan, seen)));
        }
        if (plan instanceof Plan.Keep || plan instanceof Plan.Drop) {
            return overPort(plan, seen, deleted, absent);
        }
        if (servedHere(seen).isPresent()) {
            boolean doubtful = usedByStranger(seen) && changes(plan) || movesMachine(plan, seen) || remakes(plan, seen);
            return Optional.of(own(doubtful));
        }
        return seesAll && rebindsMachine(plan) && !isMoved(plan, seen)
                ? Optional.of(Authority.SWEEPER)
                : Optional.empty();
    }

    private static Authority own(boolean ifPodExists) {
        return ifPodExists ? Authority.OWN_IF_POD_EXISTS : Authority.OWN;
    }

    private Optional<Authority> overPort(
            Plan plan, Observation seen, Predicate<String> deleted, Predicate<String> absent) {
        if (seesAll) {
            if (restsOnPod(plan, seen, uid -> false)) {
                // The deletion of the row's user may have been seen with other eyes than the Pod.
                return Optional.of(Authority.SWEEPER_IF_POD_EXISTS);
            }
            // An agent may have given it to a Pod of which we have not heard yet.
            boolean unknown = user(seen)
                    .filter(uid -> seen.pods().stream().map(PodFacts::uid).noneMatch(uid::equals))
                    .filter(uid -> !deleted.test(uid) && !absent.test(uid))
                    .isPresent();
            return unknown ? Optional.empty() : Optional.of(Authority.SWEEPER);
        }
        if (isMachine(seen)) {
            // It may run on, or be on its way to, a node that we can't see.
            return mayRun(seen) || !usedFromHere(seen, deleted) ? Optional.empty() : Optional.of(Authority.OWN);
        }
        if (usedFromHere(seen, deleted)) {
            return Optional.of(own(isDetachment(plan, seen)));
        }
        return servedHere(seen).map(pod -> Authority.OWN_IF_POD_EXISTS);
    }

    /**
     * Whether anything about the port could be for us to do; if not, it need not be looked into.
     *
     * @param pods those that we see
     * @param deleted whether the Pod of that uid was seen to be deleted
     */
    public boolean mayConcern(List<PodFacts> pods, Optional<PortFacts> row, Predicate<String> deleted) {
        return seesAll
                || !pods.isEmpty()
                || row.flatMap(PortFacts::ownership)
                        .flatMap(PortOwnership::podUid)
                        .filter(deleted)
                        .isPresent();
    }

    /** The Pod of this node that has, or is to have, the port. */
    public Optional<PodFacts> servedHere(Observation seen) {
        return seen.pods().stream().filter(this::isHere).filter(seen::serves).findFirst();
    }

    private boolean isHere(PodFacts pod) {
        return node.isEmpty() || node.get().equals(pod.nodeName());
    }

    /**
     * What is for us to tell. Each Pod is told by its own node's agent, which alone hears in order what that Pod was told before; of a launcher
     * elsewhere we may think that it is one of a machine that is no more.
     */
    public List<AnnotationPatch> toldByUs(Plan.Bind bind, Observation seen) {
        return bind.patches().stream()
                .filter(patch -> seen.pods().stream()
                        .anyMatch(pod -> isHere(pod) && pod.uid().equals(patch.uid())))
                .toList();
    }

    private boolean usedFromHere(Observation seen, Predicate<String> deleted) {
        var user = user(seen);
        return user.filter(deleted).isPresent()
                || seen.pods().stream().anyMatch(pod -> isHere(pod) && user.equals(Optional.of(pod.uid())));
    }

    /**
     * That the row's user was seen to be deleted does not say that ours came after it: ours may be an earlier one, whose end we have not heard of.
     * Launchers of one machine have names of their own; who of them has the port is the machine's to say.
     */
    private boolean usedByStranger(Observation seen) {
        return user(seen).isPresent() && !isMachine(seen) && !usedFromHere(seen, uid -> false);
    }

    /**
     * Whether it would be wrong if a Pod that we see were gone. The row may have been written for one that came after it; and one that has no
     * such interface may have a successor that has.
     */
    private static boolean restsOnPod(Plan plan, Observation seen, Predicate<String> deleted) {
        boolean usedByAnother = user(seen)
                .filter(uid -> seen.pods().stream().map(PodFacts::uid).noneMatch(uid::equals))
                .filter(uid -> !deleted.test(uid))
                .isPresent();
        return !seen.pods().isEmpty()
                && !isMachine(seen)
                && (usedByAnother && changes(plan) || isDetachment(plan, seen));
    }

    private static boolean isDetachment(Plan plan, Observation seen) {
        return plan instanceof Plan.Drop
                && !isMachine(seen)
                && seen.pods().stream()
                        .anyMatch(pod -> !pod.isAttachedTo(seen.port().provider()));
    }

    private static Optional<String> user(Observation seen) {
        return seen.row().flatMap(PortFacts::ownership).flatMap(PortOwnership::podUid);
    }

    private static boolean changes(Plan plan) {
        return plan instanceof Plan.Drop
                || plan instanceof Plan.Keep keep && keep.change().isPresent()
                || plan instanceof Plan.Bind bind && bind.change().isPresent();
    }

    /**
     * The row of a Pod that was told what it has, and lost it: with a backup of the database, or by somebody's hand. If the Pod is long gone and
     * our cache is old, its address may be one that another was told who has lost his row too.
     */
    private static boolean remakes(Plan plan, Observation seen) {
        return plan instanceof Plan.Bind bind
                && bind.makesPort()
                && seen.servedPod()
                        .filter(pod -> pod.isAllocated(seen.port().provider()))
                        .isPresent();
    }

    /** To what a launcher of ours was told, which may be one of a former machine of that name, gone unheard of. */
    private boolean movesMachine(Plan plan, Observation seen) {
        return isMachine(seen) && !usedFromHere(seen, uid -> false) && isMoved(plan, seen);
    }

    /** Which addresses a Pod gets is its own node's agent's to say. */
    private static boolean isMoved(Plan plan, Observation seen) {
        return plan instanceof Plan.Bind bind
                && seen.row()
                        .flatMap(PortFacts::placement)
                        .filter(now -> !now.equals(bind.placement()))
                        .isPresent();
    }

    /** And no more: whose the port is by now is for the node of the new launcher to say, which may have told it other addresses. */
    private static boolean rebindsMachine(Plan plan) {
        return plan instanceof Plan.Bind bind
                && bind.change().orElse(null) instanceof PortChange.Update update
                && update.spec().ownership().workload() instanceof VirtualMachine
                && update.spec()
                        .ownership()
                        .podUid()
                        .equals(update.row().ownership().flatMap(PortOwnership::podUid))
                && update.spec()
                        .binding()
                        .filter(wanted -> !wanted.equals(update.row().binding()))
                        .isPresent();
    }

    private static boolean isMachine(Observation seen) {
        return seen.row()
                .flatMap(PortFacts::ownership)
                .filter(ownership -> ownership.workload() instanceof VirtualMachine)
                .isPresent();
    }

    /**
     * Also here: that it runs here without a launcher is word from before its move. And nobody knows of a machine that can't be read, as when
     * KubeVirt is younger than our start.
     */
    private static boolean mayRun(Observation seen) {
        var machine = seen.ownerOfRow();
        return machine instanceof VirtualMachineFacts known
                ? known.running()
                        .filter(running -> !running.migrations().isEmpty()
                                || !running.node().isEmpty())
                        .isPresent()
                : !(machine instanceof Gone);
    }

    private boolean isHereOrNowhere(String nodeName) {
        return nodeName.isEmpty() || node.filter(nodeName::equals).isPresent();
    }

    /**
     * The owner as far as we can judge it: the source of a migration does not see whether the target lives on, so the end of a migration is
     * for the target's agent, or for the one that sees all.
     */
    public OwnerFacts asSeen(OwnerFacts owner, Optional<PortFacts> row) {
        if (seesAll
                || !(owner instanceof VirtualMachineFacts machine)
                || machine.running().isEmpty()) {
            return owner;
        }
        var running = machine.running().get();
        boolean wasSource = row.map(PortFacts::binding)
                .filter(binding -> binding.requestedChassis().startsWith(running.node() + ","))
                .isPresent();
        if (!wasSource || !isHereOrNowhere(running.node())) {
            return owner;
        }
        var migrations = new HashSet<>(running.migrations());
        migrations.add(SOMEBODY_ELSES);
        return new VirtualMachineFacts(
                machine.uid(),
                machine.deleting(),
                Optional.of(new VirtualMachineFacts.Running(running.uid(), running.node(), migrations)));
    }
}
