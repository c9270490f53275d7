package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.HeldAddresses;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.Provider;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The port of a member that its owner wants stays with its row, switch and addresses, whatever becomes of the Pods. Looks only at what a commit has
 * touched: a promise about anything else is as it was, and which ports can be relied on never grows but with a row, because who comes to be wanted
 * later was born too early.
 */
final class PromisedPortsStay implements CommitRule, SimulatedApi.Observer, MachineApi.Observer {
    /** An answer of the API server's, the transaction that rests on it, and a process that is stopped in between. */
    private static final long A_MOMENT = 10_000_000;

    private final World world;
    private final SimulatedApi api;
    private final Strangers strangers;
    private final WantedMembers wanted;
    private final Detachments detachments;
    private final Map<Kept, Promise> promises = new HashMap<>();
    /** What Pods that exist again were told before they were gone. */
    private final List<Claim> revived = new ArrayList<>();
    /** What Pods had that went, or ended, and when. */
    private final Map<Claim, Long> leftLately = new HashMap<>();

    private long checked;
    /** Of all ports it is to be found out anew whether they can be relied on. */
    private boolean wasRestored;

    /** One of the member's interfaces. */
    private record Kept(Member member, Provider provider) {
        static Optional<Kept> by(PortFacts port) {
            return port.ownership()
                    .flatMap(ownership -> Member.of(ownership.workload()))
                    .map(member ->
                            new Kept(member, port.identity().orElseThrow().provider()));
        }
    }

    /** What a member has and may not lose. */
    private record Promise(String port, UUID row, Set<String> logicalSwitches, Set<String> addresses) {
        static Promise of(PortFacts port) {
            return new Promise(port.name(), port.row(), port.logicalSwitches(), port.addresses());
        }

        boolean isHeldBy(PortFacts port) {
            return port.addresses().equals(addresses) && port.logicalSwitches().equals(logicalSwitches);
        }
    }

    PromisedPortsStay(
            World world, SimulatedApi api, Strangers strangers, WantedMembers wanted, Detachments detachments) {
        this.world = world;
        this.api = api;
        this.strangers = strangers;
        this.wanted = wanted;
        this.detachments = detachments;
    }

    long checked() {
        return checked;
    }

    // ---- commits -------------------------------------------------------------------------------------------------

    @Override
    public void committed(Commit commit) {
        if (!commit.ours()) {
            forgetWhatStrangersTook(commit);
        }
        checked += promises.size();
        promises.values().removeIf(promise -> isForfeit(promise, commit));
        promises.forEach((kept, promise) -> {
            if (commit.touched().containsKey(promise.row())) {
                check(kept, promise, commit.touched().get(promise.row()));
            }
        });
        if (wasRestored) {
            commit.all().forEach(this::promise);
            wasRestored = false;
        } else {
            commit.touched().values().forEach(port -> port.ifPresent(this::promise));
        }
    }

    /**
     * It moves because another's living Pod has the address, which a backup made forget and which was given to this member by an agent that could
     * not know: among node agents, one that was started after that Pod's row was lost. That limit is documented. That Pod may have gone in the
     * moment between the API server's word that it lives and the commit. Or it moves to what a Pod of its own was told that exists again, and
     * could not have until now.
     */
    private boolean isForfeit(Promise promise, Commit commit) {
        var port = commit.touched().getOrDefault(promise.row(), Optional.empty());
        if (port.isEmpty() || promise.isHeldBy(port.get())) {
            return false;
        }
        var had = HeldAddresses.read(promise.addresses());
        var now = HeldAddresses.read(port.get().addresses());
        leftLately.values().removeIf(at -> world.now() - at > A_MOMENT);
        return Stream.concat(Claim.of(api.pods()).stream(), leftLately.keySet().stream())
                .anyMatch(claim -> claim.isAgainst(promise.port(), promise.logicalSwitches(), had)
                        || claim.port().portName().equals(promise.port())
                                && claim.held().equals(now));
    }

    /** Those of rows of ours that a foreigner removed, and of whoever has an address already that a foreigner took, too. */
    private void forgetWhatStrangersTook(Commit commit) {
        commit.ports().stream()
                .filter(change -> change.wasOurs() && change.after().isEmpty())
                .forEach(change ->
                        promises.values().removeIf(promise -> promise.row().equals(change.row())));
        promises.values()
                .removeIf(promise -> promise.addresses().stream()
                        .flatMap(line -> List.of(line.split(" ")).stream())
                        .anyMatch(strangers::disturbed));
    }

    private void check(Kept kept, Promise promise, Optional<PortFacts> port) {
        if (port.isEmpty()) {
            world.fail("the port of " + kept + " is gone, it was " + promise);
        } else if (!promise.isHeldBy(port.get())) {
            world.fail("the port of " + kept + " was " + promise + " and is " + port.get());
        }
    }

