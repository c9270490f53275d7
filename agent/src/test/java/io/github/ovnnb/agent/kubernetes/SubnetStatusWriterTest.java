package io.github.ovnnb.agent.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.AddressFamily;
import io.github.ovnnb.agent.domain.AddressRange;
import io.github.ovnnb.agent.domain.IpAddress;
import io.github.ovnnb.agent.domain.PoolUsage;
import io.github.ovnnb.agent.domain.SubnetUsage;
import io.github.ovnnb.agent.domain.SubnetUsage.FamilyUsage;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubnetStatusWriterTest {
    @Test
    void saysTheNumbersInKubeOvnsFields() {
        var free = new AddressRange(IpAddress.of("10.0.0.3"), IpAddress.of("10.0.0.6"));
        var used = AddressRange.of(IpAddress.of("10.0.0.2"));
        var usage = new SubnetUsage("s", List.of(new FamilyUsage(AddressFamily.IPV4, List.of(free), List.of(used))));

        assertThat(SubnetStatusWriter.body(usage))
                .isEqualTo(
                        "{\"status\":{\"v4availableIPs\":4,\"v4availableIPrange\":\"10.0.0.3-10.0.0.6\","
                                + "\"v4usingIPs\":1,\"v4usingIPrange\":\"10.0.0.2\","
                                + "\"v6availableIPs\":0,\"v6availableIPrange\":\"\",\"v6usingIPs\":0,\"v6usingIPrange\":\"\"}}");
    }

    @Test
    void saysThoseOfAPoolInTheFieldsThatKubeOvnHasForPools() {
        var used = AddressRange.of(IpAddress.of("fd00::2"));
        var usage = new PoolUsage("p", List.of(new FamilyUsage(AddressFamily.IPV6, List.of(), List.of(used))));

        assertThat(SubnetStatusWriter.body(usage))
                .isEqualTo(
                        "{\"status\":{\"v4AvailableIPs\":0,\"v4AvailableIPRange\":\"\",\"v4UsingIPs\":0,\"v4UsingIPRange\":\"\","
                                + "\"v6AvailableIPs\":0,\"v6AvailableIPRange\":\"\",\"v6UsingIPs\":1,"
                                + "\"v6UsingIPRange\":\"fd00::2\"}}");
    }
}
