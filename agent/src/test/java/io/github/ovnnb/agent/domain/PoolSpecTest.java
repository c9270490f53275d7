package io.github.ovnnb.agent.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolSpecTest {
    private static PoolSpec.Reading read(String subnet, String... ips) {
        return new PoolSpec("p", subnet, List.of(), List.of(ips)).read();
    }

    @Test
    void readsAddressesRangesAndCidrsOfBothFamilies() {
        assertThat(read("s", "10.0.0.1", "10.0.0.5..10.0.0.9", "10.0.1.0/30", "fd00::1..fd00::F", "fd00:1::/127"))
                .isInstanceOfSatisfying(
                        PoolSpec.Good.class,
                        good -> assertThat(good.pool().rangesText())
                                .isEqualTo(
                                        "10.0.0.1,10.0.0.5..10.0.0.9,10.0.1.0..10.0.1.3,fd00::1..fd00::f,fd00:1::..fd00:1::1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s  | 10.0.0.300        | ips entry \"10.0.0.300\" is neither an address, a range such as",
                "s  | 10.0.0.9..10.0.0.1| ips entry \"10.0.0.9..10.0.0.1\" is neither",
                "s  | 10.0.0.0/40       | ips entry \"10.0.0.0/40\" is neither",
                "'' | 10.0.0.1          | subnet is missing; name the Subnet",
            })
    void saysWhatIsWrong(String subnet, String ip, String message) {
        assertThat(read(subnet, ip))
                .isInstanceOfSatisfying(
                        PoolSpec.Bad.class,
                        bad -> assertThat(bad.message())
                                .startsWith("IPPool \"p\": ")
                                .contains(message));
    }

    @Test
    void missesAddresses() {
        assertThat(read("s"))
                .isInstanceOfSatisfying(
                        PoolSpec.Bad.class, bad -> assertThat(bad.message()).contains("ips is empty"));
    }
}
