package io.github.ovnnb.ovsdb.netty;

import io.github.ovnnb.ovsdb.session.Loop;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what blocks, such as resolving names and reading files, where that does no harm, and then goes on on the client's loop.
 *
 * @param aside where blocking does no harm
 */
record Preparer(Executor aside, Loop loop) {
    private static final Logger LOG = LoggerFactory.getLogger(Preparer.class);

    /** What may block. */
    interface Preparation {
        /** Returns what comes next, on the loop. */
        Runnable prepare() throws IOException;
    }

    /** @param failed is told why on the loop, if it does not succeed */
    void aside(Preparation preparation, Consumer<String> failed) {
        aside.execute(() -> here(preparation, failed));
    }

    /** The same on the calling thread, for what is known not to block; what comes next is still done later. */
    void here(Preparation preparation, Consumer<String> failed) {
        try {
            later(preparation.prepare());
        } catch (IOException e) {
            later(() -> failed.accept(Problems.describe(e)));
        } catch (TlsContexts.Unusable e) {
            later(() -> failed.accept(e.getMessage()));
        }
    }

    /** Runs this on the loop, after what it does now. */
    void later(Runnable step) {
        try {
            loop.execute(step);
        } catch (RejectedExecutionException e) {
            LOG.debug("the transport was closed while a connection was being prepared");
        }
    }

    /** Runs this on the loop, at once if that is the calling thread. */
    void onLoop(Runnable step) {
        if (loop.isCurrent()) {
            step.run();
        } else {
            later(step);
        }
    }
}
