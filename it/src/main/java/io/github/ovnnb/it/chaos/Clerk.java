package io.github.ovnnb.it.chaos;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;

/** Brings what many threads see to the one thread of the ledger. */
final class Clerk implements AutoCloseable {
    private final Ledger ledger;
    private final ExecutorService desk = Executors.newSingleThreadExecutor(work -> {
        var thread = new Thread(work, "ledger");
        thread.setDaemon(true);
        return thread;
    });

    Clerk(Ledger ledger) {
        this.ledger = ledger;
    }

    void write(Consumer<Ledger> entry) {
        try {
            desk.execute(() -> {
                try {
                    entry.accept(ledger);
                } catch (RuntimeException bug) {
                    ledger.checkerFailed(String.valueOf(bug));
                }
            });
        } catch (RejectedExecutionException closed) {
            // What is seen after the end is nobody's business.
        }
    }

    /** Waits until it is written: what the caller does next comes later. */
    void writeAndWait(Consumer<Ledger> entry) {
        var unused = read(ledger -> {
            entry.accept(ledger);
            return true;
        });
    }

    <T> T read(Function<Ledger, T> question) {
        return CompletableFuture.supplyAsync(() -> question.apply(ledger), desk).join();
    }

    @Override
    public void close() {
        desk.shutdownNow();
    }
}
