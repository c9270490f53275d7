package io.github.ovnnb.agent.northbound;

import io.github.ovnnb.agent.domain.AddressFamily;
import io.github.ovnnb.agent.domain.ChassisBinding;
import io.github.ovnnb.agent.domain.DhcpOptions;
import io.github.ovnnb.agent.domain.PortFacts;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** From the columns of {@code Logical_Switch_Port} to facts. */
final class RowReader {
    private RowReader() {}

    /** @param type {@code router}, {@code localnet} and so on; only ports of type "" are interfaces of Pods, ovn-nb(5) */
    static PortFacts read(
            UUID row,
            String name,
            String type,
            Set<String> logicalSwitches,
            Set<String> addresses,
            Set<String> portSecurity,
            Map<String, String> options,
            Map<String, String> externalIds) {
        return read(row, name, type, logicalSwitches, addresses, portSecurity, options, externalIds, Map.of());
    }

    /** @param dhcp what its references to DHCP options lead to */
    static PortFacts read(
            UUID row,
            String name,
            String type,
            Set<String> logicalSwitches,
            Set<String> addresses,
            Set<String> portSecurity,
            Map<String, String> options,
            Map<String, String> externalIds,
            Map<AddressFamily, DhcpOptions.Row> dhcp) {
        var identity = ExternalIds.identity(name, externalIds).filter(port -> type.isEmpty());
        return new PortFacts(
                row,
                name,
                logicalSwitches,
                addresses,
                portSecurity,
                identity,
                identity.map(port -> ExternalIds.ownership(port, externalIds)),
                ChassisBinding.read(options),
                externalIds.getOrDefault(ExternalIds.VENDOR, ""),
                externalIds.getOrDefault(ExternalIds.OUR_VIPS, ""),
                dhcp);
    }
}
