package io.github.ovnnb.ovsdb;

import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import io.github.ovnnb.ovsdb.replica.Subscription;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A named lock of the database server (RFC 7047 section 4.1.8). It is asked for again after every reconnect. It guards nothing by
 * itself: add {@code Operation.Assert} to every transaction that may only be stored while the lock is held.
 */
public interface Lock {

    /** Where a lock stands. */
    enum State {
        /** There is no synced connection, so nobody can say; the server has let go of it. */
        UNCONNECTED,
        /** Asked for; somebody else has it. */
        WAITING,
        /** Ours. */
        HELD,
        /** The server will not give it, for example because it is read-only; {@link Lock#problem} tells why. */
        REFUSED,
        /** Given back by {@link #unlock}; the handle is of no more use. */
        RELEASED
    }

    /** {@return what the lock is called on the server} */
    String name();

    /** {@return where the lock stands, as far as is known} */
    State state();

    /** Why the server refused the lock when it was asked last; empty if it did not. */
    Optional<OvsdbError> problem();

    /** Calls {@code listener} in order for every change from now on, on {@code executor}. */
    Subscription onChange(Consumer<State> listener, Executor executor);

    /**
     * Takes the lock from whoever has it; the victim is put first in the queue. Completes when the server has answered, or if there is no
     * connection, or the handle was unlocked.
     *
     * @return fails with {@link OvsdbException.RequestRefused} if the server will not do it
     */
    CompletionStage<Void> steal();

    /** Gives it back, or stops waiting for it. Completes when the server has answered, or there is no connection anyway. Once is enough. */
    CompletionStage<Void> unlock();
}
