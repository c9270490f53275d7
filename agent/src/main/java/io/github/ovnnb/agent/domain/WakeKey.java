package io.github.ovnnb.agent.domain;

/** What a port that got no address waits for. Who frees it, or brings it about, wakes the port. */
public sealed interface WakeKey {
    /** One address becomes free. */
    record FreeIp(String logicalSwitch, IpAddress ip) implements WakeKey {}

    record FreeMac(String logicalSwitch, MacAddress mac) implements WakeKey {}

    /** Any address of the subnet that may be given out at random becomes free. */
    record Space(String logicalSwitch) implements WakeKey {}

    /** A foreign row of the port's own name goes away, or a row that had an address of the port's own row too. */
    record PortName(String port) implements WakeKey {}
}
