package io.github.ovnnb.it.chaos;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.ovnnb.it.harness.AgentProcess;
import io.github.ovnnb.it.harness.ControlPlane;
import io.github.ovnnb.it.harness.FaultProxy;
import io.github.ovnnb.it.harness.Kubelets;
import io.github.ovnnb.it.harness.OvnCluster;
import io.github.ovnnb.it.harness.OvsdbServer;
import io.github.ovnnb.it.harness.Repository;
import io.github.ovnnb.it.harness.TcpProxy;
import io.github.ovnnb.it.harness.Workloads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Everything that runs: a Northbound of three members; a control plane with nodes; and agents that stand for one lease, or one for each node,
 * each with {@link Roads} of its own.
 */
final class World implements AutoCloseable {
    static final String NAMESPACE = "chaos";
    private static final String LEASE_NAMESPACE = "kube-system";
    private static final String SWEEPS = "this agent sweeps for all nodes now";

    /** So small that addresses are soon used again; what workloads ask for by name is never given out unasked. */
    private static final String SUBNET = """
            subnets:
            - name: chaos
              cidrBlock: 10.60.0.0/24
              gateway: 10.60.0.1
              excludeIps: [10.60.0.128..10.60.0.254]
              namespaces: [chaos]
            """;

    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
    private final Mode mode;
    private final OvnCluster northbound;
    private final ControlPlane controlPlane;
    private final KubernetesClient client;
    private final Kubelets kubelets;
    private final List<AgentProcess> agents = new ArrayList<>();
    private final List<Roads> roads = new ArrayList<>();

    World(Mode mode) {
        this.mode = mode;
        try {
            northbound = OvnCluster.start();
            toClose.push(northbound);
            controlPlane = ControlPlane.start();
            toClose.push(controlPlane);
            // An agent looks for optional kinds when it starts.
            controlPlane.applyKinds(Repository.file("it/src/test/resources/io/github/ovnnb/it/machines-crd.yaml"));
            client = controlPlane.admin().newClient();
            toClose.push(client);
            makeNamespace();
            kubelets = Kubelets.start(controlPlane.admin(), mode.nodes);
            toClose.push(kubelets);
            startAgents();
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
    }

    private void makeNamespace() {
        var namespace = Workloads.namespace(NAMESPACE);
        client.resource(namespace).create();
    }

    private void startAgents() {
        var account = mode == Mode.central ? controlPlane.asAgent() : controlPlane.asNodeAgent();
        for (int index = 0; index < mode.agents; index++) {
            var ofAgent = Roads.to(northbound, account);
            toClose.push(ofAgent);
            roads.add(ofAgent);
            var kubeconfig = controlPlane.write(ofAgent.toApiServer().on(account));
            var agent = switch (mode) {
                case central ->
                    AgentProcess.central(
                            ofAgent.remotes(),
                            kubeconfig,
                            SUBNET,
                            List.of("--leader-elect"),
                            Map.of("POD_NAME", name(index)));
                case node -> AgentProcess.ofNode(kubelets.nodes().get(index), ofAgent.remotes(), kubeconfig, SUBNET);
            };
            toClose.push(agent);
            agents.add(agent);
        }
        // Only the one that leads says that it is ready.
        agents.get(0).startAndAwaitReady();
        agents.subList(1, agents.size()).forEach(AgentProcess::start);
    }

    private static String name(int agent) {
        return "agent-" + (agent + 1);
    }

    OvnCluster northbound() {
        return northbound;
    }

    /** Of every agent to every member. */
    List<FaultProxy> roadsToDatabase() {
        return roads.stream().flatMap(road -> road.toMembers().stream()).toList();
    }

    /** Of every agent to that member. */
    List<FaultProxy> roadsTo(OvsdbServer member) {
        int index = northbound.members().indexOf(member);
        return roads.stream().map(road -> road.toMembers().get(index)).toList();
    }

    /** Of every agent. */
    List<TcpProxy> roadsToApiServer() {
        return roads.stream().map(Roads::toApiServer).toList();
    }

    Roads roadsOf(AgentProcess agent) {
        return roads.get(agents.indexOf(agent));
    }

    ControlPlane controlPlane() {
        return controlPlane;
    }

    KubernetesClient client() {
        return client;
    }

    List<AgentProcess> agents() {
        return List.copyOf(agents);
    }

    Kubelets kubelets() {
        return kubelets;
    }

    /** In node mode. */
    String nodeOf(AgentProcess agent) {
        return kubelets.nodes().get(agents.indexOf(agent));
    }

    /** The agent that holds the lease, or did so last; of node agents, the one that sweeps for all. */
    AgentProcess leadingAgent() {
        return mode == Mode.central ? holderOfTheLease() : sweeper();
    }

    private AgentProcess sweeper() {
        return agents.stream()
                .filter(agent ->
                        agent.process().isAlive() && lastWordOnSweeping(agent).contains(SWEEPS))
                .findFirst()
                .orElse(agents.get(0));
    }

    private static String lastWordOnSweeping(AgentProcess agent) {
        try (var lines = Files.lines(agent.process().log())) {
            return lines.filter(line -> line.contains("for all nodes now") || line.contains("node mode on"))
                    .reduce("", (earlier, later) -> later);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private AgentProcess holderOfTheLease() {
        try {
            var lease = client.leases()
                    .inNamespace(LEASE_NAMESPACE)
                    .withName("ovn-nb-agent")
                    .get();
            var holder = lease == null ? "" : String.valueOf(lease.getSpec().getHolderIdentity());
            for (int index = 0; index < agents.size(); index++) {
                if (holder.equals(name(index))) {
                    return agents.get(index);
                }
            }
        } catch (RuntimeException noAnswer) {
            // The API server is down: any agent may be the leader.
        }
        return agents.get(0);
    }

    @Override
    public void close() {
        while (!toClose.isEmpty()) {
            try {
                toClose.pop().close();
            } catch (Exception failure) {
                System.err.println("while ending: " + failure.getMessage());
            }
        }
    }
}
