package io.github.ovnnb.agent.domain;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One logical switch and the addresses it may give out. Made from a {@link SubnetSpec}; the name is the switch's.
 *
 * @param vpc the logical router; empty when the subnet does not say, and then it is kube-ovn's default
 * @param underlay whether it is a VLAN of the physical network, routed there and by no logical router
 */
public record Subnet(
        String name,
        List<Cidr> cidrs,
        List<IpAddress> gateways,
        List<AddressRange> excluded,
        Set<String> namespaces,
        List<LabelSelector> namespaceSelectors,
        boolean isDefault,
        Provider provider,
        Optional<String> vpc,
        boolean underlay,
        List<DhcpOptions> dhcp) {
    static final String DEFAULT_VPC = "ovn-cluster";

    public Subnet {
        dhcp = List.copyOf(dhcp);
        cidrs = cidrs.stream().sorted(Comparator.comparing(Cidr::family)).toList();
        gateways = gateways.stream().sorted().toList();
        excluded = List.copyOf(excluded);
        namespaces = Set.copyOf(namespaces);
        namespaceSelectors = List.copyOf(namespaceSelectors);
    }

    boolean isInDefaultVpc() {
        return vpcName().equals(DEFAULT_VPC);
    }

    /** Two subnets of one VPC can't have the same addresses. */
    String vpcName() {
        return vpc.orElse(DEFAULT_VPC);
    }

    /** The value of the Pod annotation {@code logical_router}; empty where there is none, or the subnet does not say. */
    Optional<String> logicalRouter() {
        return vpc.filter(router -> !underlay);
    }

    /** Whether Pods of that namespace use it, by the namespace's name or its labels. */
    boolean serves(String namespace, Map<String, String> labels) {
        return namespaces.contains(namespace)
                || namespaceSelectors.stream().anyMatch(selector -> selector.matches(labels));
    }

    public Optional<Cidr> cidr(AddressFamily family) {
        return cidrs.stream().filter(cidr -> cidr.family() == family).findFirst();
    }

    public boolean contains(IpAddress address) {
        return cidr(address.family()).filter(cidr -> cidr.contains(address)).isPresent();
    }

    /** Why no host may have this address although it lies inside; empty when one may. */
    Optional<String> whyUnusable(IpAddress address) {
        if (gateways.contains(address)) {
            return Optional.of("it is the gateway of subnet " + name);
        }
        return cidr(address.family())
                .filter(cidr -> cidr.contains(address) && !cidr.hosts().contains(address))
                .map(cidr -> address.equals(cidr.network())
                        ? "it is the network address of " + cidr
                        : "it is the broadcast address of " + cidr);
    }

    /** The value of the Pod annotation {@code cidr}. */
    public String cidrText() {
        return CommaList.of(cidrs);
    }

    /** The value of the Pod annotation {@code gateway}. */
    public String gatewayText() {
        return CommaList.of(gateways);
    }
}
