package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.AnnotationPatch;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.Provider;
import java.util.stream.Stream;

/** What a living Pod was told it has is never told otherwise. */
final class LivingPodsKeepTheirAddresses implements SimulatedApi.Observer {
    private final World world;
    private final Strangers strangers;
    private final Detachments detachments;
    private final ToldAddresses told;

    LivingPodsKeepTheirAddresses(World world, Strangers strangers, Detachments detachments, ToldAddresses told) {
        this.world = world;
        this.strangers = strangers;
        this.detachments = detachments;
        this.told = told;
    }

    @Override
    public void patched(PodFacts pod, AnnotationPatch patch) {
        if (!pod.deleting() && !pod.isFinished()) {
            PortIdentity.allOfPod(pod).forEach(port -> check(pod, patch, port.provider()));
        }
    }

    private void check(PodFacts pod, AnnotationPatch patch, Provider provider) {
        var key = provider.annotation("ip_address");
        var already = pod.annotations().get(key);
        var promised = patch.annotations().getOrDefault(key, already);
        if (promised != null) {
            told.tell(pod.uid(), promised);
        }
        if (already == null || already.equals(promised)) {
            return;
        }
        if (pod.isAllocated(provider) && !mayMove(pod, already, provider)) {
            world.fail("the address of a living Pod moves from " + already + " to " + promised + ": " + pod);
        }
    }

    /** A stranger has taken the machine's address, too, and where it runs is not heard of everywhere: no promise. */
    private boolean mayMove(PodFacts pod, String already, Provider provider) {
        boolean disputed =
                KubeVirt.isLauncher(pod) && Stream.of(already.split(",")).anyMatch(strangers::disturbed);
        return disputed || !provider.isDefault() && detachments.happenedTo(pod);
    }
}
