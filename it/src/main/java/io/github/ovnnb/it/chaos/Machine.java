package io.github.ovnnb.it.chaos;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;

/** A virtual machine that is started and stopped, each time in another launcher Pod; KubeVirt's programs are played here. */
final class Machine {
    private final KubernetesClient client;
    private final String name;
    private int starts;

    Machine(KubernetesClient client, String name) {
        this.client = client;
        this.name = name;
    }

    /** Ends where it begins when an earlier call was lost half-way. */
    void startOrStop() {
        var machine = find("VirtualMachine")
                .orElseGet(() -> client.resource(Specs.machine(name)).create());
        var instance = find("VirtualMachineInstance");
        if (instance.isEmpty()) {
            start(machine);
        } else {
            stop(instance.orElseThrow());
        }
    }

    private void start(GenericKubernetesResource machine) {
        var instance = client.resource(Specs.instance(machine)).create();
        var launcher = Specs.launcher(
                "virt-launcher-" + name + "-" + ++starts,
                instance,
                machine.getMetadata().getUid());
        var unused = client.resource(launcher).create();
    }

    private void stop(GenericKubernetesResource instance) {
        if (starts > 0) {
            var unused = client.pods()
                    .inNamespace(World.NAMESPACE)
                    .withName("virt-launcher-" + name + "-" + starts)
                    .withGracePeriod(0)
                    .delete();
        }
        var unused = client.resource(instance).delete();
    }

    private Optional<GenericKubernetesResource> find(String kind) {
        return Optional.ofNullable(client.genericKubernetesResources(Specs.KUBEVIRT, kind)
                        .inNamespace(World.NAMESPACE)
                        .withName(name)
                        .get())
                .filter(found -> found.getMetadata().getDeletionTimestamp() == null);
    }
}
