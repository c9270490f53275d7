package io.github.ovnnb.agent.kubernetes;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Begins asynchronous calls in the order they come, with at most so many under way at once. */
final class CallLimit {
    private final int most;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger underWay = new AtomicInteger();
    /** Whoever raises this from zero begins calls; the others only leave word that there is something to do. */
    private final AtomicInteger wanted = new AtomicInteger();

    CallLimit(int most) {
        this.most = most;
    }

    <T> CompletableFuture<T> call(Supplier<CompletableFuture<T>> call) {
        var result = new CompletableFuture<T>();
        waiting.add(() -> begin(call, result));
        pump();
        return result;
    }

    private <T> void begin(Supplier<CompletableFuture<T>> call, CompletableFuture<T> result) {
        var unused = started(call).whenComplete((value, failure) -> {
            underWay.decrementAndGet();
            pump();
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(failure);
            }
        });
    }

    private static <T> CompletableFuture<T> started(Supplier<CompletableFuture<T>> call) {
        try {
            return call.get();
        } catch (RuntimeException closed) {
            return CompletableFuture.failedFuture(closed);
        }
    }

    /** A call may complete at once, on this very stack; then the loop further down goes on, not a new one. */
    private void pump() {
        if (wanted.getAndIncrement() > 0) {
            return;
        }
        int seen = 1;
        do {
            while (underWay.get() < most && !waiting.isEmpty()) {
                underWay.incrementAndGet();
                waiting.remove().run();
            }
            seen = wanted.addAndGet(-seen);
        } while (seen > 0);
    }
}
