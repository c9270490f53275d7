package io.github.ovnnb.it;

import static io.github.ovnnb.it.harness.Workloads.ipAddress;
import static io.github.ovnnb.it.harness.Workloads.ipPool;
import static io.github.ovnnb.it.harness.Workloads.macAddress;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ovnnb.it.harness.Workloads;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be given is said on the Pod, which waits and is served as soon as the obstacle goes. */
class BadInputIT {

    private static final String INVALID = "ValidatePodNetworkFailed";
    private static final String NOT_ACQUIRED = "AcquireAddressFailed";

    private static Corner corner;

    @BeforeAll
    static void open() {
        corner = Corner.open("bad", "10.36.0.0/24", "10.36.0.1");
    }

    @AfterAll
    static void close() {
        corner.close();
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
            malformed | 10.36.0.x   | 10.36.0.101
            outside   | 192.168.0.9 | 10.36.0.102
            network   | 10.36.0.0   | 10.36.0.103
            broadcast | 10.36.0.255 | 10.36.0.104
            gateway   | 10.36.0.1   | 10.36.0.105
            """)
    void saysWhatIsWrongWithAnAddressAndServesThePodOnceItIsCorrected(String name, String address, String right) {
        corner.createPod(name, ipAddress(address));
        await(name + " is warned")
                .atMost(Corner.PATIENCE)
                .until(() -> !corner.warnings(name).isEmpty());
        assertThat(corner.warnings(name))
                .allSatisfy(event -> assertThat(event.getReason()).isIn(INVALID, NOT_ACQUIRED))
                .allSatisfy(event -> assertThat(event.getMessage()).contains(address));
        assertThat(corner.row(name)).isEmpty();

        corner.annotate(name, "ip_address", right);

        awaitAtOnce(name);
        assertThat(corner.awaitAllocated(name).ips()).containsExactly(right);
    }

    @Test
    void saysWhatIsWrongWithAMac() {
        corner.createPod("bad-mac", macAddress("00:00:00:53:6B"));

        assertThat(corner.awaitWarning("bad-mac", INVALID)).contains("00:00:00:53:6B");
    }

    @Test
    void saysWhoHoldsATakenAddressAndServesTheWaiterWhenTheHolderGoes() {
        corner.createPod("holder", ipAddress("10.36.0.50"));
        corner.awaitAllocated("holder");
        corner.createPod("waiter", ipAddress("10.36.0.50"));
        assertThat(corner.awaitWarning("waiter", NOT_ACQUIRED)).contains("10.36.0.50", "holder");

        corner.client()
                .pods()
                .inNamespace("bad")
                .withName("holder")
                .withGracePeriod(0)
                .delete();
        await().atMost(Corner.PATIENCE).until(() -> corner.podIfThere("holder").isEmpty());

        awaitAtOnce("waiter");
        assertThat(corner.awaitAllocated("waiter").ips()).containsExactly("10.36.0.50");
    }

    @Test
    void saysWhoHoldsATakenMac() {
        corner.createPod("mac-holder", macAddress("00:00:00:53:6b:c1"));
        corner.awaitAllocated("mac-holder");

        corner.createPod("mac-waiter", macAddress("00:00:00:53:6B:C1"));

        assertThat(corner.awaitWarning("mac-waiter", NOT_ACQUIRED)).contains("mac-holder");
        assertThat(corner.row("mac-waiter")).isEmpty();
    }

    @Test
    void saysWhenAMembersOrdinalIsBeyondThePool() {
        corner.create(Workloads.statefulSet("beyond", 2, ipPool("10.36.0.60")));
        corner.awaitAllocated("beyond-0");

        assertThat(corner.awaitWarning("beyond-1", NOT_ACQUIRED)).contains("ip_pool", "member number 2");
    }

    @Test
    void saysWhichEntryOfAPoolIsMalformed() {
        corner.createPod("bad-pool", ipPool("10.36.0.70,10.36.0.7x"));

        assertThat(corner.awaitWarning("bad-pool", INVALID)).contains("10.36.0.7x");
    }

    @Test
    void otherPodsAreNotHeldUp() {
        corner.createPod("stuck", ipAddress("192.168.0.9"));
        await("stuck is warned")
                .atMost(Corner.PATIENCE)
                .until(() -> !corner.warnings("stuck").isEmpty());

        corner.createPod("neighbour", Map.of());

        awaitAtOnce("neighbour");
        assertThat(corner.row("neighbour")).isPresent();
    }

    @Test
    void saysWhenTheNamespaceHasNoSubnet() {
        var client = corner.client();
        client.resource(Workloads.namespace("bad-without-subnet")).create();
        var pod = Workloads.pod("homeless", Map.of());
        pod.getMetadata().setNamespace("bad-without-subnet");
        try {
            client.resource(pod).create();

            await().atMost(Corner.PATIENCE)
                    .untilAsserted(() -> assertThat(client.v1()
                                    .events()
                                    .inNamespace("bad-without-subnet")
                                    .list()
                                    .getItems())
                            .anySatisfy(event -> {
                                assertThat(event.getType()).isEqualTo("Warning");
                                assertThat(event.getMessage()).contains("bad-without-subnet");
                            }));
        } finally {
            client.namespaces().withName("bad-without-subnet").delete();
        }
    }

    private static void awaitAtOnce(String pod) {
        await(pod + " allocated at once, not by a sweep")
                .atMost(Corner.AT_ONCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> Corner.isAllocated(corner.pod(pod)));
    }
}
