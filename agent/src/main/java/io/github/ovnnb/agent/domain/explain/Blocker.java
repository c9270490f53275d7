package io.github.ovnnb.agent.domain.explain;

import io.github.ovnnb.agent.domain.HeldAddresses;
import io.github.ovnnb.agent.domain.PortFacts;

/** An address that a waiting port would have, were it not for its holder. @param address an IP or a MAC, as it prints */
public record Blocker(String logicalSwitch, String address) {
    public boolean isHeldBy(PortFacts row) {
        var held = HeldAddresses.read(row.addresses());
        return row.logicalSwitches().contains(logicalSwitch)
                && (held.ips().stream().anyMatch(ip -> ip.toString().equals(address))
                        || held.macs().stream().anyMatch(mac -> mac.toString().equals(address)));
    }

    @Override
    public String toString() {
        return address + " on " + logicalSwitch;
    }
}
