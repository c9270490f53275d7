package io.github.ovnnb.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.github.ovnnb.it.harness.AgentProcess;
import io.github.ovnnb.it.harness.FaultPlan;
import io.github.ovnnb.it.harness.FaultProxy;
import io.github.ovnnb.it.harness.OvsdbHost;
import io.github.ovnnb.it.harness.OvsdbServer;
import io.github.ovnnb.it.harness.PortRow;
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

/**
 * No Northbound for so long that nothing changes any more but the time: the agent asks for it as rarely as it ever will, and every Pod that waits
 * has been told.
 */
class LongOutageIT {
    private static final String NAME = "long-outage";
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int WAITING = 60;
    /** The pause between two attempts is at its longest from the third on; in the time of these each Pod is looked at twice. */
    private static final int ATTEMPTS = 12;

    private final OvsdbHost host = new OvsdbHost();
    private OvsdbServer server;
    private FaultProxy road;
    private Pods pods;
    private AgentProcess agent;

    @BeforeEach
    void open() {
        host.start();
        SharedPlatform.kubelets();
        server = host.standalone("OVN_Northbound", OvsdbHost.NORTHBOUND_SCHEMA).start();
        road = FaultProxy.before(server.tcp(), FaultPlan.none());
        pods = Pods.of(SharedPlatform.controlPlane(), NAME);
        var kubeconfig = SharedPlatform.controlPlane()
                .write(SharedPlatform.controlPlane().asAgent());
        agent = AgentProcess.central(road.remote(), kubeconfig, """
                subnets:
                - name: %1$s
                  cidrBlock: 10.66.0.0/24
                  namespaces: [%1$s]
                """.formatted(NAME))
                .startAndAwaitReady();
    }

    @AfterEach
    void close() {
        pods.close();
        agent.close();
        road.close();
        host.close();
    }

    @Test
    void podsWaitWithOneEventEachAndAreServedWhenItIsBackByAnAgentThatWasAliveAndUnreadyAllTheWhile() {
        pods.create(Workloads.statefulSet("web", 2, Map.of()));
        var untouched = pods.awaitAllocated("web-1");
        var before = Pods.told(pods.awaitAllocated("web-0"));
        var rows = server.ports();
        server.terminate();
        await("unready").atMost(PATIENCE).until(() -> readiness().contains("the Northbound database"));

        var waiting = new ArrayList<Pod>(List.of(pods.replace("web-0")));
        IntStream.range(0, WAITING)
                .parallel()
                .mapToObj(number -> pods.create("waits-" + number))
                .forEachOrdered(waiting::add);
        await("all are told").atMost(PATIENCE).until(() -> warned().keySet().containsAll(uids(waiting)));
        var readiness = new ArrayList<String>();
        var liveness = new ArrayList<String>();
        int attempts = road.attempts() + ATTEMPTS;
        await("more attempts").atMost(PATIENCE).until(() -> {
            readiness.add(readiness());
            liveness.add(agent.get("/healthz"));
            return road.attempts() >= attempts;
        });

        assertThat(liveness).containsOnly("ok\n");
        assertThat(readiness).allSatisfy(words -> assertThat(words).contains("the Northbound database"));
        assertThat(warned()).containsOnlyKeys(uids(waiting).toArray(String[]::new));
        assertThat(warned().values())
                .allSatisfy(events -> assertThat(events)
                        .singleElement()
                        .satisfies(event -> assertThat(event.getMessage()).contains("can't be reached")));

        server.start();
        waiting.forEach(pod -> pods.awaitAllocated(pod.getMetadata().getName()));
        agent.awaitReady();
        assertThat(Pods.told(pods.find("web-0").orElseThrow())).isEqualTo(before);
        assertThat(Pods.told(pods.find("web-1").orElseThrow())).isEqualTo(Pods.told(untouched));
        assertThat(server.ports().stream().map(PortRow::uuid))
                .containsAll(rows.stream().map(PortRow::uuid).toList());
        assertThat(server.ports().stream().flatMap(row -> row.addresses().stream()))
                .containsExactlyInAnyOrderElementsOf(
                        pods.all().stream().map(Pods::told).toList())
                .doesNotHaveDuplicates();
    }

    private String readiness() {
        return agent.get("/readyz");
    }

    private Map<String, List<Event>> warned() {
        return pods.warnings().stream()
                .collect(
                        Collectors.groupingBy(event -> event.getInvolvedObject().getUid()));
    }

    private static List<String> uids(List<Pod> pods) {
        return pods.stream().map(pod -> pod.getMetadata().getUid()).toList();
    }
}
