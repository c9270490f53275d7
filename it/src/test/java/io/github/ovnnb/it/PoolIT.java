package io.github.ovnnb.it;

import static io.github.ovnnb.it.harness.Workloads.ipPool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.github.ovnnb.it.harness.PortRow;
import io.github.ovnnb.it.harness.Workloads;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every kind of workload with a pool in its template. */
class PoolIT {

    private static Corner corner;

    @BeforeAll
    static void open() {
        corner = Corner.open("pool", "10.33.0.0/24", "10.33.0.1");
    }

    @AfterAll
    static void close() {
        corner.close();
    }

    @Test
    void aDeploymentsPodsTakeDifferentAddressesOfThePool() {
        corner.create(Workloads.deployment("ippool", 2, ipPool("10.33.0.15,10.33.0.16,10.33.0.17")));

        var ips = ips(corner.awaitAllocated("ippool", 2));

        assertThat(ips).doesNotHaveDuplicates().isSubsetOf("10.33.0.15", "10.33.0.16", "10.33.0.17");
    }

    @Test
    void aPodWaitsWhileThePoolIsExhaustedAndIsServedWhenAnAddressFreesItself() {
        corner.create(Workloads.deployment("tight", 3, ipPool("10.33.0.25;10.33.0.26")));
        corner.awaitAllocated("tight", 2);
        var waiting = corner.podsOf("tight").stream()
                .filter(pod -> !Corner.isAllocated(pod))
                .findFirst()
                .orElseThrow()
                .getMetadata()
                .getName();
        assertThat(corner.awaitWarning(waiting, "AcquireAddressFailed")).contains("10.33.0.25");

        corner.client()
                .apps()
                .deployments()
                .inNamespace("pool")
                .withName("tight")
                .scale(2);

        await().atMost(Corner.PATIENCE).until(() -> corner.podsOf("tight").size() == 2);
        assertThat(ips(corner.awaitAllocated("tight", 2))).containsExactlyInAnyOrder("10.33.0.25", "10.33.0.26");
    }

    @Test
    void aStatefulSetsMembersTakeTheirAddressesInOrder() {
        corner.create(Workloads.statefulSet("web", 3, ipPool("10.33.0.37,10.33.0.35,10.33.0.36")));

        corner.awaitAllocated("web", 3);

        assertThat(Stream.of("web-0", "web-1", "web-2")
                        .flatMap(member -> corner.row(member).orElseThrow().ips().stream()))
                .containsExactly("10.33.0.37", "10.33.0.35", "10.33.0.36");
    }

    @Test
    void aDaemonSetsPodsTakeTheirAddressesFromThePool() {
        corner.create(Workloads.daemonSet("every", ipPool("10.33.0.45,10.33.0.46,10.33.0.47")));

        assertThat(ips(corner.awaitAllocated("every", 3)))
                .containsExactlyInAnyOrder("10.33.0.45", "10.33.0.46", "10.33.0.47");
    }

    @Test
    void aJobsPodsTakeTheirAddressesFromThePool() {
        corner.create(Workloads.job("task", 2, ipPool("10.33.0.55,10.33.0.56")));

        assertThat(ips(corner.awaitAllocated("task", 2))).containsExactlyInAnyOrder("10.33.0.55", "10.33.0.56");
    }

    /** The Job is made from the CronJob's template as {@code kubectl create job --from} does, not a minute later. */
    @Test
    void aCronJobsPodsTakeTheirAddressesFromThePool() {
        var cronJob = corner.create(Workloads.cronJob("tick", ipPool("10.33.0.65")));
        var owner = new OwnerReferenceBuilder()
                .withApiVersion("batch/v1")
                .withKind("CronJob")
                .withName("tick")
                .withUid(cronJob.getMetadata().getUid())
                .withController(true)
                .build();
        corner.client()
                .batch()
                .v1()
                .cronjobs()
                .inNamespace("pool")
                .withName("tick")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"suspend\": true}}");
        corner.create(new JobBuilder()
                .withNewMetadata()
                .withName("tick-now")
                .withOwnerReferences(owner)
                .endMetadata()
                .withSpec(cronJob.getSpec().getJobTemplate().getSpec())
                .build());

        await().atMost(Duration.ofSeconds(90))
                .until(() -> !corner.podsOf("tick").isEmpty());

        assertThat(ips(corner.awaitAllocated("tick", 1))).containsExactly("10.33.0.65");
    }

    @Test
    void aPodOfAnyOtherOwnerTakesItsAddressFromThePool() {
        var owner = corner.create(new ConfigMapBuilder()
                .withNewMetadata()
                .withName("somebody")
                .endMetadata()
                .build());
        var pod = Workloads.pod("owned", ipPool("10.33.0.75,10.33.0.76"));
        pod.getMetadata()
                .setOwnerReferences(List.of(new OwnerReferenceBuilder()
                        .withApiVersion("v1")
                        .withKind("ConfigMap")
                        .withName("somebody")
                        .withUid(owner.getMetadata().getUid())
                        .withController(true)
                        .build()));
        corner.create(pod);

        assertThat(corner.awaitAllocated("owned").ips()).isSubsetOf("10.33.0.75", "10.33.0.76");
    }

    @Test
    void anAddressThatSomebodyElseHoldsIsPassedOver() {
        corner.createPod("holder", Workloads.ipAddress("10.33.0.85"));
        corner.awaitAllocated("holder");

        corner.create(Workloads.deployment("around", 2, ipPool("10.33.0.85,10.33.0.86,10.33.0.87")));

        assertThat(ips(corner.awaitAllocated("around", 2))).containsExactlyInAnyOrder("10.33.0.86", "10.33.0.87");
    }

    private static List<String> ips(List<PortRow> rows) {
        return rows.stream().flatMap(row -> row.ips().stream()).toList();
    }
}
