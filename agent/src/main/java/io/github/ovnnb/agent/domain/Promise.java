package io.github.ovnnb.agent.domain;

import io.github.ovnnb.agent.domain.AddressRequest.Wellformed;
import java.util.List;
import java.util.Optional;

/**
 * What the annotations of a living Pod say it has. It uses these addresses whether or not the database has its row (somebody may have removed
 * it, or put back an old backup), so nobody else may get them.
 */
public final class Promise {
    private Promise() {}

    public static Optional<Placement> to(List<PodFacts> pods, PortIdentity port) {
        for (var pod : pods) {
            if (pod.isAllocated(port.provider()) && pod.needsPort(port.provider())) {
                var promised = read(pod, port.provider());
                if (promised.isPresent()) {
                    return promised;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Placement> read(PodFacts pod, Provider provider) {
        if (!(AddressRequestReader.read(provider, pod) instanceof Wellformed wellformed)) {
            return Optional.empty();
        }
        var said = wellformed.request();
        return said.subnet()
                .filter(subnet -> !said.fixedIps().isEmpty())
                .flatMap(subnet ->
                        said.fixedMac().map(mac -> new Placement(subnet, new Addresses(mac, said.fixedIps()))));
    }
}
