package io.github.ovnnb.agent.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import io.github.ovnnb.agent.domain.DhcpSpec;
import io.github.ovnnb.agent.domain.SubnetSpec;
import io.github.ovnnb.agent.domain.SubnetSpecBuilder;
import java.io.IOException;

/** kube-ovn's Subnet: the fields of its spec that say which addresses go to whom. */
@Group(SubnetResource.GROUP)
@Version(SubnetResource.VERSION)
@Kind("Subnet")
@Plural(SubnetResource.PLURAL)
final class SubnetResource extends PartialResource {
    static final String GROUP = "kubeovn.io";
    static final String VERSION = "v1";
    static final String PLURAL = "subnets";

    private final SubnetSpecBuilder spec = new SubnetSpecBuilder();
    private boolean enableDhcp;
    private String dhcpV4Options = "";
    private String dhcpV6Options = "";
    private int mtu;
    private String vlan = "";
    private boolean routed;

    @Override
    void readField(String field, JsonParser json) throws IOException {
        if (field.equals("spec")) {
            JsonFields.of(json, inner -> readSpec(inner, json));
        }
    }

    private void readSpec(String field, JsonParser json) throws IOException {
        switch (field) {
            case "cidrBlock" -> spec.cidrBlock(json.getValueAsString(""));
            case "gateway" -> spec.gateway(json.getValueAsString(""));
            case "excludeIps" -> spec.excludeIps(JsonFields.textList(json));
            case "protocol" -> spec.protocol(json.getValueAsString(""));
            case "namespaces" -> spec.namespaces(JsonFields.textList(json));
            case "namespaceSelectors" -> spec.namespaceSelectors(LabelSelectorReader.list(json));
            case "default" -> spec.isDefault(json.getValueAsBoolean());
            case "provider" -> spec.provider(json.getValueAsString(""));
            case "vpc" -> spec.vpc(json.getValueAsString(""));
            case "enableDHCP" -> enableDhcp = json.getValueAsBoolean();
            case "dhcpV4Options" -> dhcpV4Options = json.getValueAsString("");
            case "dhcpV6Options" -> dhcpV6Options = json.getValueAsString("");
            case "mtu" -> mtu = json.getValueAsInt();
            case "vlan" -> vlan = json.getValueAsString("");
            case "logicalGateway", "u2oInterconnection" -> routed |= json.getValueAsBoolean();
            default -> {}
        }
    }

    SubnetSpec spec() {
        return spec.name(name())
                .underlay(!vlan.isEmpty() && !routed)
                .dhcp(new DhcpSpec(enableDhcp, dhcpV4Options, dhcpV6Options, mtu))
                .build();
    }
}
