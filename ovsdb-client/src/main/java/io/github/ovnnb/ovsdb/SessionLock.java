package io.github.ovnnb.ovsdb;

import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import io.github.ovnnb.ovsdb.replica.Subscription;
import io.github.ovnnb.ovsdb.session.DatabaseSession;
import io.github.ovnnb.ovsdb.session.Locks;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A lock that the session keeps asking for. */
final class SessionLock implements Lock {
    private final String name;
    private final DatabaseSession session;
    private final LoopEntrance loop;
    private final Runnable onRelease;
    private final Announcements<State> state = new Announcements<>(State.UNCONNECTED);
    private final AtomicBoolean released = new AtomicBoolean();
    private volatile Optional<OvsdbError> problem = Optional.empty();

    private SessionLock(String name, DatabaseSession session, LoopEntrance loop, Runnable onRelease) {
        this.name = name;
        this.session = session;
        this.loop = loop;
        this.onRelease = onRelease;
    }

    /** @param onRelease from when on the name may be asked for again
     */
    static Lock acquire(String name, DatabaseSession session, LoopEntrance loop, Runnable onRelease) {
        var lock = new SessionLock(name, session, loop, onRelease);
        loop.run(() -> session.locks().want(name, lock.new Ear()), () -> {});
        return lock;
    }

    private final class Ear implements Locks.Listener {
        @Override
        public void stands(Locks.Standing standing) {
            if (standing != Locks.Standing.REFUSED) {
                problem = Optional.empty();
            }
            state.announce(
                    switch (standing) {
                        case UNCONNECTED -> State.UNCONNECTED;
                        case WAITING -> State.WAITING;
                        case HELD -> State.HELD;
                        case REFUSED -> State.REFUSED;
                    });
        }

        @Override
        public void refused(OvsdbError why) {
            problem = Optional.of(why);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public State state() {
        return state.current();
    }

    @Override
    public Optional<OvsdbError> problem() {
        return problem;
    }

    @Override
    public Subscription onChange(Consumer<State> listener, Executor executor) {
        return state.subscribe(listener, executor);
    }

    @Override
    public CompletionStage<Void> steal() {
        var answered = loop.<Void>newStage();
        if (released.get()) {
            answered.complete(null);
            return answered;
        }
        var theft = new Locks.Theft() {
            @Override
            public void answered() {
                answered.complete(null);
            }

            @Override
            public void refused(OvsdbError error) {
                answered.completeExceptionally(new OvsdbException.RequestRefused(error));
            }
        };
        loop.run(() -> session.locks().steal(name, theft), theft::answered);
        return answered;
    }

    /** Whoever asks for the name afterwards comes after this on the loop. */
    @Override
    public CompletionStage<Void> unlock() {
        var answered = loop.<Void>newStage();
        if (!released.compareAndSet(false, true)) {
            answered.complete(null);
            return answered;
        }
        Runnable end = () -> {
            state.announce(State.RELEASED);
            answered.complete(null);
        };
        loop.run(() -> session.locks().unwant(name, end), end);
        onRelease.run();
        return answered;
    }
}
