package io.github.ovnnb.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.ovnnb.it.harness.Workloads;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The real controllers make the Pods; an annotation in the template stands for the agent, which is not running here. */
class ControlPlaneIT {

    private static final String NAMESPACE = "control-plane-it";
    private static final Map<String, String> AS_IF_ALLOCATED =
            Map.of("ovn.kubernetes.io/allocated", "true", "ovn.kubernetes.io/ip_address", "10.1.0.5,fd00::5");

    private static KubernetesClient client;

    @BeforeAll
    static void makeNamespace() {
        SharedPlatform.kubelets();
        client = SharedPlatform.controlPlane().admin().newClient();
        client.resource(Workloads.namespace(NAMESPACE)).create();
    }

    @AfterAll
    static void removeNamespace() {
        client.namespaces().withName(NAMESPACE).delete();
        client.close();
    }

    @Test
    void runsAStatefulSetAndMakesTheMemberAgainThatWasDeleted() {
        client.resource(statefulSet("web")).create();
        await().atMost(Duration.ofSeconds(90)).until(() -> isReady("web-0") && isReady("web-1"));
        var before = pod("web-0");
        assertThat(before.getStatus().getPodIPs()).extracting(ip -> ip.getIp()).containsExactly("10.1.0.5", "fd00::5");

        client.pods().inNamespace(NAMESPACE).withName("web-0").delete();

        await().atMost(Duration.ofSeconds(90))
                .until(() -> isReady("web-0")
                        && !pod("web-0")
                                .getMetadata()
                                .getUid()
                                .equals(before.getMetadata().getUid()));
    }

    @Test
    void putsADaemonSetsPodOnEveryNode() {
        client.resource(daemonSet("every")).create();

        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> assertThat(podsOf("every"))
                        .filteredOn(pod -> "Running".equals(pod.getStatus().getPhase()))
                        .extracting(pod -> pod.getSpec().getNodeName())
                        .containsExactlyInAnyOrderElementsOf(
                                SharedPlatform.kubelets().nodes()));
    }

    private static boolean isReady(String name) {
        return client.pods().inNamespace(NAMESPACE).withName(name).isReady();
    }

    private static Pod pod(String name) {
        return client.pods().inNamespace(NAMESPACE).withName(name).require();
    }

    private static List<Pod> podsOf(String app) {
        return client.pods().inNamespace(NAMESPACE).withLabel("app", app).list().getItems();
    }

    private static io.fabric8.kubernetes.api.model.apps.StatefulSet statefulSet(String name) {
        return new StatefulSetBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .withServiceName(name)
                .withReplicas(2)
                .withNewSelector()
                .addToMatchLabels("app", name)
                .endSelector()
                .withTemplate(template(name))
                .endSpec()
                .build();
    }

    private static io.fabric8.kubernetes.api.model.apps.DaemonSet daemonSet(String name) {
        return new DaemonSetBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .withNewSelector()
                .addToMatchLabels("app", name)
                .endSelector()
                .withTemplate(template(name))
                .endSpec()
                .build();
    }

    private static io.fabric8.kubernetes.api.model.PodTemplateSpec template(String app) {
        return new io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder()
                .withNewMetadata()
                .addToLabels("app", app)
                .withAnnotations(AS_IF_ALLOCATED)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("none")
                .endContainer()
                .endSpec()
                .build();
    }
}
