package io.github.ovnnb.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a Pod wants of its port beside addresses; all of it may change while the Pod lives. */
class PortOptionsIT {
    private static Corner corner;

    @BeforeAll
    static void open() {
        corner = Corner.open("options", "10.53.0.0/24", "10.53.0.1");
    }

    @AfterAll
    static void close() {
        corner.close();
    }

    @Test
    void portSecurityFollowsItsAnnotation() {
        corner.createPod("secured", Map.of());
        var row = corner.awaitAllocated("secured");
        var addresses = row.addresses().iterator().next();
        assertThat(column("secured", "port_security")).isEqualTo("[]");

        corner.annotate("secured", "port_security", "true");
        awaitColumn("secured", "port_security", "[\"" + addresses + "\"]");
        corner.annotate("secured", "port_vips", "10.53.0.200,fd00::200");
        awaitColumn("secured", "port_security", "[\"" + addresses + " 10.53.0.200 fd00::200\"]");
        assertThat(column("secured", "external_ids"))
                .contains("vips=\"10.53.0.200,fd00::200\"", "attach-vips=\"true\"");

        corner.annotate("secured", "port_vips", "");
        awaitColumn("secured", "port_security", "[\"" + addresses + "\"]");
        assertThat(column("secured", "external_ids")).doesNotContain("vips");
        corner.annotate("secured", "port_security", "false");
        awaitColumn("secured", "port_security", "[]");
        assertThat(corner.row("secured").orElseThrow().uuid()).isEqualTo(row.uuid());
    }

    @Test
    void unknownMacsAreForwardedOnRequestAndTheAddressesStay() {
        corner.createPod("bridge", Map.of("ovn.kubernetes.io/layer2_forward", "true"));
        await("unknown among the addresses")
                .atMost(Corner.PATIENCE)
                .until(() -> corner.row("bridge")
                        .filter(row -> row.addresses().contains("unknown"))
                        .isPresent());
        var row = corner.row("bridge").orElseThrow();
        var ip = Corner.annotation(corner.pod("bridge"), "ip_address");
        corner.createPod("neighbour", Map.of());
        assertThat(corner.awaitAllocated("neighbour").ips()).doesNotContain(ip);

        corner.annotate("bridge", "layer2_forward", "false");
        await("unknown no more")
                .atMost(Corner.PATIENCE)
                .until(() -> !corner.row("bridge").orElseThrow().addresses().contains("unknown"));

        assertThat(corner.awaitAllocated("bridge").uuid()).isEqualTo(row.uuid());
    }

    @Test
    void whatOthersNotedOnThePortStays() {
        corner.createPod("noted", Map.of());
        corner.awaitAllocated("noted");
        corner.ovn()
                .nbctl(
                        "set",
                        "Logical_Switch_Port",
                        "noted.options",
                        "external_ids:theirs=1",
                        "external_ids:vips=10.53.0.9",
                        "options:mcast_flood=true");

        corner.annotate("noted", "port_security", "true");
        await("secured")
                .atMost(Corner.PATIENCE)
                .until(() -> !column("noted", "port_security").equals("[]"));

        assertThat(column("noted", "external_ids")).contains("theirs=\"1\"", "vips=\"10.53.0.9\"");
        assertThat(column("noted", "options")).contains("mcast_flood=\"true\"");
    }

    @Test
    void aMalformedVirtualAddressIsToldAndTheOthersCount() {
        corner.createPod(
                "typo",
                Map.of(
                        "ovn.kubernetes.io/port_security", "true",
                        "ovn.kubernetes.io/port_vips", "10.53.0.300,10.53.0.30"));

        corner.awaitAllocated("typo");

        assertThat(corner.awaitWarning("typo", "ValidatePodNetworkFailed")).contains("port_vips", "10.53.0.300");
        assertThat(column("typo", "port_security")).contains(" 10.53.0.30\"");
    }

    private static String column(String pod, String column) {
        return corner.ovn()
                .nbctl("get", "Logical_Switch_Port", pod + ".options", column)
                .strip();
    }

    private static void awaitColumn(String pod, String column, String value) {
        await(column + " of " + pod)
                .atMost(Corner.PATIENCE)
                .untilAsserted(() -> assertThat(column(pod, column)).isEqualTo(value));
    }
}
