package io.github.ovnnb.agent.kubernetes;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.function.Consumer;

/** Tells when a Namespace may have come under another subnet: its labels are what subnets choose by. */
final class NamespaceWatch implements ResourceEventHandler<NamespaceResource> {
    private final Consumer<String> changed;

    NamespaceWatch(Consumer<String> changed) {
        this.changed = changed;
    }

    @Override
    public void onAdd(NamespaceResource namespace) {
        changed.accept(namespace.name());
    }

    @Override
    public void onUpdate(NamespaceResource before, NamespaceResource now) {
        if (!now.labels().equals(before.labels())) {
            changed.accept(now.name());
        }
    }

    @Override
    public void onDelete(NamespaceResource last, boolean unknown) {
        // Its Pods went before it.
    }
}
