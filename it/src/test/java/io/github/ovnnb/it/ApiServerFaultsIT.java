package io.github.ovnnb.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.ovnnb.it.harness.AgentProcess;
import io.github.ovnnb.it.harness.ControlPlane;
import io.github.ovnnb.it.harness.PortRow;
import io.github.ovnnb.it.harness.Workloads;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an API server can do to those who follow it. */
class ApiServerFaultsIT {
    private static final String NAME = "api-faults";

    private ControlPlane controlPlane;
    private KubernetesClient client;
    private AgentProcess agent;

    @BeforeEach
    void start() {
        controlPlane = ControlPlane.start();
        client = controlPlane.admin().newClient();
        client.resource(Workloads.namespace(NAME)).create();
        agent = AgentProcess.central(
                        SharedPlatform.ovn().northboundTcp(), controlPlane.write(controlPlane.asAgent()), """
                        subnets:
                        - name: api-faults
                          cidrBlock: 10.62.0.0/27
                          namespaces: [api-faults]
                        """)
                .startAndAwaitReady();
    }

    @AfterEach
    void stop() {
        agent.close();
        client.close();
        controlPlane.close();
    }

    private void create(HasMetadata object) {
        object.getMetadata().setNamespace(NAME);
        client.resource(object).create();
    }

    private void createPod(String name) {
        create(Workloads.pod(name, Map.of()));
    }

    private void delete(String pod) {
        client.pods().inNamespace(NAME).withName(pod).delete();
    }

    private static Optional<PortRow> row(String pod) {
        return SharedPlatform.ovn().port(pod + "." + NAME);
    }

    private String told(String pod) {
        var found = client.pods().inNamespace(NAME).withName(pod).get();
        return found == null
                ? ""
                : Corner.annotation(found, "mac_address") + " " + Corner.annotation(found, "ip_address");
    }

    /** Returns its row, which says what the Pod was told. */
    private PortRow awaitServed(String pod) {
        await(pod + " has its port")
                .atMost(Corner.PATIENCE)
                .untilAsserted(() -> assertThat(row(pod))
                        .hasValueSatisfying(row -> assertThat(row.addresses()).containsExactly(told(pod))));
        return row(pod).orElseThrow();
    }

    /** Versions run anew then, what was deleted lives, and what was made never was. */
    @Test
    void putBackToAnEarlierStateItMovesNoAddressAndNewPodsAreServed() {
        create(Workloads.statefulSet("db", 1, Map.of()));
        createPod("early");
        createPod("leaver");
        var db = awaitServed("db-0");
        var early = awaitServed("early");
        var leaver = awaitServed("leaver");
        controlPlane.saveState();
        await("the API server is back").atMost(Corner.PATIENCE).until(this::answers);
        delete("leaver");
        delete("db-0");
        createPod("never");
        awaitServed("db-0");
        awaitServed("never");

        controlPlane.restoreState();

        createPod("new");
        var fresh = awaitServed("new");
        assertThat(awaitServed("leaver").addresses()).isEqualTo(leaver.addresses());
        assertThat(awaitServed("db-0").addresses()).isEqualTo(db.addresses());
        assertThat(awaitServed("early")).isEqualTo(early);
        await("the port of what never was is gone")
                .atMost(Corner.PATIENCE)
                .until(() -> row("never").isEmpty());
        delete("new");
        await("released as ever").atMost(Corner.PATIENCE).until(() -> row("new").isEmpty());
        assertThat(fresh.addresses()).isNotEqualTo(leaver.addresses());
    }

    /** A server that was started anew remembers no changes from before, and refuses to go on from a version older than that (410). */
    @Test
    void whatHappenedWhileAWatchExpiredIsCaughtUpWith() {
        createPod("stayer");
        createPod("leaver");
        var stayer = awaitServed("stayer");
        awaitServed("leaver");
        agent.process().pause();
        controlPlane.apiServer().kill9();
        controlPlane.startApiServer();
        delete("leaver");
        createPod("newcomer");

        agent.process().resume();

        awaitServed("newcomer");
        assertThat(awaitServed("stayer")).isEqualTo(stayer);
        await("released, by a list or by its name")
                .atMost(Corner.PATIENCE)
                .until(() -> row("leaver").isEmpty());
    }

    private boolean answers() {
        try {
            return client.pods().inNamespace(NAME).list() != null;
        } catch (RuntimeException notYet) {
            return false;
        }
    }
}
