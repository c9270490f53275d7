package io.github.ovnnb.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ovnnb.it.harness.AgentProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
        corner.ovn().stopNorthbound();
        try (var agent = AgentProcess.central(
                        corner.ovn().northboundUnix(),
                        corner.agentKubeconfig(),
                        "subnets: [{name: cli, cidrBlock: 10.38.0.0/24, gateway: 10.38.0.1, namespaces: [cli]}]")
                .start()) {
            await("the agent says that it waits")
                    .atMost(Corner.PATIENCE)
                    .until(() -> agent.process().tailOfLog().contains("ovnnb_db.sock"));

            corner.ovn().startNorthbound();

            agent.awaitReady();
            assertThat(agent.process().isAlive()).isTrue();
        } finally {
            if (!isNorthboundUp()) {
                corner.ovn().startNorthbound();
            }
        }
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

    private static String refused(Path configuration) {
        try (var agent = AgentProcess.withArguments(
                        "run",
                        "--mode=central",
                        "--ovn-nb=" + corner.ovn().northboundTcp(),
                        "--kubeconfig=" + corner.agentKubeconfig(),
                        "--config=" + configuration)
                .start()) {
            assertThat(agent.process().awaitEnd(Duration.ofSeconds(30))).isTrue();
            assertThat(agent.process().exitStatus()).contains(2);
            return agent.process().tailOfLog();
        }
    }

    private static String output(String... arguments) {
        try (var agent = AgentProcess.withArguments(arguments).start()) {
            assertThat(agent.process().awaitEnd(Duration.ofSeconds(30))).isTrue();
            assertThat(agent.process().exitStatus())
                    .as(agent.process().tailOfLog())
                    .contains(0);
            return agent.process().tailOfLog();
        }
    }

    private static boolean isNorthboundUp() {
        try {
            corner.ovn().nbctl("--timeout=2", "ls-list");
            return true;
        } catch (IllegalStateException down) {
            return false;
        }
    }
}
