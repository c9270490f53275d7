package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.Provider;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which Pods were seen without a further interface, after which that one's port is no promise to them. */
final class Detachments implements SimulatedApi.Observer {
    private static final List<Provider> NETWORKS = List.of(new Provider("net1.a.ovn"));

    private final World world;
    private final SimulatedApi api;
    /** Uids of Pods. */
    private final Set<String> detached = new HashSet<>();

    private final Map<Member, Long> lastOf = new HashMap<>();

    Detachments(World world, SimulatedApi api) {
        this.world = world;
        this.api = api;
    }

    @Override
    public void podChanged(Optional<PodFacts> before, Optional<PodFacts> after) {
        after.filter(Detachments::lacksOne).ifPresent(this::remember);
    }

    @Override
    public void putBack(SimulatedApi.PutBack how) {
        api.pods().stream().filter(Detachments::lacksOne).forEach(this::remember);
    }

    private void remember(PodFacts pod) {
        detached.add(pod.uid());
        Member.of(pod, api).ifPresent(member -> lastOf.put(member, world.now()));
    }

    /** It lives, and without one of the networks that there are. */
    static boolean lacksOne(PodFacts pod) {
        boolean lives = !pod.deleting() && !pod.isFinished();
        return lives && NETWORKS.stream().anyMatch(network -> !pod.isAttachedTo(network));
    }

    boolean happenedTo(PodFacts pod) {
        return detached.contains(pod.uid());
    }

    /** When one of its Pods was last without a further interface; before all time if none was. */
    long lastOf(Member member) {
        return lastOf.getOrDefault(member, -1L);
    }
}
