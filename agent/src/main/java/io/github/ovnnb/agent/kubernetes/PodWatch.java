package io.github.ovnnb.agent.kubernetes;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.github.ovnnb.agent.domain.PortIdentity;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Turns what happens to Pods into offers of their ports. */
final class PodWatch implements ResourceEventHandler<PodResource> {
    private final Consumer<PortIdentity> changed;
    private final BiConsumer<PortIdentity, String> deleted;

    /** @param deleted also given the uid of the Pod that is surely gone */
    PodWatch(Consumer<PortIdentity> changed, BiConsumer<PortIdentity, String> deleted) {
        this.changed = changed;
        this.deleted = deleted;
    }

    @Override
    public void onAdd(PodResource pod) {
        changed.accept(pod.identity());
    }

    @Override
    public void onUpdate(PodResource before, PodResource now) {
        if (!before.uid().equals(now.uid())) {
            // The deletion fell into a gap of the watch; that the name has another uid now proves it all the same.
            deleted.accept(before.identity(), before.uid());
        }
        if (!now.saysTheSameAs(before)) {
            changed.accept(now.identity());
        }
    }

    /** @param unknown whether the Pod was only found missing in a list, so that nobody saw it deleted */
    @Override
    public void onDelete(PodResource last, boolean unknown) {
        if (unknown) {
            changed.accept(last.identity());
        } else {
            deleted.accept(last.identity(), last.uid());
        }
    }
}
