package io.github.ovnnb.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.github.ovnnb.it.harness.Workloads;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The law: a member's port is kept while its set wants it back, and only so long. */
class StatefulSetIT {

    private static Corner corner;

    @BeforeAll
    static void open() {
        corner = Corner.open("sets", "10.34.0.0/24", "10.34.0.1");
    }

    @AfterAll
    static void close() {
        corner.close();
    }

    @Test
    void aMemberComesBackToItsRowTenTimesAlthoughTheAgentIsKilledInBetween() {
        corner.create(Workloads.statefulSet("web", 2, Map.of()));
        corner.awaitAllocated("web", 2);
        var uuid = ask("_uuid");
        var addresses = ask("addresses");

        for (var round = 0; round < 10; round++) {
            var before = corner.pod("web-0");
            // In turns: the Pod goes while there is no agent, or the agent dies while the Pod goes.
            if (round % 2 == 0) {
                corner.agent().kill9();
                corner.deletePod("web-0");
            } else {
                corner.deletePod("web-0");
                corner.agent().kill9();
            }
            corner.agent().startAndAwaitReady();

            corner.awaitSuccessor(before);

            assertThat(ask("_uuid")).as("round " + round).isEqualTo(uuid);
            assertThat(ask("addresses")).as("round " + round).isEqualTo(addresses);
        }
        corner.awaitAllocated("web-0");
    }

    /** A quota keeps the set from making the member again: its absence must not cost it the port. */
    @Test
    void aMemberThatCannotComeBackYetKeepsItsRow() {
        corner.create(Workloads.statefulSet("away", 1, Map.of()));
        var before = corner.awaitAllocated("away-0");
        forbidPods();
        try {
            corner.deletePod("away-0");
            await().atMost(Corner.PATIENCE)
                    .until(() -> corner.podIfThere("away-0").isEmpty());

            // A start of the agent looks at every row again.
            corner.agent().kill9();
            corner.agent().startAndAwaitReady();

            assertThat(corner.row("away-0").orElseThrow().uuid()).isEqualTo(before.uuid());
        } finally {
            allowPods();
        }
        var after = corner.awaitAllocated("away-0");
        assertThat(after.uuid()).isEqualTo(before.uuid());
        assertThat(after.addresses()).isEqualTo(before.addresses());
    }

    @Test
    void scalingDownTakesThePortBackAndScalingUpDrawsAgain() {
        corner.create(Workloads.statefulSet("scaled", 2, Map.of()));
        corner.awaitAllocated("scaled", 2);
        var first = corner.row("scaled-1").orElseThrow();

        corner.scale("scaled", 1);
        corner.awaitNoRow("scaled-1");
        assertThat(corner.row("scaled-0")).isPresent();

        corner.scale("scaled", 2);
        corner.awaitAllocated("scaled", 2);
        assertThat(corner.row("scaled-1").orElseThrow().uuid()).isNotEqualTo(first.uuid());
    }

    @Test
    void deletionOfTheSetTakesItsPortsBack() {
        corner.create(Workloads.statefulSet("doomed", 2, Map.of()));
        corner.awaitAllocated("doomed", 2);

        corner.client()
                .apps()
                .statefulSets()
                .inNamespace("sets")
                .withName("doomed")
                .delete();

        corner.awaitNoRow("doomed-0");
        corner.awaitNoRow("doomed-1");
    }

    @Test
    void aSetOfTheSameNameButAnotherUidInheritsNothing() {
        corner.create(Workloads.statefulSet("again", 1, Map.of()));
        var before = corner.awaitAllocated("again-0");
        var pod = corner.pod("again-0");

        corner.client()
                .apps()
                .statefulSets()
                .inNamespace("sets")
                .withName("again")
                .delete();
        await().atMost(Corner.PATIENCE)
                .until(() -> corner.client()
                                .apps()
                                .statefulSets()
                                .inNamespace("sets")
                                .withName("again")
                                .get()
                        == null);
        corner.create(Workloads.statefulSet("again", 1, Map.of()));
        corner.awaitSuccessor(pod);

        assertThat(corner.awaitAllocated("again-0").uuid()).isNotEqualTo(before.uuid());
    }

    private static void forbidPods() {
        corner.create(new ResourceQuotaBuilder()
                .withNewMetadata()
                .withName("no-more-pods")
                .endMetadata()
                .withNewSpec()
                .addToHard("pods", new Quantity("0"))
                .endSpec()
                .build());
        await("the quota is in force")
                .atMost(Corner.PATIENCE)
                .until(() -> corner.client()
                        .resourceQuotas()
                        .inNamespace("sets")
                        .withName("no-more-pods")
                        .require()
                        .getStatus()
                        .getHard()
                        .containsKey("pods"));
    }

    private static void allowPods() {
        corner.client()
                .resourceQuotas()
                .inNamespace("sets")
                .withName("no-more-pods")
                .delete();
    }

    private static String ask(String column) {
        return corner.ovn().nbctl("get", "Logical_Switch_Port", "web-0.sets", column);
    }
}
