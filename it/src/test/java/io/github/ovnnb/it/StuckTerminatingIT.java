package io.github.ovnnb.it;

import static io.github.ovnnb.it.harness.Workloads.ipAddress;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.github.ovnnb.it.harness.Workloads;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A Pod that should have been gone for long, but something holds it back: here, a finalizer. */
class StuckTerminatingIT {
    /** Twice the grace, and until every port has been looked at again. */
    private static final Duration PATIENCE = Duration.ofSeconds(100);

    private static Corner corner;

    @BeforeAll
    static void open() {
        corner = Corner.open("stuck", "10.57.0.0/24", "10.57.0.1");
    }

    @AfterAll
    static void close() {
        List.of("stopped", "running")
                .forEach(pod -> corner.client()
                        .pods()
                        .inNamespace("stuck")
                        .withName(pod)
                        .edit(found -> {
                            found.getMetadata().setFinalizers(List.of());
                            return found;
                        }));
        corner.close();
    }

    @Test
    void itsAddressIsFreeOnceItsGraceIsOverTwiceAndNoContainerRuns() {
        createHeldBack("stopped", "10.57.0.50");
        createHeldBack("running", "10.57.0.60");
        var stopped = corner.client().pods().inNamespace("stuck").withName("stopped");
        await("both run")
                .atMost(Corner.PATIENCE)
                .until(() -> stopped.isReady()
                        && corner.client()
                                .pods()
                                .inNamespace("stuck")
                                .withName("running")
                                .isReady());
        stopped.editStatus(StuckTerminatingIT::containersStopped);
        corner.createPod("heir", ipAddress("10.57.0.50"));
        corner.createPod("waiter", ipAddress("10.57.0.60"));
        assertThat(corner.awaitWarning("heir", "AcquireAddressFailed")).contains("stopped");

        corner.deletePod("running");
        corner.deletePod("stopped");

        await("heir allocated").atMost(PATIENCE).until(() -> Corner.isAllocated(corner.pod("heir")));
        assertThat(corner.podIfThere("stopped")).isPresent();
        assertThat(corner.row("stopped")).isEmpty();
        assertThat(Corner.isAllocated(corner.pod("waiter"))).isFalse();
        assertThat(corner.row("running").orElseThrow().ips()).containsExactly("10.57.0.60");
    }

    private static void createHeldBack(String name, String ip) {
        corner.create(new PodBuilder(Workloads.pod(name, ipAddress(ip)))
                .editMetadata()
                .addToFinalizers("example.com/hold")
                .endMetadata()
                .editSpec()
                .withTerminationGracePeriodSeconds(1L)
                .endSpec()
                .build());
        corner.awaitAllocated(name);
    }

    private static Pod containersStopped(Pod pod) {
        pod.getStatus()
                .getContainerStatuses()
                .forEach(container -> container.setState(new ContainerStateBuilder()
                        .withNewTerminated()
                        .withExitCode(0)
                        .endTerminated()
                        .build()));
        return pod;
    }
}
