package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.OwnerFacts;
import io.github.ovnnb.agent.domain.OwnerFacts.StatefulSetFacts;
import io.github.ovnnb.agent.domain.OwnerFacts.VirtualMachineFacts;
import io.github.ovnnb.agent.domain.OwnerFacts.VirtualMachineFacts.Running;
import io.github.ovnnb.agent.domain.Workload;
import io.github.ovnnb.agent.domain.Workload.StatefulSetMember;
import io.github.ovnnb.agent.domain.Workload.VirtualMachine;
import io.github.ovnnb.agent.reconcile.OwnerKey;
import io.github.ovnnb.agent.simulation.MachineObject.Instance;
import io.github.ovnnb.agent.simulation.MachineObject.Migration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The owners of ports that an agent sees, as the real one's observer has them: StatefulSets and machines from its start on, squads from the first of their
 * members on.
 */
final class OwnerSight {
    private final SimulatedApi api;
    private final SimulatedProcess process;
    private final World world;
    private final Listener listener;
    private final Informer<StatefulSetObject> sets;
    private final Informer<MachineObject> machines;
    private final Informer<Instance> instances;
    private final Informer<Migration> migrations;
    private final List<Informer<?>> all = new ArrayList<>();
    private final Set<Informer<?>> complete = new HashSet<>();
    private final Set<OwnerKey> asked = new HashSet<>();
    private Optional<Informer<StatefulSetObject>> squads = Optional.empty();

    interface Listener {
        void changed(OwnerKey owner);

        void deleted(OwnerKey owner, String uid);

        /** A list did not have it any more. */
        void missing(OwnerKey owner);

        /** What exists from the beginning is known. */
        void synced();
    }

    OwnerSight(World world, SimulatedApi api, SimulatedProcess process, Listener listener) {
        this.world = world;
        this.api = api;
        this.process = process;
        this.listener = listener;
        this.sets = api.watchSets(
                process, new Watch<>(OwnerSight::keyOf, StatefulSetObject::uid, listener::deleted, this::isComplete));
        var kubeVirt = api.machines();
        BiConsumer<OwnerKey, String> changedAnyhow = (key, uid) -> listener.changed(key);
        this.machines =
                watch(kubeVirt.machines(), machine -> keyOf(machine.namespace(), machine.name()), MachineObject::uid);
        this.instances =
                watch(kubeVirt.instances(), instance -> keyOf(instance.namespace(), instance.name()), Instance::uid);
        this.migrations = kubeVirt.migrations()
                .watch(
                        process,
                        any -> true,
                        new Watch<>(
                                migration -> keyOf(migration.namespace(), migration.machine()),
                                Migration::uid,
                                changedAnyhow,
                                this::isComplete));
        all.addAll(List.of(sets, machines, instances, migrations));
    }

    private <T> Informer<T> watch(ApiTable<T> table, Function<T, OwnerKey> key, Function<T, String> uid) {
        return table.watch(process, any -> true, new Watch<>(key, uid, listener::deleted, this::isComplete));
    }

    private static OwnerKey keyOf(String namespace, String machine) {
        return new OwnerKey(VirtualMachine.KIND, namespace, machine);
    }

    void start() {
        all.forEach(Informer::start);
    }

    Informer<?> any() {
        return world.oneOf(all);
    }

    List<Informer<?>> all() {
        return List.copyOf(all);
    }

    /** The newest version of anything that was heard of. */
    long heard() {
        return all.stream().mapToLong(Informer::heard).max().orElse(0);
    }

    /** As the real one, which counts kinds that a cluster need not have as unreadable while they are not watched. */
    boolean isCurrent() {
        return all.stream().allMatch(Informer::isWatching);
    }

    void close() {
        all.forEach(api::forget);
    }

    private void isComplete() {
        listener.synced();
    }

    boolean isSynced() {
        return complete.containsAll(List.of(sets, machines, instances, migrations));
    }

    /** @param absent what is said of an owner that is not to be seen */
    OwnerFacts owner(String namespace, Workload workload, OwnerFacts absent) {
        if (workload instanceof VirtualMachine machine) {
            return machine(namespace, machine.name()).orElse(absent);
        }
        if (!(workload instanceof StatefulSetMember member)) {
            return absent;
        }
        var key = SimulatedApi.key(namespace, member.name());
        if (member.kind().equals(StatefulSetMember.KIND)) {
            return sets.get(key).map(OwnerSight::facts).orElse(absent);
        }
        follow();
        var known = squads.filter(complete::contains);
        if (known.isEmpty()) {
            asked.add(new OwnerKey(member.kind(), namespace, member.name()));
            return new OwnerFacts.Unreadable();
        }
        return known.get().get(key).map(OwnerSight::facts).orElse(absent);
    }

    private Optional<OwnerFacts> machine(String namespace, String name) {
        var key = SimulatedApi.key(namespace, name);
        var underWay = migrations.all().stream()
                .filter(migration -> migration.underWay()
                        && SimulatedApi.key(migration.namespace(), migration.machine())
                                .equals(key))
                .map(Migration::name)
                .collect(Collectors.toUnmodifiableSet());
        return machines.get(key).map(machine -> facts(machine, instances.get(key), underWay));
    }

    static OwnerFacts facts(MachineObject machine, Optional<Instance> instance, Set<String> migrations) {
        return new VirtualMachineFacts(
                machine.uid(),
                machine.deleting(),
                instance.filter(now -> now.machineUid().equals(machine.uid()))
                        .map(now -> new Running(now.uid(), now.nodeName(), migrations)),
                Long.toString(machine.resourceVersion()));
    }

    private void follow() {
        if (squads.isEmpty()) {
            var watch = api.watchSquads(
                    process,
                    new Watch<>(OwnerSight::keyOf, StatefulSetObject::uid, listener::deleted, this::squadsAreKnown));
            squads = Optional.of(watch);
            all.add(watch);
            watch.start();
        }
    }

    private void squadsAreKnown() {
        asked.forEach(listener::changed);
        asked.clear();
    }

    private static OwnerKey keyOf(StatefulSetObject set) {
        return new OwnerKey(set.kindOfMembers(), set.namespace(), set.name());
    }

    static OwnerFacts facts(StatefulSetObject set) {
        return new StatefulSetFacts(
                set.uid(),
                set.deleting(),
                set.start(),
                set.replicas(),
                Set.of(),
                Long.toString(set.resourceVersion()),
                set.policy());
    }

    /** As the real {@code OwnerWatch}. */
    private final class Watch<T> implements Informer.Handler<T> {
        private final Function<T, OwnerKey> key;
        private final Function<T, String> uid;
        private final BiConsumer<OwnerKey, String> deleted;
        private final Runnable isComplete;

        Watch(
                Function<T, OwnerKey> key,
                Function<T, String> uid,
                BiConsumer<OwnerKey, String> deleted,
                Runnable isComplete) {
            this.key = key;
            this.uid = uid;
            this.deleted = deleted;
            this.isComplete = isComplete;
        }

        @Override
        public void changed(Optional<T> before, T now) {
            before.filter(old -> !uid.apply(old).equals(uid.apply(now))).ifPresent(this::removed);
            listener.changed(key.apply(now));
        }

        @Override
        public void removed(T last) {
            deleted.accept(key.apply(last), uid.apply(last));
        }

        @Override
        public void missing(T last) {
            listener.missing(key.apply(last));
        }

        @Override
        public void synced(Informer<T> watch) {
            complete.add(watch);
            isComplete.run();
        }
    }
}
