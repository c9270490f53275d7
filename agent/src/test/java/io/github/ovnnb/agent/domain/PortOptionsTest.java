package io.github.ovnnb.agent.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortOptionsTest {
    private static final String ADDRESSES = "02:00:00:00:00:01 10.16.0.5";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-     | -     | -                      | false | false | ''",
                "true  | -     | 10.16.0.9              | true  | false | 10.16.0.9",
                "TRUE  | true  | '10.16.0.9, FD00::0:9' | true  | true  | 10.16.0.9,fd00::9",
                "false | false | ''                     | false | false | ''",
                "maybe | maybe | 10.16.0.x,10.16.0.9    | false | false | 10.16.0.9",
            })
    void readsTheAnnotations(
            String security, String layer2, String vips, boolean secured, boolean forwarded, String addresses) {
        var options = read(security, layer2, vips).options();

        assertThat(options.portSecurity()).isEqualTo(secured);
        assertThat(options.layer2Forward()).isEqualTo(forwarded);
        assertThat(options.vipsText()).isEqualTo(addresses);
    }

    @Test
    void saysWhatItCanNotRead() {
        assertThat(read("maybe", "true", "10.16.0.x").faults())
                .containsExactly(
                        "annotation ovn.kubernetes.io/port_security: \"maybe\" is neither true nor false",
                        "annotation ovn.kubernetes.io/port_vips: \"10.16.0.x\" is not an IP address; write "
                                + "10.16.0.100,10.16.0.101");
    }

    @Test
    void theVirtualAddressesAreSecuredBesideThePortsOwn() {
        var spec = spec(
                new PortOptions(true, true, List.of(IpAddress.parse("10.16.0.9").orElseThrow())));

        assertThat(spec.portSecurityColumn()).isEqualTo(Set.of(ADDRESSES + " 10.16.0.9"));
        assertThat(spec.addressesColumn()).isEqualTo(Set.of(ADDRESSES, "unknown"));
    }

    @Test
    void unknownBesideTheAddressesHidesNone() {
        assertThat(Addresses.parse(List.of("unknown", ADDRESSES)).orElseThrow()).hasToString(ADDRESSES);
        assertThat(Addresses.parse(List.of("unknown"))).isEmpty();
        assertThat(HeldAddresses.read(List.of("unknown", ADDRESSES)).ips()).hasSize(1);
    }

    private static PortSpec spec(PortOptions options) {
        return new PortSpec(
                PortIdentity.of("shop", "p"),
                new Placement("s1", Addresses.parse(List.of(ADDRESSES)).orElseThrow()),
                options,
                Optional.empty(),
                new PortOwnership(new Workload.Standalone(), Optional.of("u")),
                Optional.empty());
    }

    private static PortOptions.Reading read(String security, String layer2, String vips) {
        var annotations = new HashMap<String, String>();
        put(annotations, Annotations.PORT_SECURITY, security);
        put(annotations, Annotations.LAYER2_FORWARD, layer2);
        put(annotations, Annotations.PORT_VIPS, vips);
        return PortOptions.read(Provider.DEFAULT, annotations, false);
    }

    private static void put(Map<String, String> annotations, String key, String value) {
        if (value != null) {
            annotations.put(Provider.DEFAULT.annotation(key), value);
        }
    }
}
