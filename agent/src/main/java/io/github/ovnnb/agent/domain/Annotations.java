package io.github.ovnnb.agent.domain;

/** The keys of kube-ovn's annotations that we read or write, without the provider's prefix. */
public final class Annotations {
    public static final String IP_ADDRESS = "ip_address";
    public static final String MAC_ADDRESS = "mac_address";
    public static final String IP_POOL = "ip_pool";
    public static final String IP_FAMILY = "ip_family";
    public static final String CIDR = "cidr";
    public static final String GATEWAY = "gateway";
    public static final String LOGICAL_SWITCH = "logical_switch";
    public static final String LOGICAL_ROUTER = "logical_router";
    public static final String ALLOCATED = "allocated";
    public static final String ROUTED = "routed";
    public static final String PORT_SECURITY = "port_security";
    public static final String PORT_VIPS = "port_vips";
    public static final String LAYER2_FORWARD = "layer2_forward";

    private Annotations() {}
}
