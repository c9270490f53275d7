package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.AnnotationPatch;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.Provider;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a living Pod was told it has is never told otherwise, even if the API server was put back to when it had not been told yet: it runs with
 * that address.
 */
final class LivingPodsKeepTheirAddresses implements SimulatedApi.Observer, CommitRule {
    private final World world;
    private final SimulatedApi api;
    private final Strangers strangers;
    private final Detachments detachments;
    private final ToldAddresses told;
    private final Supplier<Collection<PortFacts>> rows;
    /** What Pods were told that lived on when that was undone. */
    private final Map<Interface, String> undone = new HashMap<>();

    /** Uids of Pods that exist again, and whose row, if any, has gone on to what came after them. */
    private final Set<String> revived = new HashSet<>();

    private record Interface(String podUid, Provider provider) {}

    /** @param rows as they are now */
    LivingPodsKeepTheirAddresses(
            World world,
            SimulatedApi api,
            Strangers strangers,
            Detachments detachments,
            ToldAddresses told,
            Supplier<Collection<PortFacts>> rows) {
        this.world = world;
        this.api = api;
        this.strangers = strangers;
        this.detachments = detachments;
        this.told = told;
        this.rows = rows;
    }

    @Override
    public void patched(PodFacts pod, AnnotationPatch patch) {
        if (!pod.deleting() && !pod.isFinished()) {
            PortIdentity.allOfPod(pod).forEach(port -> check(pod, patch, port.provider()));
        }
    }

    private void check(PodFacts pod, AnnotationPatch patch, Provider provider) {
        var theInterface = new Interface(pod.uid(), provider);
        var before = undone.remove(theInterface);
        boolean allocated = pod.isAllocated(provider) || before != null;
        var already = before == null ? Servable.addressesOf(pod, provider) : before;
        var afterwards = Pods.with(pod, patch.annotations());
        Optional.ofNullable(afterwards.annotations().get(provider.annotation("ip_address")))
                .ifPresent(ips -> told.tell(pod.uid(), ips));
        boolean concerned =
                patch.annotations().keySet().stream().anyMatch(key -> key.startsWith(provider.annotation("")));
        var promised = concerned ? Servable.addressesOf(afterwards, provider) : already;
        if (already.equals(promised)) {
            return;
        }
        if (allocated && !mayMove(pod, already, provider)) {
            world.fail("the address of a living Pod moves from " + already + " to " + promised + ": " + pod);
        }
    }

    /**
     * Its row says what it was told, and names it, so no agent has a reason to think otherwise. One that was gone and exists again is made anew
     * by its kubelet: it has what its annotations say if its row is still its own; else the row may have gone on with its owner to a later Pod.
     * Nor is anything asked for a Pod whose row a backup of the database lacked, and that was not made anew yet: then both stores were put back.
     */
    @Override
    public void putBack(SimulatedApi.PutBack how) {
        undone.keySet().removeIf(one -> !how.undone().containsKey(one.podUid()));
        for (var pod : api.pods()) {
            var before = how.undone().get(pod.uid());
            if (before == null || how.revived(pod)) {
                revived.add(pod.uid());
            } else {
                PortIdentity.allOfPod(pod).forEach(port -> remember(before, pod, port.provider()));
            }
        }
    }

    private void remember(PodFacts before, PodFacts now, Provider provider) {
        if (before.isAllocated(provider) && before.isAttachedTo(provider) && !now.isAllocated(provider)) {
            var addresses = Servable.addressesOf(before, provider);
            if (isSaidByARow(now, provider, addresses)) {
                undone.put(new Interface(now.uid(), provider), addresses);
            }
        }
    }

    private boolean isSaidByARow(PodFacts pod, Provider provider, String addresses) {
        return PortIdentity.allOfPod(pod).stream()
                .filter(port -> port.provider().equals(provider))
                .anyMatch(port -> rows.get().stream()
                        .filter(row -> row.name().equals(port.portName()))
                        .anyMatch(row -> row.addresses().equals(Set.of(addresses))));
    }

    @Override
    public void committed(Commit commit) {}

    /** The rows may be gone that alone still knew what Pods had been told when that was undone. */
    @Override
    public void restored(Collection<PortFacts> all) {
        undone.clear();
    }

    /** A stranger has taken the machine's address, too, and where it runs is not heard of everywhere: no promise. */
    private boolean mayMove(PodFacts pod, String already, Provider provider) {
        boolean disputed =
                KubeVirt.isLauncher(pod) && Stream.of(already.split(" ")).anyMatch(strangers::disturbed);
        return disputed || revived.contains(pod.uid()) || !provider.isDefault() && detachments.happenedTo(pod);
    }
}
