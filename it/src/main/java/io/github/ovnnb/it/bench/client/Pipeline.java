package io.github.ovnnb.it.bench.client;

import io.github.ovnnb.ovsdb.OvsdbClient;
import io.github.ovnnb.ovsdb.TransactionOutcome;
import io.github.ovnnb.ovsdb.protocol.Operation;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Gives transactions to a client so that always the same number is under way: each answer brings the next. */
final class Pipeline {

    private final OvsdbClient client;
    private final List<List<Operation>> work;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    Pipeline(OvsdbClient client, List<List<Operation>> work) {
        this.client = client;
        this.work = work;
    }

    /** Returns when all are committed. */
    void run(int window) {
        for (var lane = 0; lane < window; lane++) {
            sendNext();
        }
        done.join();
    }

    private void sendNext() {
        var number = next.getAndIncrement();
        if (number < work.size()) {
            var unused = client.transact(work.get(number)).thenAccept(this::ended);
        }
    }

    private void ended(TransactionOutcome outcome) {
        if (!(outcome instanceof TransactionOutcome.Committed)) {
            done.completeExceptionally(new IllegalStateException("a create ended as " + outcome));
        } else if (answered.incrementAndGet() == work.size()) {
            done.complete(null);
        } else {
            sendNext();
        }
    }
}
