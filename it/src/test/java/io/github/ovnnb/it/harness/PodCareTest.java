package io.github.ovnnb.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodCareTest {

    private static final Map<String, String> ALLOCATED =
            Map.of("ovn.kubernetes.io/allocated", "true", "ovn.kubernetes.io/ip_address", "10.0.0.5,fd00::5");

    @Test
    void bindsAPodThatHasNoNodeBeforeItHasAnAddress() {
        assertThat(PodCare.nextFor(pod(Map.of()))).isEqualTo(PodCare.BIND);
    }

    @Test
    void leavesABoundPodPendingUntilItHasAnAddress() {
        assertThat(PodCare.nextFor(onNode(pod(Map.of())))).isEqualTo(PodCare.NOTHING);
        assertThat(PodCare.nextFor(onNode(pod(ALLOCATED)))).isEqualTo(PodCare.RUN);
    }

    @Test
    void finishesAGracefulDeletionButNotOneWithoutGrace() {
        assertThat(PodCare.nextFor(deleting(onNode(pod(ALLOCATED)), 30))).isEqualTo(PodCare.REMOVE);
        assertThat(PodCare.nextFor(deleting(onNode(pod(ALLOCATED)), 0))).isEqualTo(PodCare.NOTHING);
    }

    @Test
    void leavesAHeldPodAlone() {
        assertThat(PodCare.nextFor(pod(Map.of("ovnnb.test/hold", "true")))).isEqualTo(PodCare.NOTHING);
    }

    @Test
    void reportsTheAddressesOfTheAnnotation() {
        assertThat(PodCare.runningStatus(onNode(pod(ALLOCATED))))
                .contains("\"podIP\":\"10.0.0.5\"", "{\"ip\":\"fd00::5\"}", "\"uid\":\"uid-1\"");
    }

    private static Pod pod(Map<String, String> annotations) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("web-0")
                .withUid("uid-1")
                .withAnnotations(annotations)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("none")
                .endContainer()
                .endSpec()
                .withNewStatus()
                .withPhase("Pending")
                .endStatus()
                .build();
    }

    private static Pod onNode(Pod pod) {
        return new PodBuilder(pod).editSpec().withNodeName("node-1").endSpec().build();
    }

    private static Pod deleting(Pod pod, long grace) {
        return new PodBuilder(pod)
                .editMetadata()
                .withDeletionTimestamp("2026-01-01T00:00:00Z")
                .withDeletionGracePeriodSeconds(grace)
                .endMetadata()
                .build();
    }
}
