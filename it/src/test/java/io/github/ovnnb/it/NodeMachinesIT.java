package io.github.ovnnb.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.github.ovnnb.it.harness.AgentProcess;
import io.github.ovnnb.it.harness.ControlPlane;
import io.github.ovnnb.it.harness.OvnContainer;
import io.github.ovnnb.it.harness.PortRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Virtual machines on two nodes with an agent each: neither agent sees the Pods of the other node, unless it sweeps. */
class NodeMachinesIT {
    private static final String SUBNET = """
            subnets:
            - name: machines
              cidrBlock: 10.65.0.0/24
              default: true
            """;

    @TempDir
    private Path directory;

    private final OvnContainer ovn = new OvnContainer();
    private ControlPlane controlPlane;
    private Machines machines;
    private List<AgentProcess> agents;

    @BeforeEach
    void open() {
        ovn.start();
        controlPlane = ControlPlane.start();
        machines = new Machines(controlPlane, directory);
        var kubeconfig = controlPlane.write(controlPlane.asNodeAgent());
        agents = List.of("node-a", "node-b").stream()
                .map(node -> AgentProcess.ofNode(node, ovn.northboundTcp(), kubeconfig, SUBNET)
                        .start())
                .toList();
        agents.forEach(AgentProcess::awaitReady);
    }

    @AfterEach
    void close() {
        agents.forEach(AgentProcess::close);
        machines.close();
        controlPlane.close();
        ovn.close();
    }

    @Test
    void aMachineThatMigratesBetweenAgentsKeepsItsPortAndIsBoundToBothNodesAndThenToTheTarget() throws IOException {
        machines.apply("VirtualMachine", "web", "{}", "{}");
        var source = machines.start("web", "virt-launcher-web-1", "node-a");
        var before = row();
        assertThat(before.addresses()).containsExactly(Pods.told(source));

        machines.apply("VirtualMachineInstanceMigration", "move-1", "{vmiName: web}", "{phase: Pending}");
        var target = machines.launch(
                "virt-launcher-web-2",
                machines.reference("VirtualMachineInstance", "web"),
                "node-b",
                Map.of("kubevirt.io/migrationJobName", "move-1"));
        awaitOptions("activation-strategy=rarp, requested-chassis=\"node-a,node-b\"");
        assertSamePort(before, target);

        machines.apply("VirtualMachineInstance", "web", "{}", "{nodeName: node-b}");
        machines.apply("VirtualMachineInstanceMigration", "move-1", "{vmiName: web}", "{phase: Succeeded}");
        machines.remove(source);
        awaitOptions("requested-chassis=node-b");
        assertSamePort(before, machines.pod("virt-launcher-web-2"));
        await("the target's launcher uses the port")
                .atMost(Corner.PATIENCE)
                .until(() ->
                        target.getMetadata().getUid().equals(row().externalIds().get("ovnnb.io/pod-uid")));
    }

    private PortRow row() {
        return ovn.port("web.default").orElseThrow();
    }

    private void assertSamePort(PortRow before, Pod launcher) {
        assertThat(row().uuid()).isEqualTo(before.uuid());
        assertThat(row().addresses()).isEqualTo(before.addresses()).containsExactly(Pods.told(launcher));
    }

    private void awaitOptions(String options) {
        await(options)
                .atMost(Corner.PATIENCE)
                .untilAsserted(() -> assertThat(ovn.nbctl("get", "Logical_Switch_Port", "web.default", "options"))
                        .isEqualToIgnoringWhitespace("{" + options + "}"));
    }
}
