package io.github.ovnnb.ovsdb;

import io.github.ovnnb.ovsdb.replica.Subscription;
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
        /** Given back by {@link #unlock}; the handle is of no more use. */
        RELEASED
    }

    /** {@return what the lock is called on the server} */
    String name();

    /** {@return where the lock stands, as far as is known} */
    State state();

    /** Calls {@code listener} in order for every change from now on, on {@code executor}. */
    Subscription onChange(Consumer<State> listener, Executor executor);

    /** Takes the lock from whoever has it; the victim is put first in the queue. Completes when the server has answered. */
    CompletionStage<Void> steal();

    /** Gives it back, or stops waiting for it. Completes when the server has answered, or there is no connection anyway. */
    CompletionStage<Void> unlock();
}
