package io.github.ovnnb.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.ovnnb.it.harness.AgentProcess;
import io.github.ovnnb.it.harness.Ovn;
import io.github.ovnnb.it.harness.PortRow;
import io.github.ovnnb.it.harness.ShiftedClock;
import io.github.ovnnb.it.harness.Workloads;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody sets the clock of a machine with an agent on it by an hour: leases, deadlines and retries must not be by that. */
class ClockJumpIT {
    private static final String NAMESPACE = "clocks";
    private static final Duration AN_HOUR = Duration.ofHours(1);
    private static final String CONFIGURATION = """
            subnets:
            - name: clocks
              cidrBlock: 10.50.0.0/28
              gateway: 10.50.0.1
              namespaces: [clocks]
            """;

    private final Ovn ovn = SharedPlatform.ovn();
    private final ShiftedClock clock = new ShiftedClock();
    private KubernetesClient client = SharedPlatform.controlPlane().admin().newClient();

    @BeforeEach
    void open() {
        SharedPlatform.kubelets();
        client.resource(Workloads.namespace(NAMESPACE)).serverSideApply();
        var set = Workloads.statefulSet("db", 2, Map.of());
        set.getMetadata().setNamespace(NAMESPACE);
        client.resource(set).create();
    }

    @AfterEach
    void close() {
        client.apps().statefulSets().inNamespace(NAMESPACE).delete();
        client.pods().inNamespace(NAMESPACE).withGracePeriod(0).delete();
        client.close();
        clock.close();
    }

    private AgentProcess candidate(String name, Map<String, String> environment) {
        var variables = new HashMap<>(environment);
        variables.put("POD_NAME", name);
        var kubeconfig = SharedPlatform.controlPlane()
                .write(SharedPlatform.controlPlane().asAgent());
        return AgentProcess.central(
                ovn.northboundTcp(), kubeconfig, CONFIGURATION, List.of("--leader-elect"), variables);
    }

    private Optional<PortRow> served(String pod) {
        return Optional.ofNullable(
                        client.pods().inNamespace(NAMESPACE).withName(pod).get())
                .filter(Corner::isAllocated)
                .flatMap(found -> ovn.port(pod + "." + NAMESPACE)
                        .filter(row -> uid(found).equals(row.externalIds().get("ovnnb.io/pod-uid"))));
    }

    private static String uid(Pod pod) {
        return pod.getMetadata().getUid();
    }

    private PortRow awaitServed(String pod) {
        return await(pod + " served")
                .atMost(Corner.PATIENCE)
                .until(() -> served(pod), Optional::isPresent)
                .orElseThrow();
    }

    /** Makes the members' Pods anew, which must find their addresses again. */
    private void theSetIsServedAsBefore(List<String> addresses) {
        for (var pod : List.of("db-0", "db-1")) {
            client.pods()
                    .inNamespace(NAMESPACE)
                    .withName(pod)
                    .withGracePeriod(0)
                    .delete();
        }
        assertThat(addresses()).isEqualTo(addresses);
    }

    private List<String> addresses() {
        return List.of(
                awaitServed("db-0").addresses().toString(),
                awaitServed("db-1").addresses().toString());
    }

    @Test
    void aLeaderWhoseClockLeapsAheadAndBackGoesOn() {
        try (var agent = candidate("leaping", clock.environment())) {
            agent.startAndAwaitReady();
            var before = addresses();

            clock.isAhead(AN_HOUR);
            theSetIsServedAsBefore(before);
            clock.isAhead(Duration.ZERO);
            theSetIsServedAsBefore(before);
            agent.awaitReady();
        }
    }

    /** Each takes the other's lease for expired, or for one that lasts. One of them writes; who it is makes no difference. */
    @Test
    void ofTwoWhoseClocksDisagreeOneServesAndNothingMoves() {
        try (var right = candidate("right", Map.of());
                var ahead = candidate("ahead", clock.environment())) {
            right.startAndAwaitReady();
            var before = addresses();

            clock.isAhead(AN_HOUR);
            ahead.start();
            // The one that has it renews it twice a second, and whoever takes it has to come in between.
            await("the one ahead has taken the lease").atMost(Corner.PATIENCE).until(() -> holder().equals("ahead"));
            theSetIsServedAsBefore(before);

            ahead.kill9();
            // By the right clock its lease lasts for another hour, so this is for an operator to end.
            client.leases().inNamespace("kube-system").withName("ovn-nb-agent").delete();
            theSetIsServedAsBefore(before);
        }
    }

    private String holder() {
        return Optional.ofNullable(client.leases()
                        .inNamespace("kube-system")
                        .withName("ovn-nb-agent")
                        .get())
                .map(lease -> lease.getSpec().getHolderIdentity())
                .orElse("");
    }
}
