package io.github.ovnnb.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ovnnb.it.harness.AgentProcess;
import io.github.ovnnb.it.harness.PortRow;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An agent that is told to stop ends as it says it does, and the next one goes on from what is there. */
class ShutdownIT {
    private static final Pattern UNDER_WAY = Pattern.compile("ovsdb_client_transactions_inflight\\{[^}]*} [1-9]");
    private static final int PODS = 100;
    private static int number;

    private Corner corner;

    @BeforeEach
    void open() {
        number++;
        corner = Corner.open("shutdown-" + number, "10.36.0.0/22", "10.36.0.1");
    }

    @AfterEach
    void close() {
        corner.close();
    }

    @Test
    void endsInOrderWhilePodsAreUnderWayAndTheNextOneServesTheRest() throws IOException {
        assertThat(corner.agent().get("/metrics")).contains("ovnnb_mistakes_total 0.0");
        createPods();
        corner.agent().terminate();

        assertThat(Files.readString(corner.agent().process().log()))
                .contains(" stopping")
                .contains(" stopped")
                .doesNotContain("with work under way");
        assertThat(corner.agent().process().exitStatus()).contains(0);
        corner.agent().startAndAwaitReady();
        awaitEachServedOnce();
    }

    @Test
    void saysThatWorkIsUnderWayWhenTheDatabaseDoesNotAnswerAndGoesAllTheSame() throws IOException {
        corner.agent().terminate();
        // A local socket is not probed, so nothing but the end ends the waiting.
        try (var agent = AgentProcess.central(
                corner.ovn().northboundUnix(), corner.agentKubeconfig(), """
                subnets:
                - name: %1$s
                  cidrBlock: 10.36.0.0/22
                  gateway: 10.36.0.1
                  namespaces: [%1$s]
                """.formatted(corner.name()))) {
            agent.startAndAwaitReady();
            corner.ovn().pauseNorthbound();
            try {
                createPods();
                await("a transaction is under way")
                        .atMost(Corner.PATIENCE)
                        .until(() -> UNDER_WAY.matcher(agent.get("/metrics")).find());
                agent.terminate();
            } finally {
                corner.ovn().resumeNorthbound();
            }

            assertThat(agent.process().exitStatus()).contains(0);
            assertThat(Files.readString(agent.process().log()))
                    .contains("stopping with work under way; the next start looks at it again")
                    .contains(" stopped");
        }
        corner.agent().startAndAwaitReady();
        awaitEachServedOnce();
    }

    private void createPods() {
        IntStream.range(0, PODS).forEach(pod -> corner.createPod("pod-" + pod, Map.of()));
    }

    private void awaitEachServedOnce() {
        await("all allocated")
                .atMost(Corner.PATIENCE)
                .until(() -> corner.allocated().size() == PODS);
        var rows = corner.rows();
        assertThat(rows).hasSize(PODS);
        assertThat(rows.stream().flatMap(row -> row.ips().stream())).doesNotHaveDuplicates();
        assertThat(rows.stream().map(PortRow::mac)).doesNotHaveDuplicates();
    }
}
