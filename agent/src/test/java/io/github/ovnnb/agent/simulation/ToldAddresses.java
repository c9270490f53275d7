package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.IpAddress;
import io.github.ovnnb.agent.domain.PortFacts;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What the annotations of each Pod have ever promised it. */
final class ToldAddresses {
    private final Map<String, Set<IpAddress>> byPod = new HashMap<>();

    /** @param text as in an annotation */
    void tell(String podUid, String text) {
        var told = byPod.computeIfAbsent(podUid, first -> new HashSet<>());
        Arrays.stream(text.split(","))
                .flatMap(one -> IpAddress.parse(one).stream())
                .forEach(told::add);
    }

    Set<IpAddress> toUserOf(PortFacts port) {
        return port.ownership()
                .flatMap(ownership -> ownership.podUid())
                .map(uid -> byPod.getOrDefault(uid, Set.of()))
                .orElse(Set.of());
    }
}
