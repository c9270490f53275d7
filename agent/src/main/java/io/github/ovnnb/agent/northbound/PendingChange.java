package io.github.ovnnb.agent.northbound;

import io.github.ovnnb.agent.domain.PortChange;
import io.github.ovnnb.agent.reconcile.Northbound.CommitOutcome;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A change that somebody has asked for and not been answered about. */
final class PendingChange {
    /** A second or so. */
    private static final int MOST_PAUSES = 200;

    private final PortChange change;
    private final Optional<String> lock;
    private final CompletableFuture<CommitOutcome> outcome = new CompletableFuture<>();
    private int pauses;

    /** @param lock without which it may not be done */
    PendingChange(PortChange change, Optional<String> lock) {
        this.change = change;
        this.lock = lock;
    }

    PortChange change() {
        return change;
    }

    Optional<String> lock() {
        return lock;
    }

    CompletionStage<CommitOutcome> outcome() {
        return outcome;
    }

    void answer(CommitOutcome given) {
        outcome.complete(given);
    }

    /** Whether it may wait once more for a moment. */
    boolean waitsOnceMore() {
        return ++pauses <= MOST_PAUSES;
    }
}
