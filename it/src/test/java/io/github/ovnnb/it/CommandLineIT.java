package io.github.ovnnb.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ovnnb.it.harness.AgentProcess;
import io.github.ovnnb.it.harness.Workloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as people meet it: exit codes, one clear line, the list of ports. */
class CommandLineIT {

    private static Corner corner;

    @TempDir
    private Path directory;

    @BeforeAll
    static void open() {
        corner = Corner.open("cli", "10.38.0.0/24", "10.38.0.1");
    }

    @AfterAll
    static void close() {
        corner.close();
    }

    @Test
    void endsWithTwoAndALineWhenTheConfigurationIsMissing() {
        var output = refused(directory.resolve("no-such-file.yaml"));

        assertThat(output).contains("no-such-file.yaml");
    }

    @Test
    void endsWithTwoAndALineWhenTheConfigurationIsBroken() throws IOException {
        var broken =
                Files.writeString(directory.resolve("broken.yaml"), "subnets:\n- cidrBlock: 10.0.0.0/99\n  name: x\n");

        assertThat(refused(broken)).contains("broken.yaml").contains("10.0.0.0/99");
    }

    @Test
    void waitsForADatabaseThatCannotBeReachedYet() {
        corner.agent().terminate();
        corner.ovn().stopNorthbound();
        try {
            corner.agent().start();
            await("the agent says that it waits")
                    .atMost(Corner.PATIENCE)
                    .until(() -> corner.agent().process().tailOfLog().contains("no connection to tcp:"));
        } finally {
            corner.ovn().startNorthbound();
        }

        corner.agent().awaitReady();

        corner.createPod("patient", Map.of());
        assertThat(corner.awaitAllocated("patient").ips()).hasSize(1);
    }

    @Test
    void listsThePortsWithTheirOwners() throws JsonProcessingException {
        corner.create(Workloads.statefulSet("web", 1, Map.of()));
        var row = corner.awaitAllocated("web-0");

        var json = new ObjectMapper()
                .readTree(output("ports", "--ovn-nb=" + corner.ovn().northboundTcp(), "-o", "json"));
        var table = output("ports", "--ovn-nb=" + corner.ovn().northboundTcp());

        assertThat(json.toString())
                .contains("web-0.cli", row.ips().get(0), row.mac().orElseThrow());
        assertThat(table.lines())
                .anySatisfy(
                        line -> assertThat(line).contains("web-0.cli", row.ips().get(0), "bound"));
    }

    @Test
    void servesHealthAndMetrics() {
        assertThat(corner.agent().get("/healthz")).isNotNull();
        assertThat(corner.agent().get("/metrics")).contains("# TYPE");
    }

    @Test
    void countsAddressesAndChangesForPrometheus() {
        corner.createPod("counted", Map.of());
        corner.awaitAllocated("counted");

        await("the meters say so").atMost(Corner.PATIENCE).until(() -> {
            var metrics = corner.agent().get("/metrics").lines().toList();
            return metrics.contains("ovnnb_pods_waiting 0.0")
                    && metrics.stream().anyMatch(line -> line.startsWith("ovnnb_changes_total{outcome=\"bound\"}"))
                    && metrics.stream()
                            .anyMatch(line ->
                                    line.startsWith("ovnnb_subnet_addresses{family=\"ipv4\",state=\"using\",subnet=\""
                                                    + corner.name() + "\"}")
                                            && !line.endsWith(" 0.0"));
        });
    }

    private static String refused(Path configuration) {
        var outcome = AgentProcess.runToEnd(
                "run",
                "--mode=central",
                "--ovn-nb=" + corner.ovn().northboundTcp(),
                "--kubeconfig=" + corner.agentKubeconfig(),
                "--config=" + configuration);
        assertThat(outcome.exitStatus()).as(outcome.errors()).isEqualTo(2);
        assertThat((outcome.output() + outcome.errors()).strip().lines()).hasSize(1);
        return outcome.output() + outcome.errors();
    }

    private static String output(String... arguments) {
        var outcome = AgentProcess.runToEnd(arguments);
        assertThat(outcome.exitStatus()).as(outcome.errors()).isZero();
        return outcome.output();
    }
}
