package io.github.ovnnb.agent.kubernetes;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Begins asynchronous calls in the order they come, with at most so many under way at once. */
final class CallLimit {
    private final int most;
    private final Queue<Call> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger underWay = new AtomicInteger();
    /** Whoever raises this from zero begins calls; the others only leave word that there is something to do. */
    private final AtomicInteger wanted = new AtomicInteger();

    /** Is begun, or fails instead. */
    private record Call(Runnable begin, CompletableFuture<?> result) {}

    CallLimit(int most) {
        this.most = most;
    }

    <T> CompletableFuture<T> call(Supplier<CompletableFuture<T>> call) {
        var result = new CompletableFuture<T>();
        waiting.add(new Call(() -> begin(call, result), result));
        pump();
        return result;
    }

    /** Those that have not begun fail instead. */
    void drop(String why) {
        for (var call = waiting.poll(); call != null; call = waiting.poll()) {
            call.result().completeExceptionally(new IllegalStateException(why));
        }
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
            for (var call = next(); call != null; call = next()) {
                underWay.incrementAndGet();
                call.begin().run();
            }
            seen = wanted.addAndGet(-seen);
        } while (seen > 0);
    }

    private @Nullable Call next() {
        return underWay.get() < most ? waiting.poll() : null;
    }
}
