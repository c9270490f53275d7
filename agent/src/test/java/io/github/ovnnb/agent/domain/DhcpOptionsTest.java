package io.github.ovnnb.agent.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DhcpOptionsTest {
    @Test
    void fillsInWhatAnAnswerNeeds() {
        var all = subnet(new DhcpSpec(true, "", "", 1400)).dhcp();

        assertThat(all).hasSize(2);
        assertThat(all.get(0).options())
                .containsEntry("lease_time", "3600")
                .containsEntry("router", "10.16.0.1")
                .containsEntry("mtu", "1400")
                .containsKeys("server_id", "server_mac");
        assertThat(all.get(1).options()).containsOnlyKeys("server_id");
    }

    @Test
    void whatIsSaidCountsAndListsStandInBraces() {
        var options = subnet(new DhcpSpec(true, "lease_time=60, dns_server={10.96.0.10,10.96.0.11}", "", 0))
                .dhcp()
                .get(0)
                .options();

        assertThat(options)
                .containsEntry("lease_time", "60")
                .containsEntry("dns_server", "{10.96.0.10,10.96.0.11}")
                .containsKey("router");
    }

    @Test
    void aServerGoesOnCallingItselfAsItDid() {
        var wanted = subnet(new DhcpSpec(true, "", "", 0)).dhcp().get(0);
        var now = new HashMap<>(wanted.options());
        now.putAll(Map.of("server_mac", "00:00:00:11:22:33", "mtu", "1342"));

        assertThat(wanted.isMetBy(row(wanted, now))).isTrue();
        now.put("lease_time", "1");
        assertThat(wanted.isMetBy(row(wanted, now))).isFalse();
        assertThat(wanted.options(now)).containsEntry("server_mac", "00:00:00:11:22:33");
    }

    @Test
    void nothingIsAnsweredUnlessItIsAskedFor() {
        assertThat(subnet(DhcpSpec.OFF).dhcp()).isEmpty();
    }

    @Test
    void saysWhatIsNoOption() {
        assertThat(((SubnetSpec.Bad)
                                spec(new DhcpSpec(true, "lease_time", "", 0)).read())
                        .message())
                .contains("dhcpV4Options has \"lease_time\", which is not of the form key=value");
    }

    private static DhcpOptions.Row row(DhcpOptions wanted, Map<String, String> options) {
        return new DhcpOptions.Row(new UUID(1, 1), wanted.logicalSwitch(), wanted.cidr(), options);
    }

    private static SubnetSpec spec(DhcpSpec dhcp) {
        return SubnetSpec.of("s1", "10.16.0.0/16,fd00::/112")
                .isDefault(true)
                .dhcp(dhcp)
                .build();
    }

    private static Subnet subnet(DhcpSpec dhcp) {
        return ((SubnetSpec.Good) spec(dhcp).read()).subnet();
    }
}
