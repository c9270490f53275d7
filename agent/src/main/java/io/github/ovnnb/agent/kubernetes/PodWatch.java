package io.github.ovnnb.agent.kubernetes;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.github.ovnnb.agent.domain.PortIdentity;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

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
        pod.identities().forEach(changed);
    }

    @Override
    public void onUpdate(PodResource before, PodResource now) {
        if (!before.uid().equals(now.uid())) {
            // The deletion fell into a gap of the watch; that the name has another uid now proves it all the same.
            before.identities().forEach(port -> deleted.accept(port, before.uid()));
        }
        if (!now.saysTheSameAs(before)) {
            // An interface that it has no more is a change of that port too.
            Stream.concat(now.identities().stream(), before.identities().stream())
                    .distinct()
                    .forEach(changed);
        }
    }

    /** @param unknown whether the Pod was only found missing in a list, so that nobody saw it deleted */
    @Override
    public void onDelete(PodResource last, boolean unknown) {
        if (unknown) {
            last.identities().forEach(changed);
        } else {
            last.identities().forEach(port -> deleted.accept(port, last.uid()));
        }
    }
}
