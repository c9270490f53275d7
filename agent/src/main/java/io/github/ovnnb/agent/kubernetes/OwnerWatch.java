package io.github.ovnnb.agent.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.github.ovnnb.agent.reconcile.OwnerKey;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;

/** Tells the reconciler when an owner of ports changes what it wants. */
final class OwnerWatch<T extends HasMetadata> implements ResourceEventHandler<T> {
    private final Function<T, OwnerKey> key;
    private final BiPredicate<T, T> same;
    private final Consumer<OwnerKey> changed;
    private final BiConsumer<OwnerKey, String> deleted;

    /**
     * @param same whether two versions want the same
     * @param deleted also given the uid of the owner that is surely gone
     */
    OwnerWatch(
            Function<T, OwnerKey> key,
            BiPredicate<T, T> same,
            Consumer<OwnerKey> changed,
            BiConsumer<OwnerKey, String> deleted) {
        this.key = key;
        this.same = same;
        this.changed = changed;
        this.deleted = deleted;
    }

    @Override
    public void onAdd(T owner) {
        changed.accept(key.apply(owner));
    }

    @Override
    public void onUpdate(T before, T now) {
        if (!uid(before).equals(uid(now))) {
            // Deleted in a gap of the watch: two of one name never exist together.
            deleted.accept(key.apply(before), uid(before));
        }
        if (!same.test(before, now)) {
            changed.accept(key.apply(now));
        }
    }

    /** @param unknown whether the owner was only found missing in a list, so that nobody saw it deleted */
    @Override
    public void onDelete(T last, boolean unknown) {
        if (unknown) {
            changed.accept(key.apply(last));
        } else {
            deleted.accept(key.apply(last), uid(last));
        }
    }

    private static String uid(HasMetadata owner) {
        var uid = owner.getMetadata().getUid();
        return uid == null ? "" : uid;
    }
}
