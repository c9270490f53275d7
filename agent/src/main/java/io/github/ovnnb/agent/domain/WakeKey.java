package io.github.ovnnb.agent.domain;

/** What a port that got no address waits for. Who frees it, or brings it about, wakes the port. */
public sealed interface WakeKey {
    /** One address becomes free. */
    record FreeIp(String logicalSwitch, IpAddress ip) implements WakeKey {}

    record FreeMac(String logicalSwitch, MacAddress mac) implements WakeKey {}

    /** Any address of that part of the subnet becomes free. @param pool empty text: what is in no named pool */
    record Space(String logicalSwitch, String pool) implements WakeKey {}

    /**
     * A foreign row of the port's own name goes away, or a row that had an address of the port's own row too; or an address is reserved for
     * the port, or can be had by it.
     */
    record PortName(String port) implements WakeKey {}
}
