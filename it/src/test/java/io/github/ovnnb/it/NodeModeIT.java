package io.github.ovnnb.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.ovnnb.it.harness.AgentProcess;
import io.github.ovnnb.it.harness.ControlPlane;
import io.github.ovnnb.it.harness.Kubelets;
import io.github.ovnnb.it.harness.OvnContainer;
import io.github.ovnnb.it.harness.PortRow;
import io.github.ovnnb.it.harness.Workloads;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Five nodes with an agent each on one Northbound, as the shipped DaemonSet's account; a platform of their own. */
class NodeModeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String NAMESPACE = "nodes";
    private static final String MARK = "ovn-nbctl remove NB_Global . external_ids ovnnb.io/writer";
    private static final String CONFIGURATION = """
            subnets:
            - name: nodes
              cidrBlock: 10.60.0.0/22
              gateway: 10.60.0.1
              namespaces: [nodes]
            """;

    private static final OvnContainer OVN = new OvnContainer();
    private static final Map<String, AgentProcess> AGENTS = new LinkedHashMap<>();
    private static ControlPlane controlPlane;
    private static Kubelets kubelets;
    private static KubernetesClient client;

    @BeforeAll
    static void open() {
        OVN.start();
        controlPlane = ControlPlane.start();
        kubelets = Kubelets.start(controlPlane.admin(), 5);
        client = controlPlane.admin().newClient();
        client.resource(Workloads.namespace(NAMESPACE)).create();
        var kubeconfig = controlPlane.write(controlPlane.asNodeAgent());
        kubelets.nodes()
                .forEach(node ->
                        AGENTS.put(node, AgentProcess.ofNode(node, OVN.northboundTcp(), kubeconfig, CONFIGURATION)));
    }

    @AfterAll
    static void close() {
        AGENTS.values().forEach(AgentProcess::close);
        kubelets.close();
        client.close();
        controlPlane.close();
        OVN.stop();
    }

    @BeforeEach
    void everyNodeHasAnAgent() {
        AGENTS.values().stream().filter(agent -> !agent.process().isAlive()).forEach(AgentProcess::start);
        AGENTS.values().forEach(AgentProcess::awaitReady);
    }

    @AfterEach
    void leaveNothing() {
        client.apps().statefulSets().inNamespace(NAMESPACE).delete();
        client.pods().inNamespace(NAMESPACE).withGracePeriod(0).delete();
        await("rows gone").atMost(PATIENCE).until(() -> OVN.ports().isEmpty());
    }

    @Test
    void servesABurstOverAllNodesAndGivesNothingTwice() {
        IntStream.range(0, 250).parallel().forEach(number -> create("burst-" + number));

        await("all allocated")
                .atMost(PATIENCE)
                .until(() -> pods(Corner::isAllocated).size() == 250);

        assertThat(pods(pod -> true).stream().map(NodeModeIT::node)).containsAll(kubelets.nodes());
        var rows = OVN.ports();
        assertThat(rows).hasSize(250);
        assertThat(rows.stream().flatMap(row -> row.ips().stream())).doesNotHaveDuplicates();
        assertThat(rows.stream().map(PortRow::mac)).doesNotHaveDuplicates();
        assertThat(rows).allSatisfy(row -> assertThat(row.ips()).containsExactly(told(row)));
        assertThat(client.v1().events().inNamespace(NAMESPACE).list().getItems())
                .as("to be late is no reason to warn anybody")
                .noneMatch(event -> "Warning".equals(event.getType()));
        AGENTS.values().forEach(agent -> assertThat(log(agent)).doesNotContain("a mistake in the program"));
    }

    /** As after an old backup was put back. The agent that would make the row anew is dead; the others must not take that for leave. */
    @Test
    void theAddressOfALivingPodWhoseRowIsRemovedIsGivenToNobody() throws Exception {
        create("living");
        await("living allocated")
                .atMost(PATIENCE)
                .until(() -> pod("living").filter(Corner::isAllocated).isPresent());
        var living = pod("living").orElseThrow();
        var before = row("living").orElseThrow();
        var agent = agentOf(node(living));
        agent.kill9();
        OVN.nbctl("lsp-del", before.name());

        var wanting = Workloads.pod(
                "wanting", Map.of("ovn.kubernetes.io/ip_address", before.ips().get(0)));
        wanting.getMetadata().setNamespace(NAMESPACE);
        wanting.getSpec()
                .setNodeName(kubelets.nodes().stream()
                        .filter(node -> !node.equals(node(living)))
                        .findFirst()
                        .orElseThrow());
        client.resource(wanting).create();
        await("told that somebody has it")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(client.v1()
                                .events()
                                .inNamespace(NAMESPACE)
                                .list()
                                .getItems())
                        .filteredOn(event -> event.getInvolvedObject().getName().equals("wanting"))
                        .extracting(Event::getMessage)
                        .anyMatch(message -> message.contains(before.name())));
        assertThat(row("wanting")).isEmpty();

        agent.startAndAwaitReady();
        await("its own agent has made the row anew")
                .atMost(PATIENCE)
                .until(() -> row("living")
                        .filter(row -> row.addresses().equals(before.addresses()))
                        .isPresent());
        assertThat(row("wanting")).isEmpty();
        client.pods()
                .inNamespace(NAMESPACE)
                .withName("living")
                .withGracePeriod(0)
                .delete();
        await("free at last")
                .atMost(PATIENCE)
                .until(() -> row("wanting")
                        .filter(row -> row.ips().equals(before.ips()))
                        .isPresent());
    }

    /** In turns the old node's agent is dead when the Pod goes, so that it can't give the port up, or lives and does. */
    @Test
    void aMemberFindsItsPortOnEveryNodeItMovesToAlthoughAgentsAreKilled() {
        var set = Workloads.statefulSet("web", 1, Map.of());
        set.getMetadata().setNamespace(NAMESPACE);
        client.resource(set).create();
        await("web-0 allocated")
                .atMost(PATIENCE)
                .until(() -> pod("web-0").filter(Corner::isAllocated).isPresent());
        var before = row("web-0").orElseThrow();

        for (int move = 0; move < 10; move++) {
            var old = pod("web-0").orElseThrow();
            var agent = agentOf(node(old));
            if (move % 2 == 0) {
                agent.kill9();
            }
            client.pods()
                    .inNamespace(NAMESPACE)
                    .withName("web-0")
                    .withGracePeriod(0)
                    .delete();
            await("web-0 on another node")
                    .atMost(PATIENCE)
                    .until(() -> pod("web-0")
                            .filter(pod -> !uid(pod).equals(uid(old)) && Corner.isAllocated(pod))
                            .isPresent());

            var moved = pod("web-0").orElseThrow();
            assertThat(node(moved)).as("move " + move).isNotEqualTo(node(old));
            var now = row("web-0").orElseThrow();
            assertThat(now.uuid()).isEqualTo(before.uuid());
            assertThat(now.addresses()).isEqualTo(before.addresses());
            assertThat(now.externalIds()).containsEntry("ovnnb.io/pod-uid", uid(moved));
            if (move % 2 == 0) {
                agent.startAndAwaitReady();
            }
        }
    }

    @Test
    void anotherAgentSweepsWhenTheOneThatDidIsKilledAndPortsOfVanishedNodesGo() {
        IntStream.range(0, 10).forEach(number -> create("leaver-" + number));
        await("all allocated")
                .atMost(PATIENCE)
                .until(() -> pods(Corner::isAllocated).size() == 10);
        var sweeper = await("a sweeper")
                .atMost(PATIENCE)
                .until(NodeModeIT::sweeper, Optional::isPresent)
                .orElseThrow();

        agentOf(sweeper).kill9();
        pods(pod -> node(pod).equals(sweeper))
                .forEach(pod -> client.resource(pod).withGracePeriod(0).delete());

        await("the ports of " + sweeper + " gone")
                .atMost(PATIENCE)
                .until(() -> OVN.ports().size() == 8);
        assertThat(sweeper()).isPresent().get().isNotEqualTo(sweeper);
        assertThat(pods(pod -> true))
                .allSatisfy(pod -> assertThat(row(pod.getMetadata().getName())).isPresent());
    }

    @Test
    void agentsOfTheOtherModeDoNotWriteUntilAPersonLetsThem() {
        var kubeconfig = controlPlane.write(controlPlane.asAgent());
        try (var central = AgentProcess.central(OVN.northboundTcp(), kubeconfig, CONFIGURATION)) {
            central.start();
            await("the central agent refuses")
                    .atMost(PATIENCE)
                    .until(() -> readiness(central).contains(MARK));
            assertThat(log(central)).contains(MARK);
            create("served");
            await("served")
                    .atMost(PATIENCE)
                    .until(() -> pod("served").filter(Corner::isAllocated).isPresent());
            assertThat(log(central)).doesNotContain("new port");

            AGENTS.values().forEach(AgentProcess::terminate);
            letOthersIn();
            central.awaitReady();
            var node = AGENTS.values().iterator().next().start();
            await("the node agent refuses")
                    .atMost(PATIENCE)
                    .until(() -> readiness(node).contains(MARK));
            assertThat(log(node)).contains("a central agent writes to this Northbound, or did");
            central.terminate();
            letOthersIn();
            node.awaitReady();
        }
    }

    private static AgentProcess agentOf(String node) {
        return Objects.requireNonNull(AGENTS.get(node), node);
    }

    private static void letOthersIn() {
        assertThat(OVN.nbctl("remove", "NB_Global", ".", "external_ids", "ovnnb.io/writer"))
                .isEmpty();
    }

    private static String readiness(AgentProcess agent) {
        try {
            return agent.get("/readyz");
        } catch (IllegalStateException notYet) {
            return "";
        }
    }

    /** The node whose agent, of those alive, said last that it sweeps. */
    private static Optional<String> sweeper() {
        return AGENTS.entrySet().stream()
                .filter(agent -> agent.getValue().process().isAlive())
                .filter(agent -> lastWord(agent.getValue()).contains("this agent sweeps for all nodes now"))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static String lastWord(AgentProcess agent) {
        return log(agent)
                .lines()
                .filter(line -> line.contains("for all nodes now") || line.contains("node mode on"))
                .reduce("", (earlier, later) -> later);
    }

    private static String log(AgentProcess agent) {
        try {
            return Files.readString(agent.process().log());
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static void create(String name) {
        var pod = Workloads.pod(name, Map.of());
        pod.getMetadata().setNamespace(NAMESPACE);
        client.resource(pod).create();
    }

    private static List<Pod> pods(Predicate<Pod> which) {
        return client.pods().inNamespace(NAMESPACE).list().getItems().stream()
                .filter(which)
                .toList();
    }

    private static Optional<Pod> pod(String name) {
        return Optional.ofNullable(
                client.pods().inNamespace(NAMESPACE).withName(name).get());
    }

    private static Optional<PortRow> row(String pod) {
        return OVN.port(pod + "." + NAMESPACE);
    }

    private static String told(PortRow row) {
        return Corner.annotation(pod(row.name().replace("." + NAMESPACE, "")).orElseThrow(), "ip_address");
    }

    private static String node(Pod pod) {
        return String.valueOf(pod.getSpec().getNodeName());
    }

    private static String uid(Pod pod) {
        return pod.getMetadata().getUid();
    }
}
