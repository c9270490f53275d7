package io.github.ovnnb.agent.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The latest backups of a store. One is made as often as one is used, so it is some dozens of steps old, or hundreds. */
final class Backups<T> {
    private static final int KEPT = 4;

    private final World world;
    private final Supplier<T> store;
    private final Consumer<T> putBack;
    private final Deque<T> backups = new ArrayDeque<>();

    Backups(World world, Supplier<T> store, Consumer<T> putBack) {
        this.world = world;
        this.store = store;
        this.putBack = putBack;
    }

    void makeOrUse() {
        if (!backups.isEmpty() && world.oneIn(2)) {
            boolean latest = world.oneIn(2);
            putBack.accept(latest ? backups.getLast() : backups.getFirst());
            if (!latest) {
                // Those since are of a time that never was: to a version still to come nothing is ever put.
                backups.retainAll(List.of(backups.getFirst()));
            }
            return;
        }
        backups.add(store.get());
        if (backups.size() > KEPT) {
            backups.remove();
        }
    }
}
