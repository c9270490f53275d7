package io.github.ovnnb.it.chaos;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.github.ovnnb.it.harness.Workloads;
import java.util.Map;

/** The objects of the workload. */
final class Specs {
    static final String KUBEVIRT = "kubevirt.io/v1";

    private Specs() {}

    static Pod pod(String name, Map<String, String> annotations) {
        return here(Workloads.pod(name, annotations));
    }

    static Deployment deployment(String name, int replicas, Map<String, String> annotations) {
        return here(Workloads.deployment(name, replicas, annotations));
    }

    /** @param start {@code spec.ordinals.start} */
    static StatefulSet statefulSet(String name, int start, int replicas, Map<String, String> annotations) {
        return here(new StatefulSetBuilder(Workloads.statefulSet(name, replicas, annotations))
                .editSpec()
                .withPodManagementPolicy("Parallel")
                .withNewOrdinals()
                .withStart(start)
                .endOrdinals()
                .endSpec()
                .build());
    }

    private static <T extends HasMetadata> T here(T object) {
        object.getMetadata().setNamespace(World.NAMESPACE);
        return object;
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
