package io.github.ovnnb.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.github.ovnnb.it.harness.AgentProcess;
import io.github.ovnnb.it.harness.CommandOutcome;
import io.github.ovnnb.it.harness.PortRow;
import io.github.ovnnb.it.harness.Workloads;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Ports that outlive their owner's interest in them because its policy says so. */
class RetentionIT {
    private static final String WHEN_SCALED = "ovnnb.io/when-scaled";
    private static final String WHEN_DELETED = "ovnnb.io/when-deleted";

    private static Corner corner;

    @BeforeAll
    static void open() {
        corner = Corner.open("keeping", "10.51.0.0/24", "10.51.0.1");
    }

    @AfterAll
    static void close() {
        corner.close();
    }

    @Test
    void aMemberScaledAwayFindsItsPortWhenItComesBack() {
        corner.create(annotated(Workloads.statefulSet("scaled", 2, Map.of()), Map.of(WHEN_SCALED, "Retain")));
        corner.awaitAllocated("scaled", 2);
        var before = corner.row("scaled-1").orElseThrow();

        corner.scale("scaled", 1);
        awaitListed("scaled-1", "retained, owner scaled down");
        corner.scale("scaled", 2);

        corner.awaitAllocated("scaled", 2);
        assertThat(what(corner.row("scaled-1").orElseThrow())).isEqualTo(what(before));
        awaitListed("scaled-1", "bound");
    }

    /** As its volumes: whether the policy allowed it was noted on the row, since nobody is left to be asked. */
    @Test
    void aSetThatComesBackUnderItsNameFindsThePortsOfTheOneBefore() {
        corner.create(annotated(Workloads.statefulSet("back", 1, Map.of()), Map.of(WHEN_DELETED, "Retain")));
        var before = corner.awaitAllocated("back-0");
        var pod = corner.pod("back-0");
        awaitIds("back-0", "ovnnb.io/when-deleted");

        delete("back");
        awaitListed("back-0", "retained, owner deleted");
        corner.agent().kill9();
        corner.agent().startAndAwaitReady();
        // Nobody but the row knows of the set now.
        corner.createPod("other", Map.of());
        corner.awaitAllocated("other");
        assertThat(what(corner.row("back-0").orElseThrow())).isEqualTo(what(before));

        corner.create(Workloads.statefulSet("back", 1, Map.of()));
        corner.awaitSuccessor(pod);
        assertThat(what(corner.awaitAllocated("back-0"))).isEqualTo(what(before));
        await("the new set's own policy")
                .atMost(Corner.PATIENCE)
                .until(() -> !ids("back-0").contains("ovnnb.io/when-deleted"));
    }

    @Test
    void aRetainedPortIsGivenUpOnRequest() {
        corner.create(annotated(Workloads.statefulSet("given", 1, Map.of()), Map.of(WHEN_DELETED, "Retain")));
        corner.awaitAllocated("given-0");
        awaitIds("given-0", "ovnnb.io/when-deleted");
        delete("given");
        awaitListed("given-0", "retained, owner deleted");

        assertThat(command("explain", "keeping/given-0").output())
                .contains("the StatefulSet is gone, and its policy whenDeleted is Retain");
        var released = command("release", "keeping/given-0");

        assertThat(released.exitStatus()).as(released.errors()).isZero();
        assertThat(corner.row("given-0")).isEmpty();
    }

    @Test
    void aMisspeltPolicyIsToldOnTheSetAndRetainsUntilItIsCorrected() {
        corner.create(annotated(Workloads.statefulSet("misspelt", 2, Map.of()), Map.of(WHEN_SCALED, "Keep")));
        corner.awaitAllocated("misspelt", 2);
        assertThat(corner.awaitWarning("misspelt", "ValidatePodNetworkFailed"))
                .contains(WHEN_SCALED, "\"Keep\" is neither Retain nor Release");

        corner.scale("misspelt", 1);
        awaitListed("misspelt-1", "retained, owner scaled down");
        corner.client()
                .apps()
                .statefulSets()
                .inNamespace("keeping")
                .withName("misspelt")
                .edit(set -> annotated(set, Map.of(WHEN_SCALED, "Release")));

        corner.awaitNoRow("misspelt-1");
        assertThat(corner.row("misspelt-0")).isPresent();
    }

    @Test
    void anAnnotationOnTheSetInsteadOfItsTemplateIsTold() {
        corner.create(annotated(
                Workloads.statefulSet("misplaced", 1, Map.of()), Map.of("ovn.kubernetes.io/ip_pool", "10.51.0.200")));
        corner.awaitAllocated("misplaced-0");

        assertThat(corner.awaitWarning("misplaced", "AnnotationOnWorkload"))
                .contains("ovn.kubernetes.io/ip_pool", "spec.template.metadata.annotations");
    }

    private static StatefulSet annotated(StatefulSet set, Map<String, String> annotations) {
        return new StatefulSetBuilder(set)
                .editMetadata()
                .addToAnnotations(annotations)
                .endMetadata()
                .build();
    }

    /** All but the notes, which name the Pod. */
    private static List<Object> what(PortRow row) {
        return List.of(row.uuid(), row.name(), row.addresses(), row.portSecurity());
    }

    private static void delete(String set) {
        corner.client()
                .apps()
                .statefulSets()
                .inNamespace("keeping")
                .withName(set)
                .delete();
    }

    private static String ids(String pod) {
        return corner.ovn().nbctl("get", "Logical_Switch_Port", pod + ".keeping", "external_ids");
    }

    private static void awaitIds(String pod, String key) {
        await(key + " on " + pod).atMost(Corner.PATIENCE).until(() -> ids(pod).contains(key));
    }

    private static void awaitListed(String pod, String state) {
        await(pod + " listed as " + state)
                .atMost(Corner.PATIENCE)
                .untilAsserted(() -> assertThat(AgentProcess.runToEnd(
                                        "ports", "--ovn-nb=" + corner.ovn().northboundTcp())
                                .output()
                                .lines())
                        .anySatisfy(line ->
                                assertThat(line).startsWith(pod + ".keeping ").endsWith(" " + state)));
    }

    private static CommandOutcome command(String... words) {
        var all = new ArrayList<>(List.of(words));
        all.add("--ovn-nb=" + corner.ovn().northboundTcp());
        all.add("--kubeconfig=" + corner.agentKubeconfig());
        all.add("--config=" + corner.agent().configuration());
        return AgentProcess.runToEnd(all.toArray(String[]::new));
    }
}
