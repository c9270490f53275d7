package io.github.ovnnb.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ovnnb.it.harness.PortRow;
import io.github.ovnnb.it.harness.Workloads;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever ends or stops around the agent: no address changes, none is given twice, and what was missed is caught up. */
class RestartIT {

    private static int number;

    private Corner corner;
    private String name = "";

    @BeforeEach
    void open() {
        number++;
        name = "restart-" + number;
        corner = Corner.open(name, "10.35.0.0/22", "10.35.0.1");
    }

    @AfterEach
    void close() {
        corner.close();
    }

    @Test
    void catchesUpWithPodsAndDeletionsOfTheTimeItWasDown() {
        corner.create(Workloads.statefulSet("web", 2, Map.of()));
        corner.create(Workloads.deployment("front", 3, Map.of()));
        corner.createPod("leaver", Map.of());
        corner.awaitAllocated("web", 2);
        corner.awaitAllocated("front", 3);
        corner.awaitAllocated("leaver");
        var kept =
                List.of(corner.row("web-0").orElseThrow(), corner.row("web-1").orElseThrow());

        corner.agent().kill9();
        corner.deletePod("leaver");
        corner.client().apps().deployments().inNamespace(name).withName("front").scale(1);
        corner.createPod("newcomer", Map.of());
        await().atMost(Corner.PATIENCE)
                .until(() -> corner.podsOf("front").size() == 1
                        && corner.podIfThere("leaver").isEmpty());
        corner.agent().startAndAwaitReady();

        corner.awaitAllocated("newcomer");
        await().atMost(Corner.PATIENCE).until(() -> corner.rows().size() == 4);
        assertThat(List.of(
                        corner.row("web-0").orElseThrow(), corner.row("web-1").orElseThrow()))
                .isEqualTo(kept);
        assertNothingGivenTwice();
    }

    @Test
    void givesNothingTwiceWhenItIsKilledInTheMidstOfABurst() {
        var names =
                IntStream.range(0, 200).mapToObj(number -> "burst-" + number).toList();
        names.subList(0, 100).forEach(name -> corner.createPod(name, Map.of()));
        corner.agent().kill9();
        names.subList(100, 200).forEach(name -> corner.createPod(name, Map.of()));
        corner.agent().startAndAwaitReady();

        await("all allocated")
                .atMost(Corner.PATIENCE)
                .until(() -> corner.allocated().size() == 200);
        assertThat(corner.rows()).hasSize(200);
        var told = corner.allocated();
        assertThat(corner.rows()).allSatisfy(row -> assertThat(row.addresses()).containsExactly(told.get(row.name())));
        assertNothingGivenTwice();
    }

    @Test
    void goesOnAfterTheNorthboundWasKilled() {
        corner.createPod("before", Map.of());
        var before = corner.awaitAllocated("before");

        corner.ovn().killNorthbound();
        corner.createPod("meanwhile", Map.of());
        corner.ovn().startNorthbound();

        corner.awaitAllocated("meanwhile");
        assertThat(corner.row("before")).contains(before);
        assertNothingGivenTwice();
    }

    @Test
    void goesOnAfterTheApiServerWasKilled() {
        corner.createPod("before", Map.of());
        var before = corner.awaitAllocated("before");

        SharedPlatform.controlPlane().apiServer().kill9();
        SharedPlatform.controlPlane().startApiServer();
        corner.createPod("after", Map.of());

        corner.awaitAllocated("after");
        assertThat(corner.row("before")).contains(before);
    }

    @Test
    void countsTheAddressesOfPortsThatOthersMadeAndLeavesThemAlone() {
        var added = corner.ovn()
                .nbctl(
                        "--may-exist",
                        "ls-add",
                        name,
                        "--",
                        "lsp-add",
                        name,
                        "foreign",
                        "--",
                        "lsp-set-addresses",
                        "foreign",
                        "0a:00:00:00:00:77 10.35.0.77");
        assertThat(added).isEmpty();

        corner.createPod("wants-it", Workloads.ipAddress("10.35.0.77"));

        assertThat(corner.awaitWarning("wants-it", "AcquireAddressFailed")).contains("foreign");
        corner.ovn().nbctl("lsp-del", "foreign");
        assertThat(corner.awaitAllocated("wants-it").ips()).containsExactly("10.35.0.77");
    }

    private void assertNothingGivenTwice() {
        var rows = corner.rows();
        assertThat(rows.stream().flatMap(row -> row.ips().stream())).doesNotHaveDuplicates();
        assertThat(rows.stream().map(PortRow::mac)).doesNotHaveDuplicates();
    }
}
