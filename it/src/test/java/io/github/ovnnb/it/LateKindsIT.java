package io.github.ovnnb.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.ovnnb.it.harness.AgentProcess;
import io.github.ovnnb.it.harness.ControlPlane;
import io.github.ovnnb.it.harness.OvnContainer;
import io.github.ovnnb.it.harness.PortRow;
import io.github.ovnnb.it.harness.Repository;
import io.github.ovnnb.it.harness.Workloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Owners of kinds that the agent did not know when it was started: installed later, or nobody's business but their own. */
class LateKindsIT {
    private static final Map<String, String> STICKY = Map.of("ovnnb.io/sticky", "true");

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
        client.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName("node-a")
                        .endMetadata()
                        .build())
                .create();
        agent = AgentProcess.central(ovn.northboundTcp(), controlPlane.write(controlPlane.asAgent()), """
                        subnets:
                        - name: late
                          cidrBlock: 10.54.0.0/24
                          default: true
                        """)
                .startAndAwaitReady();
        controlPlane.apply(Repository.file("it/src/test/resources/io/github/ovnnb/it/machines-crd.yaml"));
        controlPlane.applyKinds(Repository.file("it/src/test/resources/io/github/ovnnb/it/sticky-crd.yaml"));
        grant("squads");
    }

    @AfterAll
    static void stop() {
        agent.close();
        client.close();
        controlPlane.close();
        ovn.nbctl("--if-exists", "ls-del", "late");
    }

    @Test
    void aMachineOfKubeVirtThatWasInstalledLaterKeepsItsPort() throws IOException {
        apply("kubevirt.io/v1", "VirtualMachine", "vm", "{}");
        apply("kubevirt.io/v1", "VirtualMachineInstance", "vm", "{}");
        launch("virt-launcher-vm-1", "kubevirt.io/v1", "VirtualMachineInstance", "vm", Map.of());
        var before = awaitRow("vm");

        remove("virt-launcher-vm-1");
        awaitRetained("vm");
        launch("virt-launcher-vm-2", "kubevirt.io/v1", "VirtualMachineInstance", "vm", Map.of());
        assertThat(awaitRow("vm"))
                .usingRecursiveComparison()
                .ignoringFields("externalIds")
                .isEqualTo(before);

        remove("virt-launcher-vm-2");
        controlPlane.kubectl("delete", "virtualmachineinstances.kubevirt.io,virtualmachines.kubevirt.io", "vm");
        awaitNoRow("vm");
    }

    @Test
    void anOpenKruiseThatWasInstalledLaterIsServed() throws IOException {
        apply("apps.kruise.io/v1beta1", "StatefulSet", "shop", "{replicas: 2, reserveOrdinals: [0]}");
        launch("shop-2", "apps.kruise.io/v1beta1", "StatefulSet", "shop", Map.of());
        var before = awaitRow("shop-2");

        remove("shop-2");
        awaitRetained("shop-2");
        assertThat(awaitRow("shop-2").uuid()).isEqualTo(before.uuid());
        apply("apps.kruise.io/v1beta1", "StatefulSet", "shop", "{replicas: 1, reserveOrdinals: [0]}");

        awaitNoRow("shop-2");
    }

    @Test
    void aStickyMemberKeepsItsPortForAsLongAsItsOwnerWantsIt() throws IOException {
        apply("example.com/v1alpha1", "Squad", "red", "{replicas: 2, ordinals: {start: 5}}");
        var annotations =
                Map.of("ovnnb.io/sticky", "true", "ovn.kubernetes.io/ip_pool", "10.54.0.55,10.54.0.56,10.54.0.57");
        launch("red-6", "example.com/v1alpha1", "Squad", "red", annotations);
        var before = awaitRow("red-6");
        assertThat(before.ips()).containsExactly("10.54.0.56");

        remove("red-6");
        awaitRetained("red-6");
        agent.kill9();
        agent.startAndAwaitReady();
        launch("red-6", "example.com/v1alpha1", "Squad", "red", annotations);
        await("bound again")
                .atMost(Corner.PATIENCE)
                .until(() -> awaitRow("red-6").externalIds().containsKey("ovnnb.io/pod-uid"));
        assertThat(awaitRow("red-6").uuid()).isEqualTo(before.uuid());

        apply("example.com/v1alpha1", "Squad", "red", "{replicas: 1, ordinals: {start: 5}}");
        remove("red-6");
        awaitNoRow("red-6");
    }

    @Test
    void aStickyOwnerMayRetainItsPortsByPolicyAndItsLabelCountsToo() throws IOException {
        applyAnnotated("Squad", "blue", "{ovnnb.io/when-deleted: Retain}", "{replicas: 1}");
        client.resource(new PodBuilder(owned("blue-0", "example.com/v1alpha1", "Squad", "blue", Map.of()))
                        .editMetadata()
                        .addToLabels(STICKY)
                        .endMetadata()
                        .build())
                .create();
        var before = awaitRow("blue-0");
        await("the policy on the row")
                .atMost(Corner.PATIENCE)
                .until(() -> awaitRow("blue-0").externalIds().containsKey("ovnnb.io/when-deleted"));

        controlPlane.kubectl("delete", "squads.example.com", "blue");
        remove("blue-0");
        await("kept after the deletion")
                .atMost(Corner.PATIENCE)
                .until(() -> "deleted".equals(awaitRow("blue-0").externalIds().get("ovnnb.io/kept-after")));
        assertThat(awaitRow("blue-0").uuid()).isEqualTo(before.uuid());
    }

    @Test
    void anOwnerThatWeMayNotReadIsToldAndItsPortsAreKeptUntilWeMay() throws IOException {
        apply("example.com/v1alpha1", "Troop", "old", "{replicas: 1}");
        launch("old-0", "example.com/v1alpha1", "Troop", "old", STICKY);
        var before = awaitRow("old-0");
        await("told on the Pod")
                .atMost(Corner.PATIENCE)
                .untilAsserted(() -> assertThat(client.v1()
                                .events()
                                .inNamespace("default")
                                .list()
                                .getItems())
                        .anySatisfy(event -> {
                            assertThat(event.getInvolvedObject().getName()).isEqualTo("old-0");
                            assertThat(event.getReason()).isEqualTo("OwnerUnreadable");
                            assertThat(event.getMessage()).contains("we may not list and watch troops.example.com");
                        }));

        apply("example.com/v1alpha1", "Troop", "old", "{replicas: 0}");
        remove("old-0");
        awaitRetained("old-0");
        assertThat(awaitRow("old-0").uuid()).isEqualTo(before.uuid());
        grant("troops");

        awaitNoRow("old-0");
    }

    @Test
    void aStickyPodWithoutSuchAnOwnerIsToldSo() {
        client.resource(new PodBuilder(Workloads.pod("lonely", STICKY))
                        .editMetadata()
                        .withNamespace("default")
                        .endMetadata()
                        .build())
                .create();

        await("told on the Pod")
                .atMost(Corner.PATIENCE)
                .untilAsserted(() -> assertThat(client.v1()
                                .events()
                                .inNamespace("default")
                                .list()
                                .getItems())
                        .anySatisfy(event -> {
                            assertThat(event.getInvolvedObject().getName()).isEqualTo("lonely");
                            assertThat(event.getMessage()).contains("ovnnb.io/sticky", "nobody can come back");
                        }));
    }

    /** As README.md says a cluster's administrator does it. */
    private static void grant(String plural) {
        controlPlane.kubectl(
                "create",
                "clusterrole",
                "ovn-nb-agent-" + plural,
                "--verb=get,list,watch",
                "--resource=" + plural + ".example.com");
        controlPlane.kubectl(
                "create",
                "clusterrolebinding",
                "ovn-nb-agent-" + plural,
                "--clusterrole=ovn-nb-agent-" + plural,
                "--serviceaccount=kube-system:ovn-nb-agent");
    }

    private static void apply(String apiVersion, String kind, String name, String spec) throws IOException {
        apply(apiVersion, kind, name, "{}", spec);
    }

    private static void applyAnnotated(String kind, String name, String annotations, String spec) throws IOException {
        apply("example.com/v1alpha1", kind, name, annotations, spec);
    }

    private static void apply(String apiVersion, String kind, String name, String annotations, String spec)
            throws IOException {
        var owner = kind.equals("VirtualMachineInstance")
                ? ", ownerReferences: [{apiVersion: kubevirt.io/v1, kind: VirtualMachine, name: " + name + ", uid: "
                        + uid("kubevirt.io/v1", "VirtualMachine", name) + ", controller: true}]"
                : "";
        controlPlane.apply(Files.writeString(
                directory.resolve(kind + "-" + name + ".yaml"),
                "apiVersion: " + apiVersion + "\nkind: " + kind + "\nmetadata: {name: " + name
                        + ", namespace: default, annotations: " + annotations + owner + "}\nspec: " + spec + "\n"));
    }

    private static String uid(String apiVersion, String kind, String name) {
        int slash = apiVersion.indexOf('/');
        var resource = kind.toLowerCase(java.util.Locale.ROOT) + "s." + apiVersion.substring(slash + 1) + "."
                + apiVersion.substring(0, slash);
        return controlPlane.kubectl("get", resource, name, "-o", "jsonpath={.metadata.uid}");
    }

    private static void launch(
            String pod, String apiVersion, String kind, String owner, Map<String, String> annotations) {
        client.resource(owned(pod, apiVersion, kind, owner, annotations)).create();
    }

    private static io.fabric8.kubernetes.api.model.Pod owned(
            String pod, String apiVersion, String kind, String owner, Map<String, String> annotations) {
        return new PodBuilder(Workloads.pod(pod, annotations))
                .editMetadata()
                .withNamespace("default")
                .addNewOwnerReference()
                .withApiVersion(apiVersion)
                .withKind(kind)
                .withName(owner)
                .withUid(uid(apiVersion, kind, owner))
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .editSpec()
                .withNodeName("node-a")
                .endSpec()
                .build();
    }

    private static void remove(String pod) {
        client.pods().inNamespace("default").withName(pod).withGracePeriod(0).delete();
    }

    private static PortRow awaitRow(String instance) {
        return await("row of " + instance)
                .atMost(Corner.PATIENCE)
                .until(() -> ovn.port(instance + ".default"), java.util.Optional::isPresent)
                .orElseThrow();
    }

    private static void awaitRetained(String instance) {
        await(instance + " retained")
                .atMost(Corner.PATIENCE)
                .until(() -> !awaitRow(instance).externalIds().containsKey("ovnnb.io/pod-uid"));
    }

    private static void awaitNoRow(String instance) {
        await("no row of " + instance)
                .atMost(Corner.PATIENCE)
                .until(() -> ovn.port(instance + ".default").isEmpty());
    }
}
