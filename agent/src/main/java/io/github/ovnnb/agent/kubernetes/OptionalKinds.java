package io.github.ovnnb.agent.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.ovnnb.agent.domain.OwnerFacts;
import io.github.ovnnb.agent.domain.OwnerFacts.VirtualMachineFacts;
import io.github.ovnnb.agent.domain.OwnerFacts.VirtualMachineFacts.Running;
import io.github.ovnnb.agent.domain.Workload.StatefulSetMember;
import io.github.ovnnb.agent.domain.Workload.VirtualMachine;
import io.github.ovnnb.agent.reconcile.OwnerKey;
import io.github.ovnnb.agent.reconcile.Reconciler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * Owners that not every cluster knows: KubeVirt's machines and OpenKruise's StatefulSets. What the cluster does not serve can't be read, which
 * says nothing about the ports of such owners: they are kept.
 */
final class OptionalKinds {
    private static final String MACHINE = "machine";

    private final Optional<Machines> machines;
    private final Optional<ResourceWatch<KruiseStatefulSetResource>> kruiseSets;

    private record Machines(
            ResourceWatch<VirtualMachineResource> definitions,
            ResourceWatch<MachineInstanceResource> instances,
            ResourceWatch<MigrationResource> migrations) {}

    OptionalKinds(KubernetesClient client, ClusterKinds kinds) {
        machines = kinds.kubeVirt()
                ? Optional.of(new Machines(
                        ResourceWatch.of(client, VirtualMachineResource.class),
                        ResourceWatch.of(client, MachineInstanceResource.class),
                        ResourceWatch.of(client, MigrationResource.class)
                                .indexedBy(MACHINE, migration -> migration.namespace() + "/" + migration.machine())))
                : Optional.empty();
        kruiseSets = kinds.kruise()
                ? Optional.of(ResourceWatch.of(client, KruiseStatefulSetResource.class))
                : Optional.empty();
    }

    List<ResourceWatch<?>> watches() {
        var all = new ArrayList<ResourceWatch<?>>();
        machines.ifPresent(
                watched -> all.addAll(List.of(watched.definitions(), watched.instances(), watched.migrations())));
        kruiseSets.ifPresent(all::add);
        return all;
    }

    List<CompletionStage<Void>> start(Reconciler reconciler) {
        var started = new ArrayList<CompletionStage<Void>>();
        machines.ifPresent(watched -> started.addAll(start(watched, reconciler)));
        kruiseSets.ifPresent(sets -> started.add(sets.telling(new OwnerWatch<>(
                        set -> new OwnerKey(StatefulSetMember.KRUISE, set.namespace(), set.name()),
                        OrdinalSetResource::wantsTheSameAs,
                        reconciler::ownerChanged,
                        reconciler::ownerDeleted))
                .start()));
        return started;
    }

    private static List<CompletionStage<Void>> start(Machines watched, Reconciler reconciler) {
        BiConsumer<OwnerKey, String> changedAnyhow = (key, uid) -> reconciler.ownerChanged(key);
        var definitions = new OwnerWatch<VirtualMachineResource>(
                machine -> key(machine, machine.name()),
                (before, now) ->
                        before.isDeleting() == now.isDeleting() && before.uid().equals(now.uid()),
                reconciler::ownerChanged,
                reconciler::ownerDeleted);
        // The end of an instance is the end of its port only if no VirtualMachine owns it; and its uid is on the row
        // only then.
        var instances = new OwnerWatch<MachineInstanceResource>(
                instance -> key(instance, instance.name()),
                MachineInstanceResource::saysTheSameAs,
                reconciler::ownerChanged,
                reconciler::ownerDeleted);
        var migrations = new OwnerWatch<MigrationResource>(
                migration -> key(migration, migration.machine()),
                (before, now) -> before.isUnderWay() == now.isUnderWay(),
                reconciler::ownerChanged,
                changedAnyhow);
        return List.of(
                watched.definitions().telling(definitions).start(),
                watched.instances().telling(instances).start(),
                watched.migrations().telling(migrations).start());
    }

    private static OwnerKey key(PartialResource resource, String machine) {
        return new OwnerKey(VirtualMachine.KIND, resource.namespace(), machine);
    }

    OwnerFacts kruiseSet(String namespace, String name) {
        return kruiseSets
                .<OwnerFacts>map(sets -> sets.named(namespace, name)
                        .<OwnerFacts>map(KruiseStatefulSetResource::facts)
                        .orElseGet(OwnerFacts.NotSeen::new))
                .orElseGet(OwnerFacts.Unreadable::new);
    }

    OwnerFacts machine(String namespace, String name) {
        return machines.map(watched -> machine(watched, namespace, name)).orElseGet(OwnerFacts.Unreadable::new);
    }

    private static OwnerFacts machine(Machines watched, String namespace, String name) {
        var instance = watched.instances().named(namespace, name);
        var running = instance.map(now -> new Running(now.nodeName(), migrations(watched, namespace, name)));
        var definition = watched.definitions().named(namespace, name);
        if (definition.isPresent()) {
            return new VirtualMachineFacts(
                    definition.get().uid(), definition.get().isDeleting(), running);
        }
        return instance.filter(alone -> !alone.hasMachine())
                .<OwnerFacts>map(alone -> new VirtualMachineFacts(alone.uid(), alone.isDeleting(), running))
                .orElseGet(OwnerFacts.NotSeen::new);
    }

    private static Set<String> migrations(Machines watched, String namespace, String name) {
        return watched.migrations().indexed(MACHINE, namespace + "/" + name).stream()
                .filter(MigrationResource::isUnderWay)
                .map(MigrationResource::name)
                .collect(Collectors.toUnmodifiableSet());
    }
}
