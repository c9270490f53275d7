package io.github.ovnnb.agent.domain;

import io.github.ovnnb.agent.domain.AddressRequest.Wellformed;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the annotations of a living Pod say it has. It uses these addresses whether or not the database has its row (somebody may have removed
 * it, or put back an old backup), so nobody else may get them.
 */
public final class Promise {
    private Promise() {}

    public static Optional<Placement> to(List<PodFacts> pods, PortIdentity port) {
        for (var pod : pods) {
            if (wasTold(pod, port)) {
                var promised = read(pod, port.provider());
                if (promised.isPresent()) {
                    return promised;
                }
            }
        }
        return Optional.empty();
    }

    /** Whether the row has just what was told, as can be seen without reading either; nearly always so, and asked at each look. */
    public static boolean isWordForWord(PortFacts row, Collection<PodFacts> pods, PortIdentity port) {
        for (var pod : pods) {
            if (wasTold(pod, port)) {
                return row.addresses().size() == 1
                        && row.addresses()
                                .contains(said(pod, port, Annotations.MAC_ADDRESS) + " "
                                        + said(pod, port, Annotations.IP_ADDRESS)
                                                .replace(',', ' '))
                        && row.logicalSwitches().equals(Set.of(said(pod, port, Annotations.LOGICAL_SWITCH)));
            }
        }
        return false;
    }

    private static boolean wasTold(PodFacts pod, PortIdentity port) {
        return pod.isAllocated(port.provider()) && pod.needsPort(port.provider());
    }

    private static String said(PodFacts pod, PortIdentity port, String annotation) {
        return pod.annotations().getOrDefault(port.provider().annotation(annotation), "");
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
