package io.github.ovnnb.agent.reconcile;

import java.time.Duration;

/** Runs something on the reconciler's thread later. */
public interface Timer {
    void after(Duration delay, Runnable action);
}
