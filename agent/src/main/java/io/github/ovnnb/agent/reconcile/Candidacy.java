package io.github.ovnnb.agent.reconcile;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether we stand for the lease: only while we see the database. Whoever is cut off from it alone gives way to those who could serve.
 *
 * <p>Mostly all replicas are cut off together. Then each gives way once, none can take what the others left, and the first to see the
 * database again stands again: nothing goes to and fro, and an outage becomes no longer than an election. Confined to the timer's thread.
 */
public final class Candidacy {
    private static final Logger log = LoggerFactory.getLogger(Candidacy.class);

    /**
     * Longer than reconnecting may pause (8 s), than a database needs for a new leader, and than the lease (15 s) that another would have to wait
     * for if we had died: what heals by itself sooner should not cost a change of leaders.
     */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Runnable stand;
    private final Runnable withdraw;
    private final Timer timer;
    private boolean knowsEverything;
    private boolean seesDatabase;
    private boolean standing;
    private int losses;

    /** @param withdraw gives the lease back if we hold it; the two take turns and must return at once */
    public Candidacy(Runnable stand, Runnable withdraw, Timer timer) {
        this.stand = stand;
        this.withdraw = withdraw;
        this.timer = timer;
    }

    /** Whoever knows nothing yet must not lead: the others, who could serve, would have to wait for it. */
    public void begin() {
        knowsEverything = true;
        standIfFit();
    }

    public void seesDatabase(boolean sees) {
        if (sees == seesDatabase) {
            return;
        }
        seesDatabase = sees;
        if (sees) {
            standIfFit();
        } else {
            int loss = ++losses;
            timer.after(PATIENCE, () -> giveUp(loss));
        }
    }

    private void standIfFit() {
        if (knowsEverything && seesDatabase && !standing) {
            standing = true;
            stand.run();
        }
    }

    private void giveUp(int loss) {
        if (loss == losses && !seesDatabase && standing) {
            log.warn(
                    "without the Northbound database for {} s: standing for the lease no longer", PATIENCE.toSeconds());
            standing = false;
            withdraw.run();
        }
    }
}
