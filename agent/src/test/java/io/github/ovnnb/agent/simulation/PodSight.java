package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The Pods that an agent sees, as the real one's {@code WholeView} has them: all; or those of its node, and for as long as it sweeps those of
 * all others too.
 */
final class PodSight {
    private final Optional<String> node;
    private final Informer<PodFacts> own;
    private Optional<Informer<PodFacts>> everybody = Optional.empty();

    PodSight(Optional<String> node, Informer<PodFacts> own) {
        this.node = node;
        this.own = own;
    }

    void widenTo(Optional<Informer<PodFacts>> all) {
        everybody = all;
    }

    /** Those that carry its identity. */
    List<PodFacts> of(PortIdentity port) {
        var key = port.podKey();
        var found = new TreeMap<String, PodFacts>();
        get(key).filter(pod -> !KubeVirt.isLauncher(pod)).ifPresent(pod -> found.put(key, pod));
        var launchers = KubeVirt.launcherKeys(port);
        own.forEachStartingWith(launchers, (name, any) -> get(name).ifPresent(pod -> found.put(name, pod)));
        everybody.ifPresent(all ->
                all.forEachStartingWith(launchers, (name, any) -> get(name).ifPresent(pod -> found.put(name, pod))));
        return List.copyOf(found.values());
    }

    Optional<PodFacts> get(String key) {
        var here = own.get(key);
        var there = everybody.flatMap(all -> all.get(key)).filter(this::isElsewhere);
        return here.isPresent() && there.isPresent()
                ? Optional.of(newer(here.get(), there.get()))
                : here.or(() -> there);
    }

    Collection<PodFacts> all() {
        if (everybody.isEmpty()) {
            return own.all();
        }
        var byName = new TreeMap<String, PodFacts>();
        own.all().forEach(pod -> byName.put(SimulatedApi.key(pod), pod));
        everybody.get().all().stream()
                .filter(this::isElsewhere)
                .forEach(pod -> byName.merge(SimulatedApi.key(pod), pod, PodSight::newer));
        return byName.values();
    }

    private boolean isElsewhere(PodFacts pod) {
        return node.filter(pod.nodeName()::equals).isEmpty();
    }

    private static PodFacts newer(PodFacts one, PodFacts other) {
        return one.isOlderThan(other.resourceVersion()) ? other : one;
    }
}
