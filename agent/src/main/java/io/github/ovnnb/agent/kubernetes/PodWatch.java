package io.github.ovnnb.agent.kubernetes;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.github.ovnnb.agent.reconcile.Reconciler;

/** Turns what happens to Pods into offers of their ports. */
final class PodWatch implements ResourceEventHandler<PodResource> {
    private final Reconciler reconciler;

    PodWatch(Reconciler reconciler) {
        this.reconciler = reconciler;
    }

    @Override
    public void onAdd(PodResource pod) {
        reconciler.offer(pod.identity());
    }

    @Override
    public void onUpdate(PodResource before, PodResource now) {
        if (!before.uid().equals(now.uid())) {
            // The deletion fell into a gap of the watch; that the name has another uid now proves it all the same.
            reconciler.podDeleted(before.identity(), before.uid());
        }
        if (!now.saysTheSameAs(before)) {
            reconciler.offer(now.identity());
        }
    }

    /** @param unknown whether the Pod was only found missing in a list, so that nobody saw it deleted */
    @Override
    public void onDelete(PodResource last, boolean unknown) {
        if (unknown) {
            reconciler.offer(last.identity());
        } else {
            reconciler.podDeleted(last.identity(), last.uid());
        }
    }
}
