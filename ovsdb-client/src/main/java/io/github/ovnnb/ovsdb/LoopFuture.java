package io.github.ovnnb.ovsdb;

import io.github.ovnnb.ovsdb.session.Loop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A stage that is completed by the loop, and so can never complete while the loop waits for it: waiting there fails at once instead.
 * So do all stages derived from it.
 */
final class LoopFuture<T> extends CompletableFuture<T> {
    private final Loop loop;

    LoopFuture(Loop loop) {
        this.loop = loop;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new LoopFuture<>(loop);
    }

    @Override
    public T join() {
        refuseOnTheLoop();
        return super.join();
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        refuseOnTheLoop();
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        refuseOnTheLoop();
        return super.get(timeout, unit);
    }

    private void refuseOnTheLoop() {
        if (!isDone() && loop.isCurrent()) {
            throw new IllegalStateException("waiting on the thread that has to bring the answer would wait for ever;"
                    + " use thenApply and the like, or the Async variants with an executor of your own");
        }
    }
}
