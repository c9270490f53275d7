package io.github.ovnnb.agent.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.ovnnb.agent.domain.OwnerFacts;
import io.github.ovnnb.agent.domain.Workload.StatefulSetMember;
import io.github.ovnnb.agent.domain.Workload.VirtualMachine;
import io.github.ovnnb.agent.reconcile.OwnerKey;
import io.github.ovnnb.agent.reconcile.Reconciler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Owners that not every cluster knows: KubeVirt's machines, OpenKruise's StatefulSets, and whatever else numbers its members. What the cluster does not serve can't be read, which
 * says nothing about the ports of such owners: they are kept.
 */
final class OptionalKinds implements AutoCloseable {
    private static final String MACHINE = "machine";

    private final KubernetesClient client;
    private final Optional<ResourceWatch<KruiseStatefulSetResource>> kruiseSets;
    private final OwnersOnDemand others;
    private final LateMachines late;
    private volatile Optional<Machines> machines;
    /** They are being read, and count as {@link #machines} when all are known. */
    private volatile Optional<Machines> lateMachines = Optional.empty();

    private record Machines(
            ResourceWatch<VirtualMachineResource> definitions,
            ResourceWatch<MachineInstanceResource> instances,
            ResourceWatch<MigrationResource> migrations) {
        List<ResourceWatch<?>> watches() {
            return List.of(definitions, instances, migrations);
        }
    }

    OptionalKinds(KubernetesClient client, ClusterKinds kinds) {
        this.client = client;
        machines = kinds.kubeVirt() ? Optional.of(machines(client)) : Optional.empty();
        kruiseSets = kinds.kruise()
                ? Optional.of(ResourceWatch.of(client, KruiseStatefulSetResource.class))
                : Optional.empty();
        others = new OwnersOnDemand(client);
        late = new LateMachines(new ApiServer(client));
    }

    private static Machines machines(KubernetesClient client) {
        return new Machines(
                ResourceWatch.of(client, VirtualMachineResource.class),
                ResourceWatch.of(client, MachineInstanceResource.class),
                ResourceWatch.of(client, MigrationResource.class)
                        .indexedBy(MACHINE, migration -> migration.namespace() + "/" + migration.machine()));
    }

    /** What is served from the beginning. */
    List<ResourceWatch<?>> watches() {
        var all = new ArrayList<ResourceWatch<?>>();
        machines.ifPresent(watched -> all.addAll(watched.watches()));
        kruiseSets.ifPresent(all::add);
        return all;
    }

    List<CompletionStage<Void>> start(Reconciler reconciler) {
        others.telling(reconciler::ownerChanged, reconciler::ownerDeleted);
        late.telling(() -> follow(reconciler), reconciler::ownerChanged);
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

    /** KubeVirt was installed after our start. Completes when its objects are known. */
    private CompletionStage<Void> follow(Reconciler reconciler) {
        var installed = machines(client);
        lateMachines = Optional.of(installed);
        var started = start(installed, reconciler).stream()
                .map(CompletionStage::toCompletableFuture)
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(started).thenRun(() -> machines = Optional.of(installed));
    }

    /** Any owner that numbers its members, other than Kubernetes' own StatefulSet. */
    OwnerFacts set(String namespace, StatefulSetMember member) {
        return kruiseSets.isPresent() && member.kind().equals(StatefulSetMember.KRUISE)
                ? kruiseSets
                        .get()
                        .named(namespace, member.name())
                        .<OwnerFacts>map(KruiseStatefulSetResource::facts)
                        .orElseGet(kruiseSets.get()::absent)
                : others.owner(namespace, member);
    }

    OwnerFacts machine(String namespace, String name) {
        if (machines.isEmpty()) {
            late.lookFor(new OwnerKey(VirtualMachine.KIND, namespace, name));
            return new OwnerFacts.Unreadable();
        }
        return machine(machines.get(), namespace, name);
    }

    @Override
    public void close() {
        others.close();
        late.close();
        Stream.of(machines, lateMachines)
                .flatMap(Optional::stream)
                .forEach(watched -> watched.watches().forEach(ResourceWatch::close));
        kruiseSets.ifPresent(ResourceWatch::close);
    }

    private static OwnerFacts machine(Machines watched, String namespace, String name) {
        var underWay = migrations(watched, namespace, name);
        return MachineFacts.of(
                        watched.definitions().named(namespace, name),
                        watched.instances().named(namespace, name),
                        underWay)
                .orElseGet(() -> watched.instances().isWatching()
                        ? watched.definitions().absent()
                        : new OwnerFacts.Unreadable());
    }

    private static Set<String> migrations(Machines watched, String namespace, String name) {
        return watched.migrations().indexed(MACHINE, namespace + "/" + name).stream()
                .filter(MigrationResource::isUnderWay)
                .map(MigrationResource::name)
                .collect(Collectors.toUnmodifiableSet());
    }
}
