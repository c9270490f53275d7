package io.github.ovnnb.agent.domain;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
    @ParameterizedTest
    @CsvSource({
        "10.16.0.15, 10.16.0.15",
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "fd00:10:16::000E, fd00:10:16::e",
        "FD00:0010:0016:0000:0000:0000:0000:0015, fd00:10:16::15",
        "::, ::",
        "::1, ::1",
        "1:0:0:2:0:0:0:3, 1:0:0:2::3",
        "1:0:2:3:4:5:6:7, 1:0:2:3:4:5:6:7",
        "2001:db8::1:0:0:1, 2001:db8::1:0:0:1",
        "::ffff:10.0.0.1, ::ffff:a00:1",
        "fe80::, fe80::",
    })
    void readsAnySpellingAndPrintsTheCanonicalOne(String text, String canonical) {
        assertThat(IpAddress.parse(text)).map(IpAddress::toString).contains(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.16.0",
                "10.16.0.256",
                "010.16.0.1",
                "10.16.0.1/24",
                "10.16.0.1 ",
                "::1%eth0",
                "localhost",
                "1::2::3",
                "12345::",
                "10.16.0.-1",
                ":",
                "[::1]"
            })
    void refusesWhatIsNoAddress(String text) {
        assertThat(IpAddress.parse(text)).isEmpty();
    }

    @Property
    void everyIpv6AddressReadsBackFromItsText(@ForAll long high, @ForAll long low) {
        var address = new IpAddress(AddressFamily.IPV6, high, low);

        assertThat(IpAddress.parse(address.toString())).contains(address);
    }

    @Property
    void theNextAddressIsGreaterAndComesBack(@ForAll long high, @ForAll long low) {
        var address = new IpAddress(AddressFamily.IPV6, high, low);

        assertThat(address.next().previous()).isEqualTo(address);
        if (high != -1L || low != -1L) {
            assertThat(address.next()).isGreaterThan(address);
        }
    }

    @Test
    void sortsIpv4BeforeIpv6AndAboveTheSignBit() {
        assertThat(IpAddress.of("255.0.0.0")).isLessThan(IpAddress.of("::"));
        assertThat(IpAddress.of("fd00::")).isGreaterThan(IpAddress.of("2001::"));
    }
}
