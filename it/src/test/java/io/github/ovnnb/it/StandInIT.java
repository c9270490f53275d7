package io.github.ovnnb.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.github.ovnnb.it.harness.AgentProcess;
import io.github.ovnnb.it.harness.CommandOutcome;
import io.github.ovnnb.it.harness.Workloads;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Taking over from kube-ovn, and the commands for the person who does it. */
class StandInIT {

    private static final String MAC = "0a:00:00:00:00:0a";
    private static int number;

    private Corner corner;
    private String name = "";

    @BeforeEach
    void open() {
        number++;
        name = "stand-in-" + number;
        corner = Corner.open(name, "10.41.0.0/24", "10.41.0.1");
    }

    @AfterEach
    void close() {
        corner.close();
    }

    private CommandOutcome command(String... words) {
        var all = new ArrayList<>(List.of(words));
        all.add("--ovn-nb=" + corner.ovn().northboundTcp());
        all.add("--kubeconfig=" + corner.agentKubeconfig());
        all.add("--config=" + corner.agent().configuration());
        return AgentProcess.runToEnd(all.toArray(String[]::new));
    }

    /** A row as kube-ovn makes it. */
    private void rowOfKubeOvn(String pod, String ip) {
        var port = pod + "." + name;
        var unused = corner.ovn()
                .nbctl(
                        "--may-exist",
                        "ls-add",
                        name,
                        "--",
                        "lsp-add",
                        name,
                        port,
                        "--",
                        "lsp-set-addresses",
                        port,
                        MAC + " " + ip,
                        "--",
                        "set",
                        "Logical_Switch_Port",
                        port,
                        "external_ids:vendor=kube-ovn",
                        "external_ids:ls=" + name,
                        "external_ids:pod=" + name + "/" + pod);
    }

    @Test
    void takesOverWhatKubeOvnHasGivenWithoutChangingIt() {
        corner.agent().kill9();
        rowOfKubeOvn("old", "10.41.0.77");
        var before = corner.row("old").orElseThrow();
        corner.createPod(
                "old",
                Map.of(
                        "ovn.kubernetes.io/ip_address", "10.41.0.77",
                        "ovn.kubernetes.io/mac_address", MAC,
                        "ovn.kubernetes.io/cidr", "10.41.0.0/24",
                        "ovn.kubernetes.io/gateway", "10.41.0.1",
                        "ovn.kubernetes.io/logical_switch", name,
                        "ovn.kubernetes.io/allocated", "true"));
        corner.agent().startAndAwaitReady();

        await("the Pod's uid on the row")
                .atMost(Corner.PATIENCE)
                .until(() -> corner.ovn()
                        .nbctl("get", "Logical_Switch_Port", "old." + name, "external_ids")
                        .contains("ovnnb.io/pod-uid"));
        var after = corner.row("old").orElseThrow();
        assertThat(after.uuid()).isEqualTo(before.uuid());
        assertThat(after.addresses()).isEqualTo(before.addresses());
    }

    @Test
    void releasesARetainedPortWhenAsked() {
        var noPods = new ResourceQuotaBuilder()
                .withNewMetadata()
                .withName("no-pods")
                .endMetadata()
                .withNewSpec()
                .withHard(Map.of("pods", Quantity.parse("0")))
                .endSpec()
                .build();
        corner.create(noPods);
        corner.create(Workloads.statefulSet("web", 1, Map.of()));
        rowOfKubeOvn("web-0", "10.41.0.9");

        assertThat(command("explain", name + "/web-0").output())
                .contains("the port is retained: the successor will ask for the same address");
        var released = command("release", name + "/web-0");

        assertThat(released.exitStatus()).as(released.errors()).isZero();
        assertThat(released.output()).contains("released web-0." + name);
        assertThat(corner.row("web-0")).isEmpty();
    }

    @Test
    void refusesToReleaseThePortOfALivingPod() {
        corner.createPod("alive", Map.of());
        var row = corner.awaitAllocated("alive");

        var refused = command("release", name + "/alive");

        assertThat(refused.exitStatus()).isEqualTo(1);
        assertThat(refused.errors()).contains("Pod " + name + "/alive uses port");
        assertThat(corner.row("alive")).contains(row);
    }

    @Test
    void tellsOfASharedAddressAndWhoHoldsIt() {
        corner.createPod("a", Map.of("ovn.kubernetes.io/ip_address", "10.41.0.50"));
        corner.awaitAllocated("a");
        corner.createPod("b", Map.of("ovn.kubernetes.io/ip_address", "10.41.0.50"));

        var explained = command("explain", name + "/b");
        assertThat(explained.exitStatus()).as(explained.errors()).isZero();
        assertThat(explained.output())
                .contains("no address: 10.41.0.50 on subnet " + name + " is taken by port a." + name)
                .contains("10.41.0.50 on " + name + " is of a." + name);

        var unused =
                // Not lsp-set-addresses, which refuses such a thing.
                corner.ovn()
                        .nbctl(
                                "lsp-add",
                                name,
                                "twin",
                                "--",
                                "set",
                                "Logical_Switch_Port",
                                "twin",
                                "addresses=\"" + MAC + " 10.41.0.50\"");
        var audit = command("audit");
        assertThat(audit.exitStatus()).as(audit.errors()).isEqualTo(1);
        assertThat(audit.output())
                .containsPattern("a\\." + name + " +two ports have one IP +10\\.41\\.0\\.50 on " + name
                        + " is also of twin \\(not ours\\)")
                .containsPattern(name + "/b +Pod has no address");
    }

    @Test
    void showsTheRepairOfAPortThatNobodyWants() {
        corner.agent().kill9();
        rowOfKubeOvn("lost", "10.41.0.60");

        var shown = command("audit", "--repair", "--dry-run");
        assertThat(shown.exitStatus()).as(shown.errors()).isEqualTo(1);
        assertThat(shown.output())
                .contains("would remove port lost." + name)
                .contains("\"op\" : \"mutate\"")
                .contains("nothing was changed");
        assertThat(corner.row("lost")).isPresent();
    }
}
