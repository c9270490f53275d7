package io.github.ovnnb.agent.reconcile;

import java.time.Duration;

/**
 * Offers every known port again and again, so that nothing depends on an event that got lost. Sweeps that look only for evidence follow quickly
 * whenever something may have vanished unheard of: after a (re)start, and when a list or a mended watch says so.
 */
public final class Sweeper {
    private static final int QUICK_SWEEPS = 3;

    private final Runnable whole;
    private final Runnable forEvidence;
    private final Timer timer;
    private final Duration quickInterval;
    private final Duration interval;
    private int generation;
    private int quickToCome;
    private boolean running;

    /**
     * Confined to the thread on which the timer runs its actions.
     *
     * @param whole sweep, every interval
     * @param forEvidence only
     */
    public Sweeper(Runnable whole, Runnable forEvidence, Timer timer, Duration quickInterval, Duration interval) {
        this.whole = whole;
        this.forEvidence = forEvidence;
        this.timer = timer;
        this.quickInterval = quickInterval;
        this.interval = interval;
    }

    /** Begins anew: with a whole sweep now, and quick ones after it. */
    public void start() {
        stop();
        running = true;
        sweep(generation);
        hurry();
    }

    /** What is absent now may have gone unheard of, and quick sweeps shall prove it. Without effect while stopped. */
    public void hurry() {
        if (!running) {
            return;
        }
        boolean underWay = quickToCome > 0;
        quickToCome = QUICK_SWEEPS;
        if (!underWay) {
            nextQuick(generation);
        }
    }

    public void stop() {
        running = false;
        quickToCome = 0;
        generation++;
    }

    private void sweep(int myGeneration) {
        if (myGeneration == generation) {
            whole.run();
            timer.after(interval, () -> sweep(myGeneration));
        }
    }

    private void nextQuick(int myGeneration) {
        timer.after(quickInterval, () -> sweepQuickly(myGeneration));
    }

    private void sweepQuickly(int myGeneration) {
        if (myGeneration != generation) {
            return;
        }
        forEvidence.run();
        quickToCome--;
        if (quickToCome > 0) {
            nextQuick(myGeneration);
        }
    }
}
