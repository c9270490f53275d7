package io.github.ovnnb.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ovnnb.it.harness.AgentProcess;
import io.github.ovnnb.it.harness.ControlPlane;
import io.github.ovnnb.it.harness.OvnContainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Owners that Kubernetes itself does not know, on a control plane of its own: KubeVirt's machines and OpenKruise's members. Their kinds are
 * real resources here; their programs are played by the tests ({@link Machines}).
 */
class MachinesIT {
    private static final String SUBNET = """
            subnets:
            - name: machines
              cidrBlock: 10.47.0.0/24
              default: true
            """;

    @TempDir
    private static Path directory;

    private static OvnContainer ovn;
    private static ControlPlane controlPlane;
    private static Machines machines;
    private static AgentProcess agent;

    @BeforeAll
    static void start() {
        ovn = SharedPlatform.ovn();
        controlPlane = ControlPlane.start();
        machines = new Machines(controlPlane, directory);
        agent = AgentProcess.central(ovn.northboundTcp(), controlPlane.write(controlPlane.asAgent()), SUBNET)
                .startAndAwaitReady();
    }

    @AfterAll
    static void stop() {
        agent.close();
        machines.close();
        controlPlane.close();
        ovn.nbctl("--if-exists", "ls-del", "machines");
    }

    @Test
    void aMachineKeepsItsPortWhileItIsStoppedAndLosesItWhenItIsDeleted() throws IOException {
        machines.apply("VirtualMachine", "db", "{}", "{}");
        var first = machines.start("db", "virt-launcher-db-1", "node-a");
        var row = ovn.nbctl("get", "Logical_Switch_Port", "db.default", "_uuid", "addresses");
        assertThat(ovn.port("db.default").orElseThrow().ips()).containsExactly(Corner.annotation(first, "ip_address"));

        machines.remove(first);
        controlPlane.kubectl("delete", "virtualmachineinstances.kubevirt.io", "db");
        await("marked as retained")
                .atMost(Corner.PATIENCE)
                .until(
                        () -> ovn.nbctl("get", "Logical_Switch_Port", "db.default", "external_ids"),
                        ids -> !ids.contains("pod-uid"));
        machines.start("db", "virt-launcher-db-2", "node-b");
        assertThat(ovn.nbctl("get", "Logical_Switch_Port", "db.default", "_uuid", "addresses"))
                .isEqualTo(row);

        machines.remove(machines.pod("virt-launcher-db-2"));
        controlPlane.kubectl("delete", "virtualmachineinstances.kubevirt.io", "db");
        controlPlane.kubectl("delete", "virtualmachines.kubevirt.io", "db");
        await("released")
                .atMost(Corner.PATIENCE)
                .until(() -> ovn.port("db.default").isEmpty());
    }

    @Test
    void aMigrationBindsThePortOnBothNodesAndThenOnTheTarget() throws IOException {
        machines.apply("VirtualMachine", "web", "{}", "{}");
        machines.start("web", "virt-launcher-web-1", "node-a");
        machines.apply("VirtualMachineInstanceMigration", "move-1", "{vmiName: web}", "{phase: Pending}");
        machines.launch(
                "virt-launcher-web-2",
                machines.reference("VirtualMachineInstance", "web"),
                "node-b",
                Map.of("kubevirt.io/migrationJobName", "move-1"));
        awaitOptions("web.default", "activation-strategy=rarp, requested-chassis=\"node-a,node-b\"");

        machines.apply("VirtualMachineInstance", "web", "{}", "{nodeName: node-b}");
        machines.apply("VirtualMachineInstanceMigration", "move-1", "{vmiName: web}", "{phase: Succeeded}");
        machines.remove(machines.pod("virt-launcher-web-1"));
        awaitOptions("web.default", "requested-chassis=node-b");
        assertThat(Corner.annotation(machines.pod("virt-launcher-web-2"), "ip_address"))
                .isEqualTo(ovn.port("web.default").orElseThrow().ips().get(0));
    }

    @Test
    void aMemberOfOpenKruiseKeepsItsPortUntilItsOrdinalIsReserved() throws IOException {
        machines.apply("StatefulSet", "shop", "{replicas: 2}", "{}");
        var owner = machines.reference("StatefulSet", "shop");
        var first = machines.launch("shop-1", owner, "node-a", Map.of());
        var row = ovn.nbctl("get", "Logical_Switch_Port", "shop-1.default", "_uuid", "addresses");
        machines.remove(first);
        await("marked as retained")
                .atMost(Corner.PATIENCE)
                .until(
                        () -> ovn.nbctl("get", "Logical_Switch_Port", "shop-1.default", "external_ids"),
                        ids -> !ids.contains("pod-uid"));
        var second = machines.launch("shop-1", owner, "node-a", Map.of());
        assertThat(ovn.nbctl("get", "Logical_Switch_Port", "shop-1.default", "_uuid", "addresses"))
                .isEqualTo(row);

        machines.apply("StatefulSet", "shop", "{replicas: 2, reserveOrdinals: [1]}", "{}");
        machines.remove(second);
        await("released")
                .atMost(Corner.PATIENCE)
                .until(() -> ovn.port("shop-1.default").isEmpty());
    }

    private static void awaitOptions(String port, String options) {
        await(port + " " + options)
                .atMost(Corner.PATIENCE)
                .untilAsserted(() -> assertThat(ovn.nbctl("get", "Logical_Switch_Port", port, "options"))
                        .isEqualToIgnoringWhitespace("{" + options + "}"));
    }
}
