package io.github.ovnnb.ovsdb;

import io.github.ovnnb.ovsdb.replica.Subscription;
import io.github.ovnnb.ovsdb.session.DatabaseSession;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** A lock that the session keeps asking for. */
final class SessionLock implements Lock {
    private final String name;
    private final DatabaseSession session;
    private final Announcements<State> state = new Announcements<>(State.UNCONNECTED);

    private SessionLock(String name, DatabaseSession session) {
        this.name = name;
        this.session = session;
    }

    static Lock acquire(String name, DatabaseSession session) {
        var lock = new SessionLock(name, session);
        session.loop()
                .execute(() -> session.locks()
                        .want(
                                name,
                                standing -> lock.state.announce(
                                        switch (standing) {
                                            case UNCONNECTED -> State.UNCONNECTED;
                                            case WAITING -> State.WAITING;
                                            case HELD -> State.HELD;
                                        })));
        return lock;
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
    public Subscription onChange(Consumer<State> listener, Executor executor) {
        return state.subscribe(listener, executor);
    }

    @Override
    public CompletionStage<Void> steal() {
        var answered = new LoopFuture<Void>(session.loop());
        session.loop().execute(() -> session.locks().steal(name, () -> answered.complete(null)));
        return answered;
    }

    @Override
    public CompletionStage<Void> unlock() {
        var answered = new LoopFuture<Void>(session.loop());
        session.loop()
                .execute(() -> session.locks().unwant(name, () -> {
                    state.announce(State.RELEASED);
                    answered.complete(null);
                }));
        return answered;
    }
}
