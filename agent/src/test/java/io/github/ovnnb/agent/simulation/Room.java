package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.AddressRange;
import io.github.ovnnb.agent.domain.HeldAddresses;
import io.github.ovnnb.agent.domain.IpAddress;
import io.github.ovnnb.agent.domain.MacAddress;
import io.github.ovnnb.agent.domain.Pool;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.Subnet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What of a subnet is left for one port.
 *
 * @param held what the ports of others have, and what is reserved for others
 * @param pools that the subnet is divided into
 */
record Room(Subnet subnet, List<HeldAddresses> held, List<Pool> pools) {
    boolean isTaken(MacAddress mac) {
        return held.stream().anyMatch(other -> other.macs().contains(mac));
    }

    private boolean isTaken(IpAddress ip) {
        return held.stream().anyMatch(other -> other.ips().contains(ip));
    }

    boolean isFree(IpAddress ip) {
        return !subnet.gateways().contains(ip)
                && subnet.excluded().stream().noneMatch(range -> range.contains(ip))
                && !isTaken(ip);
    }

    boolean hasFree(AddressRange range) {
        return has(range, this::isFree);
    }

    /** Beside the pools, which are for those who ask for them. */
    boolean hasFreeForAll(AddressRange range) {
        return has(range, ip -> isFree(ip) && !isPooled(ip));
    }

    private static boolean has(AddressRange range, Predicate<IpAddress> suitable) {
        boolean found = false;
        for (var ip = range.first(); range.contains(ip) && !found; ip = ip.next()) {
            found = suitable.test(ip);
        }
        return found;
    }

    private boolean isPooled(IpAddress ip) {
        return pools.stream().flatMap(pool -> pool.ranges().stream()).anyMatch(range -> range.contains(ip));
    }

    /** A foreigner may have taken the address of a port that nobody used. */
    boolean hasAlone(PortFacts row) {
        return HeldAddresses.read(row.addresses()).ips().stream().noneMatch(this::isTaken);
    }

    /** @param ips as an annotation asks for them */
    Optional<String> whyNot(String ips) {
        for (var text : ips.split(",", -1)) {
            var ip = IpAddress.parse(text);
            if (ip.isEmpty()) {
                return Optional.of("malformed IP");
            }
            var cidr = subnet.cidr(ip.get().family());
            if (cidr.isEmpty()
                    || !cidr.get().hosts().contains(ip.get())
                    || subnet.gateways().contains(ip.get())) {
                return Optional.of("not a host address of the subnet: " + text);
            }
            if (isTaken(ip.get())) {
                return Optional.of("taken: " + text);
            }
        }
        return Optional.empty();
    }
}
