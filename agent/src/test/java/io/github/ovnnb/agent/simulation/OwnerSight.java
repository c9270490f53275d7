package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.OwnerFacts;
import io.github.ovnnb.agent.domain.OwnerFacts.StatefulSetFacts;
import io.github.ovnnb.agent.domain.Workload;
import io.github.ovnnb.agent.domain.Workload.StatefulSetMember;
import io.github.ovnnb.agent.reconcile.OwnerKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The owners of ports that an agent sees, as the real one's observer has them: StatefulSets from its start on, squads from the first of their
 * members on.
 */
final class OwnerSight {
    private final SimulatedApi api;
    private final SimulatedProcess process;
    private final World world;
    private final Listener listener;
    private final Informer<StatefulSetObject> sets;
    private final List<Informer<?>> all = new ArrayList<>();
    private final Set<Informer<?>> complete = new HashSet<>();
    private final Set<OwnerKey> asked = new HashSet<>();
    private Optional<Informer<StatefulSetObject>> squads = Optional.empty();

    interface Listener {
        void changed(OwnerKey owner);

        void deleted(OwnerKey owner, String uid);

        /** What exists from the beginning is known. */
        void synced();
    }

    OwnerSight(World world, SimulatedApi api, SimulatedProcess process, Listener listener) {
        this.world = world;
        this.api = api;
        this.process = process;
        this.listener = listener;
        this.sets = api.watchSets(process, new Watch<>(OwnerSight::keyOf, StatefulSetObject::uid, this::isComplete));
        all.add(sets);
    }

    void start() {
        all.forEach(Informer::start);
    }

    void breakOne(long micros) {
        world.oneOf(all).breakFor(micros);
    }

    void close() {
        all.forEach(api::forget);
    }

    private void isComplete() {
        listener.synced();
    }

    boolean isSynced() {
        return complete.contains(sets);
    }

    /** @param absent what is said of an owner that is not to be seen */
    OwnerFacts owner(String namespace, Workload workload, OwnerFacts absent) {
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

    private void follow() {
        if (squads.isEmpty()) {
            var watch = api.watchSquads(
                    process, new Watch<>(OwnerSight::keyOf, StatefulSetObject::uid, this::squadsAreKnown));
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

    private static OwnerFacts facts(StatefulSetObject set) {
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
        private final Runnable isComplete;

        Watch(Function<T, OwnerKey> key, Function<T, String> uid, Runnable isComplete) {
            this.key = key;
            this.uid = uid;
            this.isComplete = isComplete;
        }

        @Override
        public void changed(Optional<T> before, T now) {
            before.filter(old -> !uid.apply(old).equals(uid.apply(now))).ifPresent(this::removed);
            listener.changed(key.apply(now));
        }

        @Override
        public void removed(T last) {
            listener.deleted(key.apply(last), uid.apply(last));
        }

        @Override
        public void missing(T last) {
            listener.changed(key.apply(last));
        }

        @Override
        public void synced(Informer<T> watch) {
            complete.add(watch);
            isComplete.run();
        }
    }
}
