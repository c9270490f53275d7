package io.github.ovnnb.it.chaos;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.ovnnb.it.harness.AgentProcess;
import io.github.ovnnb.it.harness.ControlPlane;
import io.github.ovnnb.it.harness.FaultPlan;
import io.github.ovnnb.it.harness.FaultProxy;
import io.github.ovnnb.it.harness.Kubelets;
import io.github.ovnnb.it.harness.OvnCluster;
import io.github.ovnnb.it.harness.OvsdbServer;
import io.github.ovnnb.it.harness.Repository;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Everything that runs: a Northbound of three members, each behind a proxy; a control plane with three nodes; and three agents that stand
 * for one lease.
 */
final class World implements AutoCloseable {
    static final String NAMESPACE = "chaos";
    private static final String LEASE_NAMESPACE = "kube-system";
    private static final int AGENTS = 3;

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
    private final OvnCluster northbound;
    private final List<FaultProxy> proxies;
    private final ControlPlane controlPlane;
    private final KubernetesClient client;
    private final List<AgentProcess> agents = new ArrayList<>();

    World() {
        try {
            northbound = OvnCluster.start();
            toClose.push(northbound);
            proxies = northbound.members().stream()
                    .map(member -> FaultProxy.before(member.tcp(), FaultPlan.none()))
                    .toList();
            proxies.forEach(toClose::push);
            controlPlane = ControlPlane.start();
            toClose.push(controlPlane);
            controlPlane.apply(Repository.file("it/src/test/resources/io/github/ovnnb/it/machines-crd.yaml"));
            awaitKinds();
            client = controlPlane.admin().newClient();
            toClose.push(client);
            makeNamespace();
            toClose.push(Kubelets.start(controlPlane.admin(), 3));
            startAgents();
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
    }

    /** An agent looks for optional kinds when it starts. */
    private void awaitKinds() {
        var unused = controlPlane.kubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s");
    }

    private void makeNamespace() {
        var namespace = new NamespaceBuilder()
                .withNewMetadata()
                .withName(NAMESPACE)
                .endMetadata()
                .build();
        client.resource(namespace).create();
    }

    private void startAgents() {
        var kubeconfig = controlPlane.write(controlPlane.asAgent());
        var remotes = proxies.stream().map(FaultProxy::remote).collect(Collectors.joining(","));
        for (int index = 1; index <= AGENTS; index++) {
            var agent = AgentProcess.central(
                    remotes, kubeconfig, SUBNET, List.of("--leader-elect"), Map.of("POD_NAME", name(index - 1)));
            toClose.push(agent);
            agents.add(agent);
        }
        // Only the one that leads says that it is ready.
        agents.get(0).startAndAwaitReady();
        agents.subList(1, AGENTS).forEach(AgentProcess::start);
    }

    private static String name(int agent) {
        return "agent-" + (agent + 1);
    }

    OvnCluster northbound() {
        return northbound;
    }

    /** In the order of the members. */
    List<FaultProxy> proxies() {
        return proxies;
    }

    FaultProxy proxyOf(OvsdbServer member) {
        return proxies.get(northbound.members().indexOf(member));
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

    /** The agent that holds the lease, or did so last. */
    AgentProcess leadingAgent() {
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
