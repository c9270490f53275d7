package io.github.ovnnb.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ovnnb.it.harness.PortRow;
import io.github.ovnnb.it.harness.TcpProxy;
import io.github.ovnnb.it.harness.Workloads;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An API server that answers late, not at all, or whose connections break: Pods are served in the end, each once. */
class ApiServerRoadIT {
    private static int number;

    private TcpProxy road;
    private Corner corner;

    @BeforeEach
    void open() {
        var direct = SharedPlatform.controlPlane().asAgent();
        road = TcpProxy.before(direct.server());
        number++;
        corner = Corner.openBy(
                SharedPlatform.controlPlane().write(road.on(direct)), "road-" + number, "10.62.0.0/24", "10.62.0.1");
    }

    @AfterEach
    void close() {
        road.pass();
        corner.close();
        road.close();
    }

    private static List<String> pods(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(each -> prefix + each).toList();
    }

    private void assertServedOnce(List<String> pods) {
        pods.forEach(corner::awaitAllocated);
        var rows = corner.rows();
        assertThat(rows).hasSize(pods.size());
        assertThat(rows.stream().flatMap(row -> row.ips().stream())).doesNotHaveDuplicates();
        assertThat(rows.stream().map(PortRow::mac)).doesNotHaveDuplicates();
    }

    @Test
    void aSlowOneSlowsNothingButItselfAndNobodyIsServedTwice() {
        road.delay(Duration.ofMillis(700));
        var names = pods("slow-", 20);
        names.forEach(name -> corner.createPod(name, Map.of()));

        assertServedOnce(names);
    }

    @Test
    void connectionsThatBreakInABurstLoseNoPod() {
        var names = pods("cut-", 60);
        for (var name : names) {
            corner.createPod(name, Map.of());
            if (name.endsWith("9")) {
                road.cutAll();
            }
        }

        assertServedOnce(names);
    }

    @Test
    void whatHappensWhileNothingComesThroughIsCaughtUpWith() {
        var set = Workloads.statefulSet("web", 2, Map.of());
        corner.create(set);
        var kept = corner.awaitAllocated("web", 2);
        corner.createPod("leaver", Map.of());
        corner.awaitAllocated("leaver");

        road.hold();
        corner.deletePod("leaver");
        corner.createPod("newcomer", Map.of());
        await("the leaver is gone")
                .atMost(Corner.PATIENCE)
                .until(() -> corner.podIfThere("leaver").isEmpty());
        road.pass();

        corner.awaitAllocated("newcomer");
        corner.awaitNoRow("leaver");
        assertThat(List.of(
                        corner.row("web-0").orElseThrow(), corner.row("web-1").orElseThrow()))
                .containsExactlyInAnyOrderElementsOf(kept);
        assertThat(corner.agent().process().isAlive()).isTrue();
    }
}
