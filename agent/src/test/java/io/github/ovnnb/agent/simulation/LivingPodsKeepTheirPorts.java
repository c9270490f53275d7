package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.Provider;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** No port is removed, or given to another Pod, while the Pod lives that it serves. */
final class LivingPodsKeepTheirPorts implements CommitRule, SimulatedApi.Observer {
    private final World world;
    private final SimulatedApi api;
    private final Detachments detachments;
    /** By uid: when Pods that were gone, or about to go, came to exist again. */
    private final Map<String, Long> revived = new HashMap<>();

    LivingPodsKeepTheirPorts(World world, SimulatedApi api, Detachments detachments) {
        this.world = world;
        this.api = api;
        this.detachments = detachments;
    }

    @Override
    public void committed(Commit commit) {
        if (commit.ours()) {
            commit.ports().stream()
                    .filter(this::isTakenFromALivingPod)
                    .forEach(change -> world.fail("taken from a living Pod: " + change));
        }
    }

    private boolean isTakenFromALivingPod(ChangedPort change) {
        var user = change.before().flatMap(columns -> Optional.ofNullable(ChangedPort.userOf(columns)));
        if (user.isEmpty() || staysWith(user.get(), change)) {
            return false;
        }
        var provider = change.factsBefore()
                .flatMap(port -> port.identity().map(PortIdentity::provider))
                .orElse(Provider.DEFAULT);
        return usersOf(change)
                .filter(pod -> pod.uid().equals(user.get()) && !pod.deleting() && !pod.isFinished())
                .filter(pod -> !isJustRevived(pod))
                .anyMatch(pod -> provider.isDefault() || !detachments.happenedTo(pod));
    }

    @Override
    public void putBack(SimulatedApi.PutBack how) {
        api.pods().stream().filter(how::revived).forEach(pod -> revived.put(pod.uid(), world.now()));
    }

    /** For as long as there may be an agent, or something that it has sent, which knows that the Pod was gone, and that is all. */
    private boolean isJustRevived(PodFacts pod) {
        return world.now() - revived.getOrDefault(pod.uid(), Long.MIN_VALUE / 2) < Strangers.KNOWN_AFTER;
    }

    /**
     * An agent whose cache does not show the Pod yet may note that the port is retained: it is the same Pod's when it is seen. Which of a
     * machine's launchers is noted is no matter; its one row stays.
     */
    private static boolean staysWith(String user, ChangedPort change) {
        boolean ofMachine = change.before().filter(ChangedPort::isMachines).isPresent();
        boolean ofAnother = change.after()
                .map(ChangedPort::userOf)
                .filter(now -> !now.equals(user))
                .isPresent();
        return change.after().isPresent() && (ofMachine || !ofAnother);
    }

    /** The Pod of the name that the row had noted; of a virtual machine the one that it runs in. */
    private Stream<PodFacts> usersOf(ChangedPort change) {
        var noted = change.before().orElseThrow().map("external_ids").getOrDefault("pod", "");
        var names = noted.split("/", 2);
        if (names.length < 2) {
            return Stream.of();
        }
        var active = api.machines().instances().get(noted).map(MachineObject.Instance::active);
        var launchers = api.pods().stream()
                .filter(pod -> pod.namespace().equals(names[0]))
                .filter(pod -> active.equals(Optional.of(pod.uid())));
        return Stream.concat(api.pod(names[0], names[1]).stream(), launchers);
    }
}
