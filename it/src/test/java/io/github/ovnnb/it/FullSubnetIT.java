package io.github.ovnnb.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ovnnb.it.harness.Workloads;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A subnet with five addresses to give: 10.37.0.2 to 10.37.0.6. */
class FullSubnetIT {

    private static Corner corner;

    @BeforeAll
    static void open() {
        corner = Corner.open("full", "10.37.0.0/29", "10.37.0.1");
    }

    @AfterAll
    static void close() {
        corner.close();
    }

    @Test
    void thePodThatFindsNoAddressIsServedByTheReleaseItself() {
        corner.create(Workloads.deployment("all", 5, Map.of()));
        corner.awaitAllocated("all", 5);
        corner.createPod("sixth", Map.of());
        assertThat(corner.awaitWarning("sixth", "AcquireAddressFailed")).contains("full");

        corner.client().apps().deployments().inNamespace("full").withName("all").scale(4);
        await().atMost(Corner.PATIENCE).until(() -> corner.podsOf("all").size() == 4);

        await("sixth allocated at once, not by a sweep")
                .atMost(Corner.AT_ONCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> Corner.isAllocated(corner.pod("sixth")));
        assertThat(corner.awaitAllocated("sixth").ips()).hasSize(1);
    }
}
