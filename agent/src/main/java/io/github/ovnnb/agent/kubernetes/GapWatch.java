package io.github.ovnnb.agent.kubernetes;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;

/** Tells when a list lacks what we knew: it was deleted while nothing was heard, so of such a deletion there is no witness. */
final class GapWatch<T> implements ResourceEventHandler<T> {
    private final Runnable missing;

    GapWatch(Runnable missing) {
        this.missing = missing;
    }

    @Override
    public void onAdd(T object) {
        // Heard of.
    }

    @Override
    public void onUpdate(T before, T now) {
        // One deleted and made again unheard of is known by its uid.
    }

    @Override
    public void onDelete(T last, boolean unknown) {
        if (unknown) {
            missing.run();
        }
    }
}
