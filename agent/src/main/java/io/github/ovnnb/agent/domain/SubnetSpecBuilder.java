package io.github.ovnnb.agent.domain;

import java.util.List;

/** Takes a {@link SubnetSpec} in field by field; what is not said counts as left out. */
public final class SubnetSpecBuilder {
    private String name = "";
    private String cidrBlock = "";
    private String gateway = "";
    private List<String> excludeIps = List.of();
    private String protocol = "";
    private List<String> namespaces = List.of();
    private List<LabelSelector> namespaceSelectors = List.of();
    private boolean isDefault;
    private String provider = "";
    private String vpc = "";
    private boolean underlay;
    private DhcpSpec dhcp = DhcpSpec.OFF;

    public SubnetSpecBuilder name(String text) {
        name = text;
        return this;
    }

    public SubnetSpecBuilder cidrBlock(String text) {
        cidrBlock = text;
        return this;
    }

    public SubnetSpecBuilder gateway(String text) {
        gateway = text;
        return this;
    }

    public SubnetSpecBuilder excludeIps(List<String> texts) {
        excludeIps = texts;
        return this;
    }

    public SubnetSpecBuilder protocol(String text) {
        protocol = text;
        return this;
    }

    public SubnetSpecBuilder namespaces(List<String> names) {
        namespaces = names;
        return this;
    }

    public SubnetSpecBuilder namespaceSelectors(List<LabelSelector> selectors) {
        namespaceSelectors = selectors;
        return this;
    }

    public SubnetSpecBuilder isDefault(boolean yes) {
        isDefault = yes;
        return this;
    }

    public SubnetSpecBuilder provider(String text) {
        provider = text;
        return this;
    }

    public SubnetSpecBuilder vpc(String text) {
        vpc = text;
        return this;
    }

    public SubnetSpecBuilder underlay(boolean yes) {
        underlay = yes;
        return this;
    }

    public SubnetSpecBuilder dhcp(DhcpSpec spec) {
        dhcp = spec;
        return this;
    }

    public SubnetSpec build() {
        return new SubnetSpec(
                name,
                cidrBlock,
                gateway,
                excludeIps,
                protocol,
                namespaces,
                namespaceSelectors,
                isDefault,
                provider,
                vpc,
                underlay,
                dhcp);
    }
}
