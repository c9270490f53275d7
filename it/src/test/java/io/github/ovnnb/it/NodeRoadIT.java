package io.github.ovnnb.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ovnnb.it.harness.AgentProcess;
import io.github.ovnnb.it.harness.OvsdbHost;
import io.github.ovnnb.it.harness.OvsdbServer;
import io.github.ovnnb.it.harness.PortRow;
import io.github.ovnnb.it.harness.TcpProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Node agents on one Northbound, each with a road of its own to the API server, which can be closed for one of them alone. */
class NodeRoadIT {
    private static final String NAME = "node-roads";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final OvsdbHost host = new OvsdbHost();
    private final Map<String, TcpProxy> roads = new LinkedHashMap<>();
    private final Map<String, AgentProcess> agents = new LinkedHashMap<>();
    private OvsdbServer server;
    private Pods pods;

    @BeforeEach
    void open() {
        host.start();
        server = host.standalone("OVN_Northbound", OvsdbHost.NORTHBOUND_SCHEMA).start();
        pods = Pods.of(SharedPlatform.controlPlane(), NAME);
        var direct = SharedPlatform.controlPlane().asNodeAgent();
        for (var node : SharedPlatform.kubelets().nodes()) {
            var road = TcpProxy.before(direct.server());
            roads.put(node, road);
            var kubeconfig = SharedPlatform.controlPlane().write(road.on(direct));
            agents.put(
                    node,
                    AgentProcess.ofNode(node, server.tcp(), kubeconfig, """
                    subnets:
                    - name: %1$s
                      cidrBlock: 10.64.0.0/24
                      namespaces: [%1$s]
                    """.formatted(NAME))
                            .start());
        }
        agents.values().forEach(AgentProcess::awaitReady);
    }

    @AfterEach
    void close() {
        roads.values().forEach(TcpProxy::pass);
        pods.close();
        agents.values().forEach(AgentProcess::close);
        roads.values().forEach(TcpProxy::close);
        host.close();
    }

    /** Of three agents one sweeps, one is dead, so that nobody but the sweeper can give up the ports of its node, and one is left. */
    @Test
    void theSweeperThatLosesTheApiServerAloneLeavesItToAnotherAndNoLivingPodLosesItsPort() {
        var nodes = List.copyOf(agents.keySet());
        nodes.forEach(node -> {
            pods.createOn(node, "stays-" + node);
            pods.createOn(node, "leaves-" + node);
        });
        pods.all().forEach(pod -> pods.awaitAllocated(pod.getMetadata().getName()));
        var cutOff = awaitSweeper();
        var dead =
                nodes.stream().filter(node -> !node.equals(cutOff)).findFirst().orElseThrow();
        var before = server.ports();

        road(cutOff).hold();
        agent(dead).kill9();
        pods.delete("leaves-" + dead);
        pods.delete("leaves-" + cutOff);
        await("it gives the turn back")
                .atMost(PATIENCE)
                .until(() -> log(cutOff).contains("leaving the sweeping to others"));
        assertThat(awaitSweeper()).isNotIn(cutOff, dead);
        await("the one that is left sweeps for the dead one's node")
                .atMost(PATIENCE)
                .until(() -> ports("leaves-" + dead).isEmpty());
        assertThat(ports("stays-")).isEqualTo(only(before, "stays-")).hasSize(nodes.size());

        road(cutOff).pass();
        pods.createOn(cutOff, "late");
        pods.awaitAllocated("late");
        await("what it missed is caught up with")
                .atMost(PATIENCE)
                .until(() -> ports("leaves-" + cutOff).isEmpty());
        assertThat(ports("stays-")).isEqualTo(only(before, "stays-"));
        assertThat(ports("")).hasSize(nodes.size() + 2);
        nodes.forEach(node -> assertThat(log(node)).doesNotContain("a mistake in the program"));
    }

    private Set<PortRow> ports(String prefix) {
        return only(server.ports(), prefix);
    }

    private static Set<PortRow> only(List<PortRow> rows, String prefix) {
        return rows.stream().filter(row -> row.name().startsWith(prefix)).collect(Collectors.toSet());
    }

    private TcpProxy road(String node) {
        return Objects.requireNonNull(roads.get(node));
    }

    private AgentProcess agent(String node) {
        return Objects.requireNonNull(agents.get(node));
    }

    private String awaitSweeper() {
        return await("an agent that sweeps")
                .atMost(PATIENCE)
                .until(this::sweeper, Optional::isPresent)
                .orElseThrow();
    }

    /** The node whose agent, of those alive, said last that it sweeps. */
    private Optional<String> sweeper() {
        return agents.keySet().stream()
                .filter(node -> agent(node).process().isAlive())
                .filter(node -> log(node)
                        .lines()
                        .filter(line -> line.contains("for all nodes now"))
                        .reduce("", (earlier, later) -> later)
                        .contains("this agent sweeps"))
                .findFirst();
    }

    private String log(String node) {
        try {
            return Files.readString(agent(node).process().log());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
