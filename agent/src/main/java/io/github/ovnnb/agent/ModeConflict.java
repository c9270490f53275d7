package io.github.ovnnb.agent;

import io.github.ovnnb.agent.reconcile.Timer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps us from writing while agents of the other mode are at the same database. What they leave behind, only a person can take away; when
 * that is done, we notice. Confined to the reconciler's thread, but for {@link #why}.
 */
final class ModeConflict {
    private static final Logger log = LoggerFactory.getLogger(Agent.class);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(5);

    private final Consumer<Boolean> mayWrite;
    private final Runnable askAgain;
    private final Timer timer;
    private volatile String why = "";
    private boolean asksAgain;

    /** @param askAgain has {@link #standing} told anew */
    ModeConflict(Consumer<Boolean> mayWrite, Runnable askAgain, Timer timer) {
        this.mayWrite = mayWrite;
        this.askAgain = askAgain;
        this.timer = timer;
    }

    /** @param refusal why we must not write; empty if we may */
    void standing(Optional<String> refusal) {
        refusal.filter(words -> !words.equals(why)).ifPresent(words -> log.error("{}", words));
        why = refusal.orElse("");
        mayWrite.accept(refusal.isEmpty());
        if (refusal.isPresent() && !asksAgain) {
            asksAgain = true;
            timer.after(BETWEEN_TRIES, () -> {
                asksAgain = false;
                askAgain.run();
            });
        }
    }

    /** For a person; empty text if nothing is in the way. May be called from any thread. */
    String why() {
        return why;
    }
}
