package io.github.ovnnb.it;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.ovnnb.it.harness.ControlPlane;
import io.github.ovnnb.it.harness.Repository;
import io.github.ovnnb.it.harness.Workloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * KubeVirt's machines and OpenKruise's members on a control plane of their own: their kinds are real resources, their programs are played by
 * whoever calls. All in namespace {@code default}, on nodes {@code node-a} and {@code node-b}.
 */
final class Machines implements AutoCloseable {
    private final ControlPlane controlPlane;
    private final KubernetesClient client;
    private final Path directory;

    /** @param directory for manifests */
    Machines(ControlPlane controlPlane, Path directory) {
        this.controlPlane = controlPlane;
        this.client = controlPlane.admin().newClient();
        this.directory = directory;
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
    }

    @Override
    public void close() {
        client.close();
    }

    /** An instance of a machine that runs there, and its launcher; returns that when it is allocated. */
    Pod start(String machine, String launcher, String node) throws IOException {
        apply("VirtualMachineInstance", machine, "{}", "{nodeName: " + node + "}");
        return launch(launcher, reference("VirtualMachineInstance", machine), node, Map.of());
    }

    /** A Pod of that owner; returns it when it is allocated. */
    Pod launch(String name, ObjectReference owner, String node, Map<String, String> annotations) {
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

    Pod pod(String name) {
        return client.pods().inNamespace("default").withName(name).require();
    }

    void remove(Pod pod) {
        client.resource(pod).withGracePeriod(0).delete();
    }

    private static String apiVersion(String kind) {
        return kind.equals("StatefulSet") ? "apps.kruise.io/v1beta1" : "kubevirt.io/v1";
    }

    ObjectReference reference(String kind, String name) {
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

    /** An instance of a machine names it as its owner, as KubeVirt does. */
    void apply(String kind, String name, String spec, String status) throws IOException {
        var owner = kind.equals("VirtualMachineInstance")
                ? ", ownerReferences: [{apiVersion: kubevirt.io/v1, kind: VirtualMachine, name: " + name + ", uid: "
                        + controlPlane.kubectl(
                                "get", "virtualmachines.kubevirt.io", name, "-o", "jsonpath={.metadata.uid}")
                        + ", controller: true}]"
                : "";
        controlPlane.apply(Files.writeString(
                directory.resolve(kind + "-" + name + ".yaml"),
                "apiVersion: " + apiVersion(kind) + "\nkind: " + kind + "\nmetadata: {name: " + name
                        + ", namespace: default" + owner + "}\nspec: " + spec + "\nstatus: " + status + "\n"));
    }
}
