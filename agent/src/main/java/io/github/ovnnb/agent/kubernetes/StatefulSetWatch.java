package io.github.ovnnb.agent.kubernetes;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.github.ovnnb.agent.domain.Workload.StatefulSetMember;
import io.github.ovnnb.agent.reconcile.OwnerKey;
import io.github.ovnnb.agent.reconcile.Reconciler;

/** Tells the reconciler when a StatefulSet wants other members than before. */
final class StatefulSetWatch implements ResourceEventHandler<StatefulSetResource> {
    private final Reconciler reconciler;

    StatefulSetWatch(Reconciler reconciler) {
        this.reconciler = reconciler;
    }

    @Override
    public void onAdd(StatefulSetResource set) {
        reconciler.ownerChanged(key(set));
    }

    @Override
    public void onUpdate(StatefulSetResource before, StatefulSetResource now) {
        if (!before.uid().equals(now.uid())) {
            // Deleted in a gap of the watch: two of one name never exist together.
            reconciler.ownerDeleted(key(before), before.uid());
        }
        if (!now.facts().equals(before.facts())) {
            reconciler.ownerChanged(key(now));
        }
    }

    /** @param unknown whether the set was only found missing in a list, so that nobody saw it deleted */
    @Override
    public void onDelete(StatefulSetResource last, boolean unknown) {
        if (unknown) {
            reconciler.ownerChanged(key(last));
        } else {
            reconciler.ownerDeleted(key(last), last.uid());
        }
    }

    private static OwnerKey key(StatefulSetResource set) {
        return new OwnerKey(StatefulSetMember.KIND, set.namespace(), set.name());
    }
}
