package io.github.ovnnb.agent.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import io.github.ovnnb.agent.domain.DhcpSpec;
import io.github.ovnnb.agent.domain.LabelSelector;
import io.github.ovnnb.agent.domain.SubnetSpec;
import java.io.IOException;
import java.util.List;

/** kube-ovn's Subnet: the fields of its spec that say which addresses go to whom. */
@Group(SubnetResource.GROUP)
@Version(SubnetResource.VERSION)
@Kind("Subnet")
@Plural(SubnetResource.PLURAL)
final class SubnetResource extends PartialResource {
    static final String GROUP = "kubeovn.io";
    static final String VERSION = "v1";
    static final String PLURAL = "subnets";

    private String cidrBlock = "";
    private String gateway = "";
    private List<String> excludeIps = List.of();
    private String protocol = "";
    private List<String> namespaces = List.of();
    private List<LabelSelector> namespaceSelectors = List.of();
    private boolean isDefault;
    private String provider = "";
    private String vpc = "";
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
            case "cidrBlock" -> cidrBlock = json.getValueAsString("");
            case "gateway" -> gateway = json.getValueAsString("");
            case "excludeIps" -> excludeIps = JsonFields.textList(json);
            case "protocol" -> protocol = json.getValueAsString("");
            case "namespaces" -> namespaces = JsonFields.textList(json);
            case "namespaceSelectors" -> namespaceSelectors = LabelSelectorReader.list(json);
            case "default" -> isDefault = json.getValueAsBoolean();
            case "provider" -> provider = json.getValueAsString("");
            case "vpc" -> vpc = json.getValueAsString("");
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
        return new SubnetSpec(
                name(),
                cidrBlock,
                gateway,
                excludeIps,
                protocol,
                namespaces,
                namespaceSelectors,
                isDefault,
                provider,
                vpc,
                !vlan.isEmpty() && !routed,
                new DhcpSpec(enableDhcp, dhcpV4Options, dhcpV6Options, mtu));
    }
}
