package io.github.ovnnb.it.chaos;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.Map;

/** The objects of the workload. */
final class Specs {
    static final String KUBEVIRT = "kubevirt.io/v1";

    private Specs() {}

    static Pod pod(String name, Map<String, String> annotations) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(World.NAMESPACE)
                .addToLabels("app", name)
                .withAnnotations(annotations)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("none")
                .endContainer()
                .endSpec()
                .build();
    }

    static Deployment deployment(String name, int replicas, Map<String, String> annotations) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(World.NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withNewSelector()
                .addToMatchLabels("app", name)
                .endSelector()
                .withTemplate(template(name, annotations))
                .endSpec()
                .build();
    }

    /** @param start {@code spec.ordinals.start} */
    static StatefulSet statefulSet(String name, int start, int replicas, Map<String, String> annotations) {
        return new StatefulSetBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(World.NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .withServiceName(name)
                .withPodManagementPolicy("Parallel")
                .withReplicas(replicas)
                .withNewOrdinals()
                .withStart(start)
                .endOrdinals()
                .withNewSelector()
                .addToMatchLabels("app", name)
                .endSelector()
                .withTemplate(template(name, annotations))
                .endSpec()
                .build();
    }

    private static PodTemplateSpec template(String app, Map<String, String> annotations) {
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .addToLabels("app", app)
                .withAnnotations(annotations)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("none")
                .endContainer()
                .endSpec()
                .build();
    }

    static GenericKubernetesResource machine(String name) {
        return new GenericKubernetesResourceBuilder()
                .withApiVersion(KUBEVIRT)
                .withKind("VirtualMachine")
                .withNewMetadata()
                .withName(name)
                .withNamespace(World.NAMESPACE)
                .endMetadata()
                .build();
    }

    static GenericKubernetesResource instance(GenericKubernetesResource machine) {
        return new GenericKubernetesResourceBuilder()
                .withApiVersion(KUBEVIRT)
                .withKind("VirtualMachineInstance")
                .withNewMetadata()
                .withName(machine.getMetadata().getName())
                .withNamespace(World.NAMESPACE)
                .withOwnerReferences(ownerReference(machine))
                .endMetadata()
                .build();
    }

    static Pod launcher(String name, GenericKubernetesResource instance, String machineUid) {
        return new PodBuilder(pod(name, Map.of()))
                .editMetadata()
                .addToLabels(PodSighting.MACHINE_UID, machineUid)
                .withOwnerReferences(ownerReference(instance))
                .endMetadata()
                .build();
    }

    private static OwnerReference ownerReference(GenericKubernetesResource owner) {
        return new OwnerReferenceBuilder()
                .withApiVersion(owner.getApiVersion())
                .withKind(owner.getKind())
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .withController(true)
                .build();
    }
}
