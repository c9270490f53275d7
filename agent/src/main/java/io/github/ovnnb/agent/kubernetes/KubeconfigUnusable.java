package io.github.ovnnb.agent.kubernetes;

/** The way to the cluster that we were told can't be gone; only somebody who corrects it can help. The message is for the operator. */
public final class KubeconfigUnusable extends RuntimeException {
    private static final long serialVersionUID = 1;

    KubeconfigUnusable(String message) {
        super(message);
    }
}
