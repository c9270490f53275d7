package io.github.ovnnb.ovsdb;

import io.github.ovnnb.ovsdb.protocol.DatabaseSchema;
import io.github.ovnnb.ovsdb.replica.Subscription;
import io.github.ovnnb.ovsdb.session.DatabaseSession;
import io.github.ovnnb.ovsdb.session.Loop;
import io.github.ovnnb.ovsdb.session.Remote;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** What the session reports, for whoever looks from outside. */
final class ClientStatus implements DatabaseSession.Listener {
    private final Announcements<ConnectionStatus> status = new Announcements<>(new ConnectionStatus.NotStarted());
    private final LoopFuture<Void> firstSnapshot;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final List<Runnable> onNextSync = new ArrayList<>();
    private final Loop loop;
    private final ClientMetrics metrics;
    private volatile long lastByte;

    ClientStatus(Loop loop, ClientMetrics metrics) {
        this.loop = loop;
        this.metrics = metrics;
        firstSnapshot = new LoopFuture<>(loop);
        lastByte = loop.nanoTime();
    }

    ConnectionStatus current() {
        return status.current();
    }

    Subscription subscribe(Consumer<ConnectionStatus> listener, Executor executor) {
        return status.subscribe(listener, executor);
    }

    CompletionStage<Void> firstSnapshot() {
        return firstSnapshot;
    }

    int transactionsInFlight() {
        return inFlight.get();
    }

    double secondsSinceLastByte() {
        return (loop.nanoTime() - lastByte) / 1e9;
    }

    /** Whether there is room for one more transaction; if so, it has begun. */
    boolean transactionBegins(int most) {
        if (inFlight.incrementAndGet() <= most) {
            return true;
        }
        inFlight.decrementAndGet();
        return false;
    }

    /** Calls once when the replica is in step again, or the client is closed. On the loop only. */
    void onNextSync(Runnable then) {
        onNextSync.add(then);
    }

    private void tellOfSync() {
        var waiting = List.copyOf(onNextSync);
        onNextSync.clear();
        waiting.forEach(Runnable::run);
    }

    void transactionEnded() {
        inFlight.decrementAndGet();
    }

    @Override
    public void connecting(Remote remote, int attempt, Optional<String> lastProblem) {
        status.announce(new ConnectionStatus.Connecting(remote, attempt, lastProblem));
    }

    @Override
    public void synced(Remote remote, DatabaseSchema schema, boolean resumed) {
        metrics.resynchronized(resumed);
        status.announce(new ConnectionStatus.Synced(remote));
        firstSnapshot.complete(null);
        tellOfSync();
    }

    @Override
    public void disconnected(Remote remote, String reason, Duration pause) {
        metrics.disconnected();
        status.announce(new ConnectionStatus.Disconnected(remote + ": " + reason));
    }

    @Override
    public void received(int bytes) {
        lastByte = loop.nanoTime();
        metrics.received(bytes);
    }

    @Override
    public void written(int bytes) {
        metrics.written(bytes);
    }

    void closed() {
        status.announce(new ConnectionStatus.Closed());
        firstSnapshot.completeExceptionally(new OvsdbException.Unanswered("the client is closed"));
        tellOfSync();
    }
}
