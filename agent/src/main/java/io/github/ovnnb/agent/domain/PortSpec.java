package io.github.ovnnb.agent.domain;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a port's row shall be.
 *
 * @param binding where it may be bound; empty: that is not for us to say
 * @param dhcp of the families that the port has, where its subnet answers DHCP; empty: that is not for us to say
 */
public record PortSpec(
        PortIdentity port,
        Placement placement,
        PortOptions options,
        Optional<ChassisBinding> binding,
        PortOwnership ownership,
        Optional<List<DhcpOptions>> dhcp) {
    /** The word with which a port gets what is for MACs that OVN does not know, ovn-nb(5). */
    static final String UNKNOWN = "unknown";

    /** On a subnet that does not answer DHCP. */
    public PortSpec(
            PortIdentity port,
            Placement placement,
            boolean portSecurity,
            Optional<ChassisBinding> binding,
            PortOwnership ownership) {
        this(
                port,
                placement,
                new PortOptions(portSecurity, false, List.of()),
                binding,
                ownership,
                Optional.of(List.of()));
    }

    public PortSpec {
        dhcp = dhcp.map(List::copyOf);
    }

    public Set<String> addressesColumn() {
        var column = new LinkedHashSet<String>();
        column.add(placement.addresses().toString());
        if (options.layer2Forward()) {
            column.add(UNKNOWN);
        }
        return column;
    }

    /** The virtual addresses count as the port's own: so it may answer for them. */
    public Set<String> portSecurityColumn() {
        if (!options.portSecurity()) {
            return Set.of();
        }
        var vips = options.vips().stream().map(ip -> " " + ip).collect(Collectors.joining());
        return Set.of(placement.addresses() + vips);
    }

    /** The one of that family, if the subnet answers DHCP. */
    public Optional<DhcpOptions> dhcp(AddressFamily family) {
        return dhcp.flatMap(all ->
                all.stream().filter(options -> options.family() == family).findFirst());
    }

    /** Whether the row is like this already, so that there is nothing to write. */
    public boolean isMetBy(PortFacts row) {
        var addresses = placement.addresses().toString();
        return isJust(row.logicalSwitches(), placement.logicalSwitch())
                && (options.layer2Forward()
                        ? row.addresses().equals(addressesColumn())
                        : isJust(row.addresses(), addresses))
                && (options.portSecurity() && options.vips().isEmpty()
                        ? isJust(row.portSecurity(), addresses)
                        : row.portSecurity().equals(portSecurityColumn()))
                && row.vips().equals(options.vipsText())
                && binding.filter(wanted -> !wanted.equals(row.binding())).isEmpty()
                && row.ownership().filter(ownership::equals).isPresent()
                && hasItsDhcp(row, AddressFamily.IPV4)
                && hasItsDhcp(row, AddressFamily.IPV6);
    }

    /** Mostly it is, and to find that out no other set need be made. */
    private static boolean isJust(Set<String> column, String value) {
        return column.size() == 1 && column.contains(value);
    }

    /** A reference to somebody else's row is his business, whatever the subnet says. */
    public boolean hasItsDhcp(PortFacts row, AddressFamily family) {
        var now = Optional.ofNullable(row.dhcp().get(family));
        if (dhcp.isEmpty() || now.filter(other -> !other.isOurs()).isPresent()) {
            return true;
        }
        return dhcp(family)
                .map(wanted -> now.filter(wanted::isMetBy).isPresent())
                .orElse(now.isEmpty());
    }
}
