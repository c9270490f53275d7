package io.github.ovnnb.agent.kubernetes;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.github.ovnnb.agent.domain.Workload.StatefulSetMember;
import io.github.ovnnb.agent.reconcile.OwnerKey;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Tells the reconciler when a StatefulSet wants other members than before. */
final class StatefulSetWatch implements ResourceEventHandler<StatefulSetResource> {
    private final Consumer<OwnerKey> changed;
    private final BiConsumer<OwnerKey, String> deleted;

    /** @param deleted also given the uid of the set that is surely gone */
    StatefulSetWatch(Consumer<OwnerKey> changed, BiConsumer<OwnerKey, String> deleted) {
        this.changed = changed;
        this.deleted = deleted;
    }

    @Override
    public void onAdd(StatefulSetResource set) {
        changed.accept(key(set));
    }

    @Override
    public void onUpdate(StatefulSetResource before, StatefulSetResource now) {
        if (!before.uid().equals(now.uid())) {
            // Deleted in a gap of the watch: two of one name never exist together.
            deleted.accept(key(before), before.uid());
        }
        if (!now.facts().equals(before.facts())) {
            changed.accept(key(now));
        }
    }

    /** @param unknown whether the set was only found missing in a list, so that nobody saw it deleted */
    @Override
    public void onDelete(StatefulSetResource last, boolean unknown) {
        if (unknown) {
            changed.accept(key(last));
        } else {
            deleted.accept(key(last), last.uid());
        }
    }

    private static OwnerKey key(StatefulSetResource set) {
        return new OwnerKey(StatefulSetMember.KIND, set.namespace(), set.name());
    }
}
