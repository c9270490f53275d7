package io.github.ovnnb.agent.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which families a request speaks of. */
class AskedFamiliesTest {
    @ParameterizedTest
    @CsvSource({"ipv4, 10.17.0.2", "ipv6, fd00::2"})
    void givesOnlyTheFamilyThatThePodWants(String family, String ip) {
        var scene = new Scene()
                .subnet("dual", "10.17.0.0/24,fd00::/120", false)
                .pod("web", "logical_switch", "dual", "ip_family", family);

        assertThat(((Plan.Bind) scene.look("web").plan())
                        .placement()
                        .addresses()
                        .ips())
                .containsExactly(IpAddress.of(ip));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.2,fd00::2                   | 10.0.0.2,fd00::2",
                "10.0.0.2,10.0.0.3                  | 10.0.0.2 / 10.0.0.3",
                "10.0.0.2,fd00::2,10.0.0.3          | 10.0.0.2 / fd00::2 / 10.0.0.3",
                "10.0.0.2,fd00::2; 10.0.0.3,fd00::3 | 10.0.0.2,fd00::2 / 10.0.0.3,fd00::3",
                "FD00:0:0::2;10.0.0.3               | fd00::2 / 10.0.0.3",
            })
    void readsAPoolAsKubeOvnDoes(String text, String entries) {
        var reading = AddressRequestReader.read(Provider.DEFAULT, Map.of(Provider.DEFAULT.annotation("ip_pool"), text));

        var pool = ((AddressRequest.Wellformed) reading).request().pool().orElseThrow();
        assertThat(pool.entries().stream().map(AddressPool.Entry::toString))
                .containsExactlyElementsOf(List.of(entries.split(" / ")));
    }

    @Test
    void refusesAnAddressOfTheFamilyThatIsNotWanted() {
        var scene = new Scene()
                .subnet("dual", "10.17.0.0/24,fd00::/120", false)
                .pod("web", "logical_switch", "dual", "ip_family", "ipv4", "ip_address", "fd00::5");

        assertThat(((Plan.Wait) scene.look("web").plan()).obstacle().message()).contains("contradicts ip_address");
    }
}
