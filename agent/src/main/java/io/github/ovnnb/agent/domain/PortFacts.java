package io.github.ovnnb.agent.domain;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A row of {@code Logical_Switch_Port} as it stands.
 *
 * @param logicalSwitches names of the switches that list it; exactly one unless somebody made a mess
 * @param addresses the column as it is, whoever wrote it
 * @param identity whose port it is by its own word; present together with {@code ownership}
 * @param ownership present if the row is ours to manage: made by us, or by kube-ovn for a Pod
 * @param binding what its options say of chassis
 * @param vendor {@code external_ids:vendor}, empty text when there is none
 * @param vips the virtual addresses that we have noted on it, empty text when there are none
 * @param dhcp the DHCP options that it refers to
 */
public record PortFacts(
        UUID row,
        String name,
        Set<String> logicalSwitches,
        Set<String> addresses,
        Set<String> portSecurity,
        Optional<PortIdentity> identity,
        Optional<PortOwnership> ownership,
        ChassisBinding binding,
        String vendor,
        String vips,
        Map<AddressFamily, DhcpOptions.Row> dhcp) {
    public PortFacts(
            UUID row,
            String name,
            Set<String> logicalSwitches,
            Set<String> addresses,
            Set<String> portSecurity,
            Optional<PortIdentity> identity,
            Optional<PortOwnership> ownership,
            ChassisBinding binding,
            String vendor) {
        this(row, name, logicalSwitches, addresses, portSecurity, identity, ownership, binding, vendor, "", Map.of());
    }

    public PortFacts {
        dhcp = Map.copyOf(dhcp);
        logicalSwitches = Set.copyOf(logicalSwitches);
        addresses = Set.copyOf(addresses);
        portSecurity = Set.copyOf(portSecurity);
    }

    PortFacts ownedBy(PortOwnership other) {
        return new PortFacts(
                row,
                name,
                logicalSwitches,
                addresses,
                portSecurity,
                identity,
                Optional.of(other),
                binding,
                vendor,
                vips,
                dhcp);
    }

    /** Where it is and what it has; empty when the row is on no or several switches, or its addresses are not of our form. */
    public Optional<Placement> placement() {
        return logicalSwitches.size() == 1
                ? Addresses.parse(addresses)
                        .map(parsed -> new Placement(logicalSwitches.iterator().next(), parsed))
                : Optional.empty();
    }
}
