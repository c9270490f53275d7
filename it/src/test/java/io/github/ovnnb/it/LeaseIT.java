package io.github.ovnnb.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.github.ovnnb.it.harness.AgentProcess;
import io.github.ovnnb.it.harness.FaultPlan;
import io.github.ovnnb.it.harness.FaultProxy;
import io.github.ovnnb.it.harness.FreePort;
import io.github.ovnnb.it.harness.PortRow;
import io.github.ovnnb.it.harness.Workloads;
import java.nio.file.Files;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who may lead. */
class LeaseIT {
    private static final String NAMESPACE = "leased";
    private static final String SUBNET = """
            subnets:
            - name: leased
              cidrBlock: 10.49.0.0/24
              namespaces: [leased]
            """;
    private static final Duration A_WHILE = Duration.ofSeconds(2);

    private static AgentProcess candidate(String name, String northbound) {
        var kubeconfig = SharedPlatform.controlPlane()
                .write(SharedPlatform.controlPlane().asAgent());
        return AgentProcess.central(
                northbound, kubeconfig, SUBNET, List.of("--leader-elect"), Map.of("POD_NAME", name));
    }

    @Test
    void anAgentThatHasNeverSeenTheDatabaseLeavesTheLeaseToOneThatHas() {
        try (var blind = candidate("blind", "tcp:127.0.0.1:" + FreePort.onLoopback());
                var sighted = candidate("sighted", SharedPlatform.ovn().northboundTcp())) {
            blind.start();
            await("the blind one has started")
                    .atMost(Corner.PATIENCE)
                    .until(() -> Files.readString(blind.process().log()).contains("no connection to"));

            sighted.startAndAwaitReady();

            assertThat(blind.get("/readyz")).contains("the Northbound database");
        }
    }

    @Test
    void anAgentThatIsCutOffFromTheDatabaseAloneGivesTheLeaseToOneThatIsNotAndServesNothing() {
        var proxy = FaultProxy.before(SharedPlatform.ovn().northboundTcp(), FaultPlan.none());
        try (var first = candidate("first", proxy.remote());
                var second = candidate("second", SharedPlatform.ovn().northboundTcp())) {
            first.startAndAwaitReady();
            second.start();

            proxy.close();
            second.awaitReady();

            assertThat(first.get("/readyz")).contains("the Northbound database").contains("the lease");
        } finally {
            proxy.close();
        }
    }

    @Test
    void anAgentWhoseLeaseIsTakenAwayServesNobodyAndLeadsAgainWithoutARestart() {
        try (var client = SharedPlatform.controlPlane().admin().newClient();
                var agent = candidate("robbed", SharedPlatform.ovn().northboundTcp())) {
            SharedPlatform.kubelets();
            client.resource(Workloads.namespace(NAMESPACE)).create();
            agent.startAndAwaitReady();
            var process = agent.process().pid();
            var pod = Workloads.pod("waits", Map.of());
            pod.getMetadata().setNamespace(NAMESPACE);

            takeLease(client);
            await("it knows")
                    .atMost(Corner.PATIENCE)
                    .until(() -> agent.get("/readyz").contains("the lease"));
            client.resource(pod).create();
            await("nobody serves it")
                    .during(A_WHILE)
                    .atMost(Corner.PATIENCE)
                    .until(() -> !isAllocated(client) && ports().isEmpty());
            client.leases().inNamespace("kube-system").withName("ovn-nb-agent").delete();

            await("it is served").atMost(Corner.PATIENCE).until(() -> isAllocated(client));
            assertThat(ports()).hasSize(1);
            assertThat(agent.process().pid()).isEqualTo(process);
            client.namespaces().withName(NAMESPACE).delete();
            await("its port is gone").atMost(Corner.PATIENCE).until(() -> ports().isEmpty());
        } finally {
            SharedPlatform.ovn().nbctl("--if-exists", "ls-del", NAMESPACE);
        }
    }

    /** For an hour, by somebody who is no agent; its holder renews it meanwhile. */
    private static void takeLease(KubernetesClient client) {
        await("the lease is taken")
                .atMost(Corner.PATIENCE)
                .ignoreExceptionsInstanceOf(KubernetesClientException.class)
                .until(() -> client.leases()
                        .inNamespace("kube-system")
                        .withName("ovn-nb-agent")
                        .edit(lease -> {
                            lease.getSpec().setHolderIdentity("robber");
                            lease.getSpec().setRenewTime(ZonedDateTime.now(ZoneOffset.UTC));
                            lease.getSpec().setLeaseDurationSeconds(3_600);
                            return lease;
                        })
                        .getSpec()
                        .getHolderIdentity()
                        .equals("robber"));
    }

    private static boolean isAllocated(KubernetesClient client) {
        return Corner.isAllocated(
                client.pods().inNamespace(NAMESPACE).withName("waits").require());
    }

    private static List<PortRow> ports() {
        return SharedPlatform.ovn().ports().stream()
                .filter(port -> port.name().endsWith("." + NAMESPACE))
                .toList();
    }
}
