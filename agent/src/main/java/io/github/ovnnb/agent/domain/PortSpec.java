package io.github.ovnnb.agent.domain;

import java.util.Optional;
import java.util.Set;

/** How a port's row shall be. @param binding where it may be bound; empty: that is not for us to say */
public record PortSpec(
        PortIdentity port,
        Placement placement,
        boolean portSecurity,
        Optional<ChassisBinding> binding,
        PortOwnership ownership) {
    public Set<String> addressesColumn() {
        return Set.of(placement.addresses().toString());
    }

    public Set<String> portSecurityColumn() {
        return portSecurity ? addressesColumn() : Set.of();
    }

    /** Whether the row is like this already, so that there is nothing to write. */
    public boolean isMetBy(PortFacts row) {
        return row.logicalSwitches().equals(Set.of(placement.logicalSwitch()))
                && row.addresses().equals(addressesColumn())
                && row.portSecurity().equals(portSecurityColumn())
                && binding.filter(wanted -> !wanted.equals(row.binding())).isEmpty()
                && row.ownership().filter(ownership::equals).isPresent();
    }
}
