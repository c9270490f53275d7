package io.github.ovnnb.it;

import static io.github.ovnnb.it.Corner.annotation;
import static io.github.ovnnb.it.harness.Workloads.ipAddress;
import static io.github.ovnnb.it.harness.Workloads.macAddress;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.github.ovnnb.it.harness.Workloads;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pods without a successor, in a subnet of one family. */
class SinglePodIT {

    private static Corner corner;

    @BeforeAll
    static void open() {
        corner = Corner.open("single", "10.31.0.0/24", "10.31.0.1");
    }

    @AfterAll
    static void close() {
        corner.close();
    }

    @Test
    void givesAnAddressOfTheNamespacesSubnetAndWritesKubeOvnsAnnotations() {
        corner.createPod("plain", Map.of());

        var row = corner.awaitAllocated("plain");

        var pod = corner.pod("plain");
        assertThat(row.ips())
                .singleElement()
                .asString()
                .startsWith("10.31.0.")
                .isNotIn("10.31.0.0", "10.31.0.1", "10.31.0.255");
        assertThat(annotation(pod, "cidr")).isEqualTo("10.31.0.0/24");
        assertThat(annotation(pod, "gateway")).isEqualTo("10.31.0.1");
        assertThat(annotation(pod, "logical_switch")).isEqualTo("single");
        assertThat(row.portSecurity()).isEmpty();
        assertThat(row.externalIds())
                .containsEntry("pod", "single/plain")
                .containsEntry("ls", "single")
                .containsKey("vendor");
    }

    @Test
    void putsThePortOnTheSwitchOfTheSubnet() {
        corner.createPod("on-switch", Map.of());
        corner.awaitAllocated("on-switch");

        assertThat(corner.ovn().nbctl("lsp-list", "single")).contains("(on-switch.single)");
    }

    @Test
    void givesTheAddressAndTheMacThatThePodAsksFor() {
        corner.createPod(
                "static-ip",
                Map.of(
                        "ovn.kubernetes.io/ip_address", "10.31.0.15",
                        "ovn.kubernetes.io/mac_address", "00:00:00:53:6B:B6"));

        corner.awaitAllocated("static-ip");

        assertThat(corner.ovn().nbctl("lsp-get-addresses", "static-ip.single"))
                .isEqualToIgnoringCase("00:00:00:53:6B:B6 10.31.0.15");
    }

    @Test
    void tellsThePodsUserWhatItGot() {
        corner.createPod("told", Map.of());
        var row = corner.awaitAllocated("told");

        await("the Pod is told")
                .atMost(Corner.PATIENCE)
                .untilAsserted(() -> assertThat(corner.events("told", "Normal"))
                        .filteredOn(event -> event.getReason().equals("PodNetworkAllocated"))
                        .singleElement()
                        .satisfies(event -> assertThat(event.getMessage())
                                .isEqualTo("provider=ovn subnet=single ip=%s mac=%s logicalSwitchPort=told.single"
                                        .formatted(row.ips().get(0), row.mac().orElseThrow()))));
    }

    @Test
    void drawsTheMacWhenOnlyTheAddressIsGiven() {
        corner.createPod("ip-only", ipAddress("10.31.0.16"));

        var row = corner.awaitAllocated("ip-only");

        assertThat(row.ips()).containsExactly("10.31.0.16");
        assertThat(row.mac()).isPresent();
    }

    @Test
    void drawsTheAddressWhenOnlyTheMacIsGiven() {
        corner.createPod("mac-only", macAddress("00:00:00:53:6b:b7"));

        var row = corner.awaitAllocated("mac-only");

        assertThat(row.mac()).contains("00:00:00:53:6b:b7");
        assertThat(row.ips()).hasSize(1);
    }

    @Test
    void locksThePortToItsAddressesWhenPortSecurityIsAnnotated() {
        corner.createPod("locked", Map.of("ovn.kubernetes.io/port_security", "true"));

        var row = corner.awaitAllocated("locked");

        assertThat(row.portSecurity()).isEqualTo(row.addresses());
    }

    @Test
    void takesThePortBackWhenThePodIsDeleted() {
        corner.createPod("short-lived", Map.of());
        corner.awaitAllocated("short-lived");

        corner.deletePod("short-lived");

        corner.awaitNoRow("short-lived");
    }

    @Test
    void takesThePortBackWhenThePodHasRunToCompletion() {
        corner.createPod("one-shot", Map.of("ovnnb.test/phase", "Succeeded"));

        await("one-shot has ended")
                .atMost(Corner.PATIENCE)
                .until(() ->
                        "Succeeded".equals(corner.pod("one-shot").getStatus().getPhase()));

        corner.awaitNoRow("one-shot");
    }

    @Test
    void leavesPodsOfTheHostNetworkAlone() {
        var pod = new PodBuilder(Workloads.pod("on-host", Map.of()))
                .editSpec()
                .withHostNetwork(true)
                .endSpec()
                .build();
        corner.create(pod);
        await("on-host runs")
                .atMost(Corner.PATIENCE)
                .until(() -> "Running".equals(corner.pod("on-host").getStatus().getPhase()));
        // A later Pod was served, so the agent has seen this one too.
        corner.createPod("after-on-host", Map.of());
        corner.awaitAllocated("after-on-host");

        assertThat(corner.row("on-host")).isEmpty();
        assertThat(annotation(corner.pod("on-host"), "ip_address")).isEmpty();
    }
}
