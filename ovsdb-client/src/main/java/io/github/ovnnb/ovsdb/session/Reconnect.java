package io.github.ovnnb.ovsdb.session;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * Decides which remote to try, when, and how long a step may take. Pure: it is told the time and what has happened, and acts on
 * nothing.
 *
 * <p>All remotes are tried in a round without pause; between rounds there is a pause that doubles from 1 s to 8 s. Open vSwitch
 * (lib/reconnect.c) pauses before every attempt after the first round; while a cluster elects a leader that would make a client wait
 * up to 8 s at the wrong member. A connection that stayed synced for as long as the pause would have been makes everything
 * good again.
 */
final class Reconnect {

    /** What to try now.
     *
     * @param number counted from 1 since the last connection that was synced for a while
     */
    record Attempt(Remote remote, int number) {}

    private Remotes remotes;
    private final Backoff backoff;
    private final PhaseDeadlines deadlines;
    private Phase phase = Phase.WAITING;
    private long lastProgress;
    private long syncedSince;
    private int nextRemote;
    private int freeTries;
    private boolean listening;
    private int attempts;
    private Duration pause;

    Reconnect(Remotes remotes, Backoff backoff, PhaseDeadlines deadlines) {
        this.remotes = remotes;
        this.backoff = backoff;
        this.deadlines = deadlines;
        this.freeTries = remotes.members().size();
        this.pause = backoff.shortest();
    }

    /** From now on these are tried, from the first on. What is being tried or stands is not touched. */
    void replace(Remotes others) {
        remotes = others;
        nextRemote = 0;
        freeTries = others.members().size();
        pause = backoff.shortest();
    }

    Phase phase() {
        return phase;
    }

    /** The pause is over, or there was none. */
    Attempt begin(long now) {
        var remote = remotes.members().get(nextRemote);
        nextRemote = (nextRemote + 1) % remotes.members().size();
        listening = remote instanceof Remote.Passive;
        attempts++;
        enter(Phase.CONNECTING, now);
        return new Attempt(remote, attempts);
    }

    void enter(Phase next, long now) {
        if (next == Phase.SYNCED && phase != Phase.SYNCED) {
            syncedSince = now;
        }
        phase = next;
        lastProgress = now;
    }

    /** A byte has come. */
    void progress(long now) {
        lastProgress = now;
    }

    /** The connection is gone or has not come to be.
     *
     * @return the pause before the next attempt
     */
    Duration lost(long now) {
        if (phase == Phase.SYNCED && now - syncedSince >= pause.toNanos()) {
            freeTries = remotes.members().size();
            pause = backoff.shortest();
            attempts = 0;
        } else {
            freeTries--;
        }
        enter(Phase.WAITING, now);
        return freeTries > 0 ? Duration.ZERO : nextRound();
    }

    private Duration nextRound() {
        var now = pause;
        freeTries = remotes.members().size();
        var doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(backoff.longest()) < 0 ? doubled : backoff.longest();
        return now;
    }

    /** When the present step will have taken too long; empty if it may last for ever. */
    OptionalLong deadline() {
        return switch (phase) {
            case WAITING, SYNCED -> OptionalLong.empty();
            // When a server comes to us is up to the server.
            case CONNECTING ->
                listening
                        ? OptionalLong.empty()
                        : OptionalLong.of(lastProgress + deadlines.connect().toNanos());
            case SECURING -> OptionalLong.of(lastProgress + deadlines.tls().toNanos());
            case SCHEMA -> OptionalLong.of(lastProgress + deadlines.schema().toNanos());
            case DUMP -> OptionalLong.of(lastProgress + deadlines.dump().toNanos());
        };
    }

    /** What to tell the operator when the deadline has passed. */
    String overdue() {
        return switch (phase) {
            case WAITING, SYNCED -> throw new IllegalStateException(phase + " has no deadline");
            case CONNECTING -> "no connection within " + text(deadlines.connect());
            case SECURING -> "no TLS handshake within " + text(deadlines.tls());
            case SCHEMA -> "no answer to the question for the schema within " + text(deadlines.schema());
            case DUMP -> "not a byte of the rows for " + text(deadlines.dump());
        };
    }

    private static String text(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