    private void promise(PortFacts port) {
        Kept.by(port)
                .filter(kept -> canBeReliedOn(kept, port) && !strangers.disturbed(port) && !isContested(port))
                .ifPresent(kept -> promises.putIfAbsent(kept, Promise.of(port)));
    }

    /**
     * A Pod that was gone when the API server was put back has a claim to the same address: the member gives way, and whoever hears nothing may
     * believe for minutes that the Pod lives when it does no more.
     */
    private boolean isContested(PortFacts port) {
        var has = HeldAddresses.read(port.addresses());
        return revived.stream().anyMatch(claim -> claim.isAgainst(port.name(), port.logicalSwitches(), has));
    }

    private boolean isContested(Promise promise) {
        var has = HeldAddresses.read(promise.addresses());
        return revived.stream().anyMatch(claim -> claim.isAgainst(promise.port(), promise.logicalSwitches(), has));
    }

    /** A Pod that was born since the member is wanted, and is bound, can rely on the port. */
    private boolean canBeReliedOn(Kept kept, PortFacts port) {
        var since = wanted.since(kept.member())
                .map(asked ->
                        kept.provider().isDefault() ? asked : Math.max(asked, detachments.lastOf(kept.member()) + 1));
        var user = port.ownership().orElseThrow().podUid();
        return since.isPresent()
                && user.filter(uid -> api.bornAt(uid) >= since.get()).isPresent();
    }

    /** What the backup has otherwise, or not at all, only a living Pod's annotations can still promise. */
    @Override
    public void restored(Collection<PortFacts> all) {
        var byName = new HashMap<String, PortFacts>();
        all.forEach(port -> byName.put(port.name(), port));
        var before = Map.copyOf(promises);
        promises.clear();
        wasRestored = true;
        before.forEach((kept, promise) -> Optional.ofNullable(byName.get(promise.port()))
                .filter(port -> Kept.by(port).equals(Optional.of(kept)) && promise.isHeldBy(port))
                .ifPresent(port -> promises.put(kept, Promise.of(port))));
    }

    /**
     * A member that was wanted at that time and ever since keeps its port, whichever of its Pods exists now: with that Pod's address, or if it
     * has none yet. One of its Pods may be back that had another address; it keeps that one if it can. Whatever else was promised was
     * promised to an owner that never asked for it.
     */
    @Override
    public void putBack(SimulatedApi.PutBack how) {
        var lapsed = promises.keySet().stream()
                .filter(kept -> !stillGoes(kept, how.savedAt()))
                .toList();
        promises.keySet().removeAll(lapsed);
        revived.addAll(Claim.of(api.pods().stream().filter(how::revived).toList()));
        promises.values().removeIf(this::isContested);
        lapsed.forEach(kept -> wanted.begins(kept.member()));
    }

    private boolean stillGoes(Kept kept, long savedAt) {
        var since = wanted.since(kept.member()).filter(time -> time <= savedAt);
        boolean lackedIt = !kept.provider().isDefault() && detachments.lastOf(kept.member()) >= savedAt;
        return since.isPresent()
                && !lackedIt
                && api.pods().stream()
                        .filter(pod -> Member.of(pod, api).equals(Optional.of(kept.member())))
                        .allMatch(pod -> mayHave(pod, kept, since.get()));
    }

    private boolean mayHave(PodFacts pod, Kept kept, long wantedSince) {
        var promise = promises.get(kept);
        return promise != null
                && (pod.isAllocated(kept.provider())
                        ? promise.addresses().equals(Set.of(Servable.addressesOf(pod, kept.provider())))
                        : api.bornAt(pod.uid()) >= wantedSince);
    }

    // ---- Kubernetes ----------------------------------------------------------------------------------------------

    @Override
    public void podChanged(Optional<PodFacts> before, Optional<PodFacts> after) {
        var now = Claim.of(after.stream().toList());
        Claim.of(before.stream().toList()).stream()
                .filter(claim -> now.stream().noneMatch(claim::isSameAs))
                .forEach(claim -> leftLately.put(claim, world.now()));
        after.filter(Detachments::lacksOne)
                .ifPresent(pod -> Member.of(pod, api)
                        .ifPresent(member -> promises.keySet()
                                .removeIf(kept -> kept.member().equals(member) && !pod.isAttachedTo(kept.provider()))));
    }

    @Override
    public void setChanged(Optional<StatefulSetObject> before, Optional<StatefulSetObject> after) {
        before.ifPresent(set -> {
            var same = after.filter(set::isSameWithSameTemplate);
            promises.keySet()
                    .removeIf(kept -> kept.member().ownerUid().equals(set.uid())
                            && same.filter(now -> now.wants(kept.member().ordinal()) || now.retainsScaled())
                                    .isEmpty());
        });
    }

    @Override
    public void machineChanged(Optional<MachineObject> before, Optional<MachineObject> after) {
        before.filter(machine -> !machine.lastsIn(after))
                .ifPresent(gone -> promises.keySet()
                        .removeIf(kept -> kept.member().ownerUid().equals(gone.uid())));
    }
}
