package io.github.ovnnb.agent.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SubnetSpecTest {
    @Test
    void readsADualStackSubnet() {
        var reading = spec("10.16.0.0/16,fd00:10:16::/112", "10.16.0.1,fd00:10:16::1", "Dual", "10.16.0.1..10.16.0.10")
                .read();

        assertThat(reading).isInstanceOfSatisfying(SubnetSpec.Good.class, good -> {
            assertThat(good.subnet().cidrText()).isEqualTo("10.16.0.0/16,fd00:10:16::/112");
            assertThat(good.subnet().gatewayText()).isEqualTo("10.16.0.1,fd00:10:16::1");
            assertThat(good.subnet().excluded())
                    .extracting(AddressRange::toString)
                    .containsExactly("10.16.0.1..10.16.0.10");
        });
    }

    @Test
    void fillsInTheFirstAddressAsGateway() {
        assertThat(spec("10.16.0.0/16", "", "").read())
                .isInstanceOfSatisfying(
                        SubnetSpec.Good.class,
                        good -> assertThat(good.subnet().gatewayText()).isEqualTo("10.16.0.1"));
    }

    @Test
    void saysAllThatIsWrongAtOnce() {
        assertThat(spec("10.16.0.0/36", "x", "", "10.16.0.9..10.16.0.1").read())
                .isInstanceOfSatisfying(
                        SubnetSpec.Bad.class,
                        bad -> assertThat(bad.message())
                                .contains(
                                        "Subnet \"sn\"",
                                        "cidrBlock \"10.16.0.0/36\"",
                                        "gateway \"x\"",
                                        "10.16.0.9..10.16.0.1"));
    }

    @Test
    void refusesAGatewayOutside() {
        assertThat(spec("10.16.0.0/16", "10.17.0.1", "").read()).isInstanceOf(SubnetSpec.Bad.class);
    }

    @Test
    void refusesAProtocolThatContradictsTheCidr() {
        assertThat(spec("10.16.0.0/16", "", "Dual").read())
                .isInstanceOfSatisfying(
                        SubnetSpec.Bad.class,
                        bad -> assertThat(bad.message()).contains("protocol \"Dual\"", "which is IPv4"));
    }

    private static SubnetSpec spec(String cidr, String gateway, String protocol, String... excluded) {
        return SubnetSpec.of("sn", cidr)
                .gateway(gateway)
                .excludeIps(List.of(excluded))
                .protocol(protocol)
                .build();
    }
}
