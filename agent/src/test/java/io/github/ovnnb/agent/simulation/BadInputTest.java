package io.github.ovnnb.agent.simulation;

import static io.github.ovnnb.agent.simulation.Example.IP;
import static io.github.ovnnb.agent.simulation.Example.MAC;
import static io.github.ovnnb.agent.simulation.Example.POOL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the user of a Pod is told that can't be served: which value is at fault, and what would be right. Other Pods are not held up. */
class BadInputTest {
    private static final String VALIDATE = "ValidatePodNetworkFailed: annotation ovn.kubernetes.io/";
    private static final String ACQUIRE = "AcquireAddressFailed: ";

    private final Example cluster = new Example();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ip_address  | nonsense           | \"nonsense\" is not an IP address such as 10.16.0.15",
                "ip_address  | 10.0.0.2,10.0.0.3  | separated by a comma",
                "mac_address | 00:00:00           | is not a MAC address such as 00:00:00:53:6b:b6",
                "mac_address | 01:00:00:00:00:01  | is not a unicast address",
                "ip_pool     | 10.0.0.2;nonsense  | has the entry \"nonsense\", which is not an IP address",
                "ip_address  | 10.0.0.1           | it is the gateway of subnet s1",
                "ip_address  | 10.0.0.0           | it is the network address of 10.0.0.0/28",
                "ip_address  | 10.0.0.15          | it is the broadcast address of 10.0.0.0/28",
            })
    void tellsWhatIsWrongWithAnAnnotation(String key, String value, String message) {
        cluster.apply("p0", Map.of("ovn.kubernetes.io/" + key, value));
        cluster.apply("p1", Map.of());
        cluster.soon();

        assertThat(cluster.told("p0")).startsWith(VALIDATE + key).contains(message);
        assertThat(cluster.ipOf("p1")).isNotEmpty();
    }

    @Test
    void tellsThatAnAddressIsOutsideTheSubnetAndNamesTheSubnet() {
        cluster.apply("p0", Map.of(IP, "10.9.0.1"));
        cluster.soon();

        assertThat(cluster.told("p0"))
                .startsWith(ACQUIRE)
                .contains("10.9.0.1 is outside of subnet s1 (10.0.0.0/28); choose an address inside");
    }

    @Test
    void tellsByWhomAMacIsTaken() {
        cluster.apply("p0", Map.of(MAC, "00:00:00:53:6B:B6"));
        cluster.soon();
        cluster.apply("p1", Map.of(MAC, "00:00:00:53:6B:B6"));
        cluster.soon();

        assertThat(cluster.told("p1"))
                .startsWith(ACQUIRE)
                .contains("00:00:00:53:6b:b6 on subnet s1 is taken by port p0.a");
    }

    @Test
    void tellsThatAPoolIsExhaustedAndByWhom() {
        cluster.apply("p0", Map.of(POOL, "10.0.0.9"));
        cluster.soon();
        cluster.apply("p1", Map.of(POOL, "10.0.0.9"));
        cluster.soon();

        assertThat(cluster.told("p1")).startsWith(ACQUIRE).contains("10.0.0.9 on subnet s1 is taken by port p0.a");
    }

    @Test
    void tellsThatAMemberIsBeyondItsPool() {
        cluster.applySet("web", 2, Map.of(POOL, "10.0.0.9"));
        cluster.soon();

        assertThat(cluster.ipOf("web-0")).isEqualTo("10.0.0.9");
        assertThat(cluster.told("web-1"))
                .startsWith(ACQUIRE)
                .contains("the pool has 1 entries, but this is member number 2 of its StatefulSet");
    }

    @Test
    void tellsThatNoSubnetServesTheNamespace() {
        cluster.cluster.api.createPod("nowhere", "p0", Map.of(), Optional.empty());
        cluster.soon();

        assertThat(cluster.cluster.told.values())
                .containsExactly(
                        ACQUIRE + "no subnet serves namespace nowhere; add it to the namespaces of a subnet, or make "
                                + "one the default");
    }

    @Test
    void tellsThatThereIsNoSuchSubnetAndWhichThereAre() {
        cluster.apply("p0", Map.of("ovn.kubernetes.io/logical_switch", "s9"));
        cluster.soon();

        assertThat(cluster.told("p0")).startsWith(ACQUIRE).contains("there is no subnet \"s9\"; known subnets: s1, s2");
    }

    @Test
    void tellsThatTheSubnetIsFull() {
        for (var name : List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m")) {
            cluster.apply(name, Map.of());
        }
        cluster.soon();

        assertThat(cluster.cluster.told.values())
                .isNotEmpty()
                .allMatch(
                        text -> text.equals(
                                ACQUIRE
                                        + "no free address left in subnet s1; the Pod gets the next that is released, or enlarge the subnet"));
    }
}
