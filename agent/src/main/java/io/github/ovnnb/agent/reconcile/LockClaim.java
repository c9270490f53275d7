package io.github.ovnnb.agent.reconcile;

import java.time.Duration;

/**
 * Takes the database's lock for as long as we are the elected leader and somebody else has it: a former leader that was stopped, or woke up
 * and does not know yet that it leads no longer. It asks again and again, because such a one may do the same for a moment, and in a cluster
 * of databases a new server gives the lock to whoever asks first.
 *
 * <p>Confined to one thread. Never takes anything from anybody while we are not elected.
 */
public final class LockClaim {
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    private final Runnable take;
    private final Timer timer;
    private boolean elected;
    private boolean held;
    private boolean trying;

    /** @param take takes the lock if it can be taken now; does nothing otherwise */
    public LockClaim(Runnable take, Timer timer) {
        this.take = take;
        this.timer = timer;
    }

    public void elected(boolean isElected) {
        elected = isElected;
        tryNow();
    }

    public void held(boolean isHeld) {
        held = isHeld;
        tryNow();
    }

    private void tryNow() {
        if (elected && !held && !trying) {
            trying = true;
            // First: a mistake in one try must not be the end of all tries.
            timer.after(BETWEEN_TRIES, () -> {
                trying = false;
                tryNow();
            });
            take.run();
        }
    }
}
