package io.github.ovnnb.ovsdb.session;

import java.time.Duration;
import java.util.concurrent.Executor;

/** The one thread that owns a client: runs tasks in the order given and keeps time. In tests it is virtual. */
public interface Loop extends Executor {

    /** Whether the calling thread is the loop. */
    boolean isCurrent();

    /** Nanoseconds since some fixed moment; never goes back. */
    long nanoTime();

    /** Runs {@code task} on the loop after {@code delay}. */
    Timer schedule(Duration delay, Runnable task);

    /**
     * Where to do what would keep the loop from its work for long, such as indexing a whole database. May be the calling thread, as
     * it is unless a loop has something better.
     */
    default Executor aside() {
        return Runnable::run;
    }

    /**
     * Does something that may as well not be done, such as a preparation for what the loop waits for, if there is a thread for it beside
     * the loop.
     */
    default void meanwhile(Runnable work) {}

    /** A task that has been scheduled. */
    interface Timer {
        /** The task will not run any more. To be called on the loop only. */
        void cancel();
    }
}
