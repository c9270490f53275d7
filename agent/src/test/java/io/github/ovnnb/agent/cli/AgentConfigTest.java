package io.github.ovnnb.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ovnnb.agent.domain.RetentionPolicy;
import io.github.ovnnb.agent.domain.RetentionPolicy.Choice;
import io.github.ovnnb.agent.domain.Subnet;
import io.github.ovnnb.agent.kubernetes.Duties;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentConfigTest {
    @Test
    void readsWhatTheReadmeShows() {
        var config = AgentConfig.parse("""
                subnets:
                  - name: ovn-default
                    cidrBlock: 10.16.0.0/16,fd00:10:16::/112
                    gateway: 10.16.0.1,fd00:10:16::1
                    excludeIps: [10.16.0.2..10.16.0.10]
                    protocol: Dual
                    namespaces: [shop]
                    default: true
                portSecurity: true
                kubeOvn: {subnetStatus: true, ipResources: false}
                http: {port: 0, address: 127.0.0.1}
                """, "test.yaml");

        assertThat(config.subnets()).singleElement().satisfies(subnet -> {
            assertThat(subnet.cidrText()).isEqualTo("10.16.0.0/16,fd00:10:16::/112");
            assertThat(subnet.isDefault()).isTrue();
            assertThat(subnet.namespaces()).containsExactly("shop");
        });
        assertThat(config.ports().portSecurity()).isTrue();
        assertThat(config.duties()).isEqualTo(new Duties(true, false));
        assertThat(config.http()).isEqualTo(new AgentConfig.HttpConfig(0, "127.0.0.1"));
    }

    @Test
    void readsWhatBecomesOfPortsAndWhoseNetworkTheDefaultOneIs() {
        var config = AgentConfig.parse("""
                defaultNetwork: false
                retention: {whenScaled: Retain}
                subnets:
                  - {name: net1, cidrBlock: 10.17.0.0/16, provider: net1.shop.ovn, enableDHCP: true, dhcpV4Options: lease_time=60, mtu: 1400}
                """, "test.yaml");

        assertThat(config.ports().primary()).isFalse();
        assertThat(config.ports().retention()).isEqualTo(new RetentionPolicy(Choice.RETAIN, Choice.RELEASE));
        assertThat(config.subnets().get(0).dhcp().get(0).options())
                .containsEntry("lease_time", "60")
                .containsEntry("mtu", "1400");
    }

    @Test
    void everythingIsOptional() {
        assertThat(AgentConfig.parse("", "test.yaml")).isEqualTo(AgentConfig.DEFAULT);
        assertThat(AgentConfig.parse("kubeOvn: {}", "test.yaml").duties()).isEqualTo(new Duties(false, true));
        assertThat(AgentConfig.parse("portSecurity: true", "test.yaml").subnets())
                .isEqualTo(java.util.List.<Subnet>of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "subnet: []                                             | unknown field \"subnet\"; known are defaultNetwork, events, http, kubeOvn, portSecurity, retention, subnets",
                "subnets: [{name: a, cidr: 10.0.0.0/8}]                 | (subnets[0].cidr): unknown field \"cidr\"",
                "subnets: [{name: a, cidrBlock: 10.0.0.0/99}]           | Subnet \"a\": cidrBlock \"10.0.0.0/99\" is not a CIDR",
                "subnets: [{cidrBlock: 10.0.0.0/8}]                     | it has no name",
                "'subnets: [{name: a, cidrBlock: 10.0.0.0/8}, {name: a, cidrBlock: 11.0.0.0/8}]' | Subnet \"a\" is there twice",
                "retention: {whenScaled: Keep}                          | retention.whenScaled \"Keep\" is neither Retain nor Release",
                "http: {port: 70000}                                    | http.port 70000 is not a TCP port",
                "portSecurity: perhaps                                  | line 1 (portSecurity)",
                "'subnets: ['                                           | line 1",
                "just words                                             | line 1",
            })
    void saysWhatIsWrongAndWhere(String yaml, String message) {
        assertThatThrownBy(() -> AgentConfig.parse(yaml, "test.yaml"))
                .isInstanceOf(AgentConfig.Unusable.class)
                .hasMessageStartingWith("configuration test.yaml")
                .hasMessageContaining(message)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void aMissingFileIsOneLine() {
        assertThatThrownBy(() -> AgentConfig.read(Path.of("/no/such/file.yaml")))
                .isInstanceOf(AgentConfig.Unusable.class)
                .hasMessage("configuration /no/such/file.yaml: no such file");
    }
}
