package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.WakeKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Whose turn it is. A port that was offered is looked at once, and not again before what came of it is done; one that waits for an address is
 * offered when what it waits for is free. Confined to the thread of the given executor, on which it has the ports looked at, too.
 */
final class Turns {
    /** Between two batches other events get their turn on the thread. */
    private static final int LOOKS_AT_ONCE = 128;

    private final Executor thread;
    private final Consumer<PortIdentity> look;
    private final PortQueue queue = new PortQueue();
    private final WaitingRoom waiting = new WaitingRoom();
    private final List<CompletableFuture<Void>> awaitingIdle = new ArrayList<>();
    private final Consumer<PortIdentity> unheard;
    private boolean prepared;
    private boolean open;
    private boolean pumping;

    /** A port that waits, and what for. */
    record Waiter(PortIdentity port, WakeKey key) {}

    /**
     * @param look has to see to it that {@link #done} is called for the port in the end
     * @param unheard given the ports that are offered while nobody will look at them
     */
    Turns(Executor thread, Consumer<PortIdentity> look, Consumer<PortIdentity> unheard) {
        this.thread = thread;
        this.look = look;
        this.unheard = unheard;
    }

    /** From now on offered ports are remembered: they shall be looked at once the database knows that we are the one who writes. */
    void prepare() {
        prepared = true;
    }

    /** From now on ports are looked at. */
    void open() {
        open = true;
        pumpSoon();
    }

    /**
     * From now on what is offered is forgotten: whoever begins to work sweeps first. Until then, which for a standby may be years, nothing may
     * pile up.
     */
    void shut() {
        open = false;
        prepared = false;
    }

    /** Whether work is wanted, begun or not. */
    boolean isPrepared() {
        return prepared;
    }

    boolean isOpen() {
        return open;
    }

    void offer(PortIdentity port) {
        enqueue(port);
        pumpSoon();
    }

    void offerAll(Collection<PortIdentity> ports) {
        ports.forEach(this::enqueue);
        pumpSoon();
    }

    private void enqueue(PortIdentity port) {
        if (prepared) {
            queue.offer(port);
        } else if (!queue.isBusy(port)) {
            unheard.accept(port);
        }
    }

    /** Behind all else. */
    void offerRoutine(Collection<PortIdentity> ports) {
        ports.forEach(queue::offerRoutine);
        pumpSoon();
    }

    void done(PortIdentity port) {
        queue.done(port);
        checkIdle();
        pumpSoon();
    }

    /** Done, and to be looked at once more. */
    void again(PortIdentity port) {
        queue.offer(port);
        done(port);
    }

    void await(PortIdentity port, Set<WakeKey> keys) {
        waiting.enter(port, keys);
    }

    void awaitNoMore(PortIdentity port) {
        waiting.leave(port);
    }

    boolean isAnyAwaited(Collection<WakeKey> keys) {
        return keys.stream().anyMatch(key -> waiting.first(key).isPresent());
    }

    void wake(Collection<WakeKey> freed) {
        freed.forEach(key -> waiting.first(key).ifPresent(this::offer));
    }

    List<PortIdentity> everybodyWaiting() {
        return waiting.everybody();
    }

    /** Those next in line behind the port. */
    List<Waiter> behind(PortIdentity port) {
        var keys = waiting.keysOf(port);
        return keys.isEmpty()
                ? List.of()
                : keys.stream()
                        .flatMap(key -> waiting.behind(port, key).stream().map(next -> new Waiter(next, key)))
                        .toList();
    }

    /** Completes when nothing is under way any more. */
    CompletionStage<Void> idle() {
        var idle = new CompletableFuture<Void>();
        awaitingIdle.add(idle);
        checkIdle();
        return idle;
    }

    private void checkIdle() {
        if (!queue.isBusy()) {
            awaitingIdle.forEach(idle -> idle.complete(null));
            awaitingIdle.clear();
        }
    }

    Figures figures(Tally tally) {
        return tally.with(queue.size(), queue.busy(), waiting.size());
    }

    private void pumpSoon() {
        if (open && !pumping && !queue.isEmpty()) {
            pumping = true;
            thread.execute(this::pump);
        }
    }

    private void pump() {
        pumping = false;
        for (int looks = 0; open && looks < LOOKS_AT_ONCE; looks++) {
            var port = queue.take();
            if (port.isEmpty()) {
                return;
            }
            look.accept(port.get());
        }
        pumpSoon();
    }
}
