package io.github.ovnnb.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.ovnnb.it.harness.AgentProcess;
import io.github.ovnnb.it.harness.ControlPlane;
import io.github.ovnnb.it.harness.OvnContainer;
import io.github.ovnnb.it.harness.Repository;
import io.github.ovnnb.it.harness.Workloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Owners that Kubernetes itself does not know, on a control plane of its own: KubeVirt's machines and OpenKruise's members. Their kinds are
 * real resources here; their programs are played by the tests.
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
    private static KubernetesClient client;
    private static AgentProcess agent;

    @BeforeAll
    static void start() {
        ovn = SharedPlatform.ovn();
        controlPlane = ControlPlane.start();
        client = controlPlane.admin().newClient();
        controlPlane.applyKinds(Repository.file("it/src/test/resources/io/github/ovnnb/it/machines-crd.yaml"));
        // Pods on nodes that do not exist are collected.
        for (var node : List.of("node-a", "node-b")) {
            client.resource(new NodeBuilder()
                            .withNewMetadata()
                            .withName(node)
                            .endMetadata()
                            .build())
                    .create();
        }
        agent = AgentProcess.central(ovn.northboundTcp(), controlPlane.write(controlPlane.asAgent()), SUBNET)
                .startAndAwaitReady();
    }

    @AfterAll
    static void stop() {
        agent.close();
        client.close();
        controlPlane.close();
        ovn.nbctl("--if-exists", "ls-del", "machines");
    }

    @Test
    void aMachineKeepsItsPortWhileItIsStoppedAndLosesItWhenItIsDeleted() throws IOException {
        apply("VirtualMachine", "db", "{}", "{}");
        var first = startMachine("db", "virt-launcher-db-1", "node-a");
        var row = ovn.nbctl("get", "Logical_Switch_Port", "db.default", "_uuid", "addresses");
        assertThat(ovn.port("db.default").orElseThrow().ips()).containsExactly(Corner.annotation(first, "ip_address"));

        remove(first);
        controlPlane.kubectl("delete", "virtualmachineinstances.kubevirt.io", "db");
        await("marked as retained")
                .atMost(Corner.PATIENCE)
                .until(
                        () -> ovn.nbctl("get", "Logical_Switch_Port", "db.default", "external_ids"),
                        ids -> !ids.contains("pod-uid"));
        startMachine("db", "virt-launcher-db-2", "node-b");
        assertThat(ovn.nbctl("get", "Logical_Switch_Port", "db.default", "_uuid", "addresses"))
                .isEqualTo(row);

        remove(pod("virt-launcher-db-2"));
        controlPlane.kubectl("delete", "virtualmachineinstances.kubevirt.io", "db");
        controlPlane.kubectl("delete", "virtualmachines.kubevirt.io", "db");
        await("released")
                .atMost(Corner.PATIENCE)
                .until(() -> ovn.port("db.default").isEmpty());
    }

    @Test
    void aMigrationBindsThePortOnBothNodesAndThenOnTheTarget() throws IOException {
        apply("VirtualMachine", "web", "{}", "{}");
        startMachine("web", "virt-launcher-web-1", "node-a");
        controlPlane.apply(manifest("VirtualMachineInstanceMigration", "move-1", "{vmiName: web}", "{phase: Pending}"));
        launch(
                "virt-launcher-web-2",
                reference("VirtualMachineInstance", "web"),
                "node-b",
                Map.of("kubevirt.io/migrationJobName", "move-1"));
        awaitOptions("web.default", "activation-strategy=rarp, requested-chassis=\"node-a,node-b\"");

        apply("VirtualMachineInstance", "web", "{}", "{nodeName: node-b}");
        controlPlane.apply(
                manifest("VirtualMachineInstanceMigration", "move-1", "{vmiName: web}", "{phase: Succeeded}"));
        remove(pod("virt-launcher-web-1"));
        awaitOptions("web.default", "requested-chassis=node-b");
        assertThat(Corner.annotation(pod("virt-launcher-web-2"), "ip_address"))
                .isEqualTo(ovn.port("web.default").orElseThrow().ips().get(0));
    }

    @Test
    void aMemberOfOpenKruiseKeepsItsPortUntilItsOrdinalIsReserved() throws IOException {
        controlPlane.apply(manifest("StatefulSet", "shop", "{replicas: 2}", "{}"));
        var owner = reference("StatefulSet", "shop");
        var first = launch("shop-1", owner, "node-a", Map.of());
        var row = ovn.nbctl("get", "Logical_Switch_Port", "shop-1.default", "_uuid", "addresses");
        remove(first);
        await("marked as retained")
                .atMost(Corner.PATIENCE)
                .until(
                        () -> ovn.nbctl("get", "Logical_Switch_Port", "shop-1.default", "external_ids"),
                        ids -> !ids.contains("pod-uid"));
        var second = launch("shop-1", owner, "node-a", Map.of());
        assertThat(ovn.nbctl("get", "Logical_Switch_Port", "shop-1.default", "_uuid", "addresses"))
                .isEqualTo(row);

        controlPlane.apply(manifest("StatefulSet", "shop", "{replicas: 2, reserveOrdinals: [1]}", "{}"));
        remove(second);
        await("released")
                .atMost(Corner.PATIENCE)
                .until(() -> ovn.port("shop-1.default").isEmpty());
    }

    private static Pod startMachine(String machine, String launcher, String node) throws IOException {
        apply("VirtualMachineInstance", machine, "{}", "{nodeName: " + node + "}");
        return launch(launcher, reference("VirtualMachineInstance", machine), node, Map.of());
    }

    private static Pod launch(String name, ObjectReference owner, String node, Map<String, String> annotations) {
        client.resource(new PodBuilder(Workloads.pod(name, annotations))
                        .editMetadata()
                        .withNamespace("default")
                        .addNewOwnerReference()
                        .withApiVersion(owner.getApiVersion())
                        .withKind(owner.getKind())
                        .withName(owner.getName())
                        .withUid(owner.getUid())
                        .withController(true)
                        .endOwnerReference()
                        .endMetadata()
                        .editSpec()
                        .withNodeName(node)
                        .endSpec()
                        .build())
                .create();
        await(name + " allocated").atMost(Corner.PATIENCE).until(() -> Corner.isAllocated(pod(name)));
        return pod(name);
    }

    private static Pod pod(String name) {
        return client.pods().inNamespace("default").withName(name).require();
    }

    private static void remove(Pod pod) {
        client.resource(pod).withGracePeriod(0).delete();
    }

    private static void awaitOptions(String port, String options) {
        await(port + " " + options)
                .atMost(Corner.PATIENCE)
                .untilAsserted(() -> assertThat(ovn.nbctl("get", "Logical_Switch_Port", port, "options"))
                        .isEqualToIgnoringWhitespace("{" + options + "}"));
    }

    private static String apiVersion(String kind) {
        return kind.equals("StatefulSet") ? "apps.kruise.io/v1beta1" : "kubevirt.io/v1";
    }

    private static ObjectReference reference(String kind, String name) {
        var plural = kind.equals("StatefulSet")
                ? "statefulsets.v1beta1.apps.kruise.io"
                : "virtualmachineinstances.kubevirt.io";
        var uid = controlPlane.kubectl("get", plural, name, "-o", "jsonpath={.metadata.uid}");
        return new ObjectReferenceBuilder()
                .withApiVersion(apiVersion(kind))
                .withKind(kind)
                .withName(name)
                .withUid(uid)
                .build();
    }

    private static void apply(String kind, String name, String spec, String status) throws IOException {
        controlPlane.apply(manifest(kind, name, spec, status));
    }

    /** An instance of a machine names it as its owner, as KubeVirt does. */
    private static Path manifest(String kind, String name, String spec, String status) throws IOException {
        var owner = kind.equals("VirtualMachineInstance")
                ? ", ownerReferences: [{apiVersion: kubevirt.io/v1, kind: VirtualMachine, name: " + name + ", uid: "
                        + controlPlane.kubectl(
                                "get", "virtualmachines.kubevirt.io", name, "-o", "jsonpath={.metadata.uid}")
                        + ", controller: true}]"
                : "";
        return Files.writeString(
                directory.resolve(kind + "-" + name + ".yaml"),
                "apiVersion: " + apiVersion(kind) + "\nkind: " + kind + "\nmetadata: {name: " + name
                        + ", namespace: default" + owner + "}\nspec: " + spec + "\nstatus: " + status + "\n");
    }
}
