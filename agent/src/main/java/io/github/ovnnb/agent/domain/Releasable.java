package io.github.ovnnb.agent.domain;

import java.util.Optional;

/** Whether somebody may ask to give up a port. */
public final class Releasable {
    private Releasable() {}

    /** Empty if it may be asked. */
    public static Optional<String> whyNot(Look look) {
        var row = look.seen().row();
        if (row.isEmpty()) {
            return Optional.of("there is no port named " + look.port());
        }
        if (row.get().ownership().isEmpty()) {
            return Optional.of("port " + look.port() + " is not ours");
        }
        return look.seen()
                .servedPod()
                .map(pod -> "Pod " + pod.namespace() + "/" + pod.name() + " uses port " + look.port()
                        + "; delete the Pod first");
    }
}
