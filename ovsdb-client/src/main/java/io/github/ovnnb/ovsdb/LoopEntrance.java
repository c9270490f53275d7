package io.github.ovnnb.ovsdb;

import io.github.ovnnb.ovsdb.session.Loop;
import java.util.concurrent.RejectedExecutionException;

/** The way of other threads onto the client's loop. The loop of a closed client takes nothing more, and somebody waits for an answer. */
record LoopEntrance(Loop loop) {
    /** Why nothing comes of what is asked of a closed client. */
    static final String CLOSED = "the client is closed";

    /** @param ifClosed runs at once on the calling thread, in the place of {@code task} */
    void run(Runnable task, Runnable ifClosed) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            ifClosed.run();
        }
    }

    /** Something to wait for on any thread but the loop. */
    <T> LoopFuture<T> newStage() {
        return new LoopFuture<>(loop);
    }
}
