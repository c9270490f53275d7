package io.github.ovnnb.agent.reconcile;

import java.time.Duration;

/**
 * Offers every known port again and again, so that nothing depends on an event that got lost. The first sweeps after a (re)start come
 * quickly: they give the evidence on which ports of owners that vanished meanwhile are released.
 */
public final class Sweeper {
    private static final int QUICK_SWEEPS = 3;

    private final Reconciler reconciler;
    private final Timer timer;
    private final Duration quickInterval;
    private final Duration interval;
    private int generation;

    /** Confined to the thread on which the timer runs its actions. */
    public Sweeper(Reconciler reconciler, Timer timer, Duration quickInterval, Duration interval) {
        this.reconciler = reconciler;
        this.timer = timer;
        this.quickInterval = quickInterval;
        this.interval = interval;
    }

    /** Begins anew with quick sweeps. */
    public void start() {
        generation++;
        sweep(generation, 1);
    }

    public void stop() {
        generation++;
    }

    private void sweep(int myGeneration, int number) {
        if (myGeneration != generation) {
            return;
        }
        reconciler.sweep();
        timer.after(number <= QUICK_SWEEPS ? quickInterval : interval, () -> sweep(myGeneration, number + 1));
    }
}
