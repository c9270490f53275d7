package io.github.ovnnb.agent.reconcile;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Looks every second whether our watches of Kubernetes run. What is absent from a cache that was cut off for a while counts from anew; and
 * whoever hears nothing for long should leave to others what only one may do.
 *
 * <p>A watch ends and is renewed every few minutes without anything being lost: that takes less than from one look to the next but one, and is no
 * interruption. Confined to the timer's thread.
 */
public final class Vigil {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final int LOOKS_OF_A_BREAK = 2;

    /** As long as a leader without the database has before it gives way; an API server that is restarted is back sooner. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private final BooleanSupplier isCurrent;
    private final Runnable broken;
    private final Runnable mended;
    private final Consumer<Boolean> hears;
    private final Timer timer;
    private long vain;
    private boolean watching;

    /**
     * @param isCurrent whether all watches run now
     * @param broken told once of each interruption, as soon as it is one
     * @param mended told when all watches run again after it
     * @param hears told false when nothing has been heard for {@link #PATIENCE}, and true when that is over
     */
    public Vigil(BooleanSupplier isCurrent, Runnable broken, Runnable mended, Consumer<Boolean> hears, Timer timer) {
        this.isCurrent = isCurrent;
        this.broken = broken;
        this.mended = mended;
        this.hears = hears;
        this.timer = timer;
    }

    /** From now on, for good; to be called when all watches have begun. */
    public void begin() {
        if (!watching) {
            watching = true;
            look();
        }
    }

    private void look() {
        if (isCurrent.getAsBoolean()) {
            boolean wasBroken = vain >= LOOKS_OF_A_BREAK;
            boolean wasDeaf = vain >= PATIENCE.toSeconds();
            vain = 0;
            if (wasBroken) {
                mended.run();
            }
            if (wasDeaf) {
                hears.accept(true);
            }
        } else {
            vain++;
            if (vain == LOOKS_OF_A_BREAK) {
                broken.run();
            }
            if (vain == PATIENCE.toSeconds()) {
                hears.accept(false);
            }
        }
        timer.after(BETWEEN_LOOKS, this::look);
    }
}
