package io.github.ovnnb.agent;

import io.github.ovnnb.agent.reconcile.Timer;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread on which everything is decided, with its timer. A mistake of ours in one task stops no other; it is logged and counted here,
 * because the pool itself would keep it in a future that nobody asks.
 */
final class DecisionThread extends ScheduledThreadPoolExecutor implements Timer {
    private static final Logger log = LoggerFactory.getLogger(Agent.class);

    private final AtomicLong mistakes = new AtomicLong();

    DecisionThread() {
        super(1, task -> new Thread(task, "reconciler"));
        setRemoveOnCancelPolicy(true);
        // The last things the connection has to tell come when nobody listens any more.
        setRejectedExecutionHandler(new DiscardPolicy());
        setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void after(Duration delay, Runnable action) {
        var unused = schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** How many tasks have ended by a mistake of ours. May be called from any thread. */
    long mistakes() {
        return mistakes.get();
    }

    @Override
    protected void afterExecute(Runnable task, Throwable escaped) {
        super.afterExecute(task, escaped);
        if (task instanceof Future<?> future && future.isDone()) {
            try {
                future.get();
            } catch (ExecutionException thrown) {
                mistakes.incrementAndGet();
                log.error("a mistake in the program; what was being done is left undone", thrown.getCause());
            } catch (CancellationException unwanted) {
                log.trace("cancelled");
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
