package io.github.ovnnb.agent.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogFaultTest {
    private static Subnet subnet(String name, String cidrs, String vpc, String provider) {
        var spec = SubnetSpec.of(name, cidrs).provider(provider).vpc(vpc).build();
        return ((SubnetSpec.Good) spec.read()).subnet();
    }

    private static List<String> faults(Subnet... subnets) {
        return CatalogFault.in(new SubnetCatalog(List.of(subnets))).stream()
                .map(fault -> fault.subject() + ": " + fault.detail())
                .toList();
    }

    @Test
    void tellsOfEachSubnetThatOverlapsAnotherOfItsVpc() {
        assertThat(faults(
                        subnet("wide", "10.0.0.0/8", "", ""),
                        subnet("a", "10.1.0.0/16", "ovn-cluster", ""),
                        subnet("b", "10.2.0.0/16,fd00::/64", "", ""),
                        subnet("apart", "11.0.0.0/8,fd00:1::/64", "", "")))
                .containsExactly(
                        "Subnet a: 10.1.0.0/16 overlaps 10.0.0.0/8 of Subnet wide in VPC ovn-cluster, so one address can be "
                                + "given out on both",
                        "Subnet b: 10.2.0.0/16 overlaps 10.0.0.0/8 of Subnet wide in VPC ovn-cluster, so one address can be "
                                + "given out on both");
    }

    @Test
    void anotherVpcIsAnotherSpaceAndSoIsANetworkOutsideOfOvn() {
        assertThat(faults(
                        subnet("a", "10.1.0.0/16", "", ""),
                        subnet("b", "10.1.0.0/16", "mine", ""),
                        subnet("c", "10.1.0.0/16", "", "macvlan.default")))
                .isEmpty();
    }

    @Test
    void anAttachmentsSubnetIsInItsVpcToo() {
        assertThat(faults(subnet("a", "10.1.0.0/16", "", ""), subnet("b", "10.1.0.0/24", "", "net1.default.ovn")))
                .hasSize(1);
    }
}
