package io.github.ovnnb.agent.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A subnet as somebody wrote it: the fields of kube-ovn's {@code Subnet.spec} (kubeovn.io/v1), or of an entry of {@code subnets:} in the
 * configuration. Empty text stands for a field left out.
 *
 * @param cidrBlock {@code 10.16.0.0/16}, or {@code 10.16.0.0/16,fd00:10:16::/112} for both families
 * @param gateway one address a family, comma separated; left out: the first of each CIDR
 * @param excludeIps {@code a} or {@code a..b} each
 * @param protocol {@code IPv4}, {@code IPv6} or {@code Dual}; left out: what the CIDRs say
 * @param provider left out: {@code ovn}
 * @param underlay whether it is a VLAN that no logical router routes: {@code vlan} without {@code logicalGateway} or {@code
 *     u2oInterconnection}
 * @param dhcp what is answered to DHCP requests
 */
public record SubnetSpec(
        String name,
        String cidrBlock,
        String gateway,
        List<String> excludeIps,
        String protocol,
        List<String> namespaces,
        List<LabelSelector> namespaceSelectors,
        boolean isDefault,
        String provider,
        String vpc,
        boolean underlay,
        DhcpSpec dhcp) {
    /** Everything else is left out until it is said. */
    public static SubnetSpecBuilder of(String name, String cidrBlock) {
        return new SubnetSpecBuilder().name(name).cidrBlock(cidrBlock);
    }

    public SubnetSpec {
        excludeIps = List.copyOf(excludeIps);
        namespaces = List.copyOf(namespaces);
        namespaceSelectors = List.copyOf(namespaceSelectors);
    }

    /** What came of reading it. */
    public sealed interface Reading {}

    public record Good(Subnet subnet) implements Reading {}

    /** The message names the subnet, the field, the value and what would be right. */
    public record Bad(String message) implements Reading {}

    public Reading read() {
        var faults = new ArrayList<String>();
        var cidrs = readCidrs(faults);
        var gateways = readGateways(cidrs, faults);
        var excluded = readExcluded(faults);
        checkProtocol(cidrs, faults);
        var answers = dhcp.read(name, cidrs, gateways, faults);
        if (name.isBlank()) {
            faults.add("it has no name");
        }
        if (!faults.isEmpty()) {
            return new Bad("Subnet \"" + name + "\": " + String.join("; ", faults));
        }
        return new Good(new Subnet(
                name,
                cidrs,
                gateways,
                excluded,
                Set.copyOf(namespaces),
                namespaceSelectors,
                isDefault,
                provider.isBlank() ? Provider.DEFAULT : new Provider(provider),
                Optional.of(vpc).filter(text -> !text.isBlank()),
                underlay,
                answers));
    }

    private List<Cidr> readCidrs(List<String> faults) {
        var cidrs = new ArrayList<Cidr>();
        for (var text : cidrBlock.split(",", -1)) {
            Cidr.parse(text)
                    .ifPresentOrElse(
                            cidrs::add,
                            () -> faults.add(
                                    "cidrBlock \"" + cidrBlock
                                            + "\" is not a CIDR such as 10.16.0.0/16, or two, IPv4 and IPv6, separated by a comma"));
        }
        if (cidrs.stream().map(Cidr::family).distinct().count() < cidrs.size()) {
            faults.add("cidrBlock \"" + cidrBlock + "\" has two CIDRs of one family; it may have one of each");
            cidrs.clear();
        }
        return cidrs;
    }

    private List<IpAddress> readGateways(List<Cidr> cidrs, List<String> faults) {
        var gateways = new ArrayList<IpAddress>();
        if (!gateway.isBlank()) {
            for (var text : gateway.split(",", -1)) {
                IpAddress.parse(text.strip())
                        .filter(address -> cidrs.stream().anyMatch(cidr -> cidr.contains(address)))
                        .ifPresentOrElse(
                                gateways::add,
                                () -> faults.add("gateway \"" + text + "\" is not an address inside " + cidrBlock));
            }
        }
        // As kube-ovn fills it in: network + 1.
        for (var cidr : cidrs) {
            if (gateways.stream().noneMatch(address -> address.family() == cidr.family())) {
                gateways.add(cidr.hosts().first());
            }
        }
        return gateways;
    }

    private List<AddressRange> readExcluded(List<String> faults) {
        var ranges = new ArrayList<AddressRange>();
        for (var text : excludeIps) {
            AddressRange.parse(text)
                    .ifPresentOrElse(
                            ranges::add,
                            () -> faults.add("excludeIps entry \"" + text
                                    + "\" is neither an address nor a range such as 10.16.0.10..10.16.0.20"));
        }
        return ranges;
    }

    private void checkProtocol(List<Cidr> cidrs, List<String> faults) {
        if (protocol.isBlank() || cidrs.isEmpty()) {
            return;
        }
        var said = cidrs.size() == 2 ? "Dual" : cidrs.get(0).family().toString();
        if (!protocol.equalsIgnoreCase(said)) {
            faults.add("protocol \"" + protocol + "\" does not fit cidrBlock \"" + cidrBlock + "\", which is " + said);
        }
    }
}
