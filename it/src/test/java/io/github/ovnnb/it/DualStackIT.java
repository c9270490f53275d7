package io.github.ovnnb.it;

import static io.github.ovnnb.it.Corner.annotation;
import static io.github.ovnnb.it.harness.Workloads.ipAddress;
import static io.github.ovnnb.it.harness.Workloads.ipPool;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.it.harness.Workloads;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** IPv4 and IPv6 on one port, with port security on by default. */
class DualStackIT {

    private static Corner corner;

    @BeforeAll
    static void open() {
        corner =
                Corner.open("dual", "10.32.0.0/24,fd00:10:32::/112", "10.32.0.1,fd00:10:32::1", "portSecurity: true\n");
    }

    @AfterAll
    static void close() {
        corner.close();
    }

    @Test
    void givesOneAddressOfEachFamily() {
        corner.createPod("plain", Map.of());

        var row = corner.awaitAllocated("plain");

        assertThat(row.ips()).hasSize(2);
        assertThat(row.ips().get(0)).startsWith("10.32.0.");
        assertThat(row.ips().get(1)).startsWith("fd00:10:32::");
        assertThat(annotation(corner.pod("plain"), "gateway")).isEqualTo("10.32.0.1,fd00:10:32::1");
    }

    @Test
    void givesThePairThatThePodAsksFor() {
        corner.createPod("pair", ipAddress("10.32.0.15,fd00:10:32::15"));

        assertThat(corner.awaitAllocated("pair").ips()).containsExactly("10.32.0.15", "fd00:10:32::15");
    }

    @Test
    void drawsTheFamilyThatThePodDoesNotName() {
        corner.createPod("half", ipAddress("10.32.0.17"));

        var ips = corner.awaitAllocated("half").ips();

        assertThat(ips).hasSize(2).first().isEqualTo("10.32.0.17");
    }

    @Test
    void givesPairsOfAPoolInTheOrderOfTheMembers() {
        var pool = "10.32.0.20,fd00:10:32::000E;10.32.0.21,fd00:10:32::000F;10.32.0.22,fd00:10:32::0010";
        corner.create(Workloads.statefulSet("pairs", 2, ipPool(pool)));

        corner.awaitAllocated("pairs", 2);

        assertThat(corner.row("pairs-0").orElseThrow().ips()).isEqualTo(List.of("10.32.0.20", "fd00:10:32::e"));
        assertThat(corner.row("pairs-1").orElseThrow().ips()).isEqualTo(List.of("10.32.0.21", "fd00:10:32::f"));
    }

    @Test
    void locksPortsByDefaultWhenTheConfigurationSaysSo() {
        corner.createPod("locked", Map.of());
        corner.createPod("open", Map.of("ovn.kubernetes.io/port_security", "false"));

        var locked = corner.awaitAllocated("locked");

        assertThat(locked.portSecurity()).isEqualTo(locked.addresses());
        assertThat(corner.awaitAllocated("open").portSecurity()).isEmpty();
    }
}
