package io.github.ovnnb.agent.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {
    @ParameterizedTest
    @CsvSource({
        "10.16.0.0/16, 10.16.0.1, 10.16.255.254",
        "10.16.0.0/30, 10.16.0.1, 10.16.0.2",
        "10.16.0.0/31, 10.16.0.0, 10.16.0.1",
        "10.16.0.7/32, 10.16.0.7, 10.16.0.7",
        "0.0.0.0/0, 0.0.0.1, 255.255.255.254",
        "fd00:10:16::/112, fd00:10:16::1, fd00:10:16::fffe",
        "fd00::/64, fd00::1, fd00::ffff:ffff:ffff:fffe",
        "fd00::/56, fd00::1, fd00:0:0:ff:ffff:ffff:ffff:fffe",
        "fd00::2/127, fd00::2, fd00::3",
        "::/0, ::1, ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe",
    })
    void knowsWhichAddressesMayBelongToHosts(String cidr, String first, String last) {
        var hosts = Cidr.of(cidr).hosts();

        assertThat(hosts.first()).hasToString(IpAddress.of(first).toString());
        assertThat(hosts.last()).hasToString(IpAddress.of(last).toString());
    }

    @Test
    void dropsHostBits() {
        assertThat(Cidr.of("10.16.3.4/16")).hasToString("10.16.0.0/16");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.16.0.0", "10.16.0.0/33", "10.16.0.0/", "fd00::/129", "10.16.0.0/-1", "10.16.0.0/016", "x/16"
            })
    void refusesWhatIsNoCidr(String text) {
        assertThat(Cidr.parse(text)).isEmpty();
    }
}
