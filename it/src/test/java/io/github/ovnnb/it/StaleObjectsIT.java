package io.github.ovnnb.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ovnnb.it.harness.Workloads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Northbound full of what nobody wants any more. */
class StaleObjectsIT {
    private static final String NAME = "stale";
    private static final int STALE = 10_000;
    /** Three quick sweeps; a slow machine may need one of the later ones, a minute apart. */
    private static final Duration SWEEPS = Duration.ofSeconds(150);

    private Corner corner;

    @BeforeEach
    void open() {
        corner = Corner.open(NAME, "10.63.0.0/16", "10.63.0.1");
    }

    @AfterEach
    void close() {
        corner.close();
    }

    /** As kube-ovn would have left them behind, all in one transaction. */
    private static void leaveBehind(List<String> pods) {
        var operations = new ArrayList<String>();
        for (int number = 0; number < pods.size(); number++) {
            int low = number & 255;
            int high = 4 + (number >> 8);
            operations.add("""
                    {"op": "insert", "table": "Logical_Switch_Port", "uuid-name": "row%1$d", "row": {
                     "name": "%2$s.%3$s", "addresses": "0a:00:00:00:%4$02x:%5$02x 10.63.%4$d.%5$d",
                     "external_ids": ["map", [["vendor", "kube-ovn"], ["ls", "%3$s"], ["pod", "%3$s/%2$s"]]]}}
                    """.formatted(number, pods.get(number), NAME, high, low));
        }
        var rows = IntStream.range(0, pods.size())
                .mapToObj(number -> "[\"named-uuid\", \"row" + number + "\"]")
                .collect(Collectors.joining(", "));
        operations.add("""
                {"op": "mutate", "table": "Logical_Switch", "where": [["name", "==", "%s"]],
                 "mutations": [["ports", "insert", ["set", [%s]]]]}
                """.formatted(NAME, rows));
        try (var connection = SharedPlatform.ovn().connect()) {
            var unused = connection.transact("OVN_Northbound", operations.toArray(String[]::new));
        }
    }

    @Test
    void isClearedOfPortsWithoutOwnersWhileNewPodsAreServedAndMembersKeepTheirs() {
        corner.create(Workloads.statefulSet("db", 2, Map.of()));
        var members = corner.awaitAllocated("db", 2);
        corner.agent().kill9();
        var stale =
                IntStream.range(0, STALE).mapToObj(number -> "gone-" + number).toList();
        leaveBehind(stale);
        var foreign = "foreign-port";
        var unused = corner.ovn().nbctl("lsp-add", NAME, foreign);

        corner.agent().start();
        corner.createPod("new", Map.of());

        corner.awaitAllocated("new");
        await("cleared").atMost(SWEEPS).until(() -> corner.rows().size() == 3);
        assertThat(corner.row("new")).isPresent();
        assertThat(corner.rows()).containsAll(members);
        assertThat(corner.ovn().port(foreign)).isPresent();
    }
}
