package io.github.ovnnb.ovsdb;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * How a change is to be made.
 *
 * @param lock that the transaction asserts: without it, it is refused with {@code not owner}
 * @param deadline from now to the end of the last attempt; if none is given, four times that of a transaction
 * @param executor where the draft is made; if none is given, the client's event loop, which must not be kept waiting
 */
public record ChangeOptions(Optional<Lock> lock, Optional<Duration> deadline, Optional<Executor> executor) {
    /** No lock, the deadline of the client's options, and drafts made on the event loop. */
    public static final ChangeOptions DEFAULT = new ChangeOptions(Optional.empty(), Optional.empty(), Optional.empty());

    /** The same, stored only while the lock is held; the server decides about that. */
    public ChangeOptions underLock(Lock guarding) {
        return new ChangeOptions(Optional.of(guarding), deadline, executor);
    }

    /** The same with this deadline for all attempts together. */
    public ChangeOptions within(Duration time) {
        return new ChangeOptions(lock, Optional.of(time), executor);
    }

    /** The same with drafts made elsewhere than on the event loop, by code that takes its time. */
    public ChangeOptions draftedOn(Executor elsewhere) {
        return new ChangeOptions(lock, deadline, Optional.of(elsewhere));
    }
}
