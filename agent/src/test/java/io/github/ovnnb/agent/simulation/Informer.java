package io.github.ovnnb.agent.simulation;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A cache of all objects of one kind, fed by a watch that lags, and by a new list after the watch broke: then what was deleted meanwhile is
 * only missing, and what was deleted and made again under its name looks like an update.
 */
final class Informer<T> {
    private final String kind;
    private final World world;
    private final SimulatedProcess process;
    private final KubernetesFaults faults;
    private final Supplier<Map<String, T>> lister;
    private final Predicate<T> selector;
    private final Handler<T> handler;
    private final TreeMap<String, T> cache = new TreeMap<>();
    /** What {@link #all} said last, until something changes. */
    private @Nullable List<T> all;

    private boolean watching;
    private boolean closed;
    private int generation;
    private long lastArrival;

    interface Handler<T> {
        void changed(Optional<T> before, T now);

        /** Its deletion was watched. */
        void removed(T last);

        /** A list did not have it any more. */
        void missing(T last);

        void synced(Informer<T> watch);
    }

    /** @param selector of what it is told; an object never comes to be selected, or to be not, but once */
    Informer(
            String kind,
            World world,
            SimulatedProcess process,
            KubernetesFaults faults,
            Supplier<Map<String, T>> lister,
            Predicate<T> selector,
            Handler<T> handler) {
        this.kind = kind;
        this.world = world;
        this.process = process;
        this.faults = faults;
        this.lister = lister;
        this.selector = selector;
        this.handler = handler;
    }

    Optional<T> get(String key) {
        return Optional.ofNullable(cache.get(key));
    }

    /** Those whose keys begin so, in order. */
    void forEachStartingWith(String prefix, BiConsumer<String, T> action) {
        for (var entry : cache.tailMap(prefix).entrySet()) {
            if (!entry.getKey().startsWith(prefix)) {
                return;
            }
            action.accept(entry.getKey(), entry.getValue());
        }
    }

    Collection<T> all() {
        if (all == null) {
            all = List.copyOf(cache.values());
        }
        return all;
    }

    /** Lists, and follows from there. */
    void start() {
        var list = lister.get();
        list.values().removeIf(selector.negate());
        watching = true;
        generation++;
        lastArrival = world.now();
        arrives(() -> {
            for (var key : List.copyOf(cache.keySet())) {
                if (!list.containsKey(key)) {
                    var last = cache.remove(key);
                    all = null;
                    if (last != null) {
                        handler.missing(last);
                    }
                }
            }
            list.forEach((key, object) -> {
                if (!object.equals(cache.get(key))) {
                    put(key, object);
                }
            });
            world.tell(() -> "cache of " + kind + ": complete");
            handler.synced(this);
        });
    }

    void changed(String key, T object) {
        if (watching && selector.test(object)) {
            arrives(() -> put(key, object));
        }
    }

    void removed(String key) {
        if (watching) {
            arrives(() -> remove(key));
        }
    }

    private void put(String key, T object) {
        var before = Optional.ofNullable(cache.put(key, object));
        all = null;
        handler.changed(before, object);
    }

    private void remove(String key) {
        var last = cache.remove(key);
        all = null;
        if (last != null) {
            handler.removed(last);
        }
    }

    private void arrives(Runnable event) {
        int mine = generation;
        lastArrival = Math.max(lastArrival, world.now() + faults.lag());
        world.after(
                lastArrival - world.now(),
                () -> process.run(() -> {
                    if (mine == generation && !closed) {
                        event.run();
                    }
                }));
    }

    /** Events under way are lost; it lists again after a while. */
    void breakFor(long micros) {
        world.tell(() -> "cache of " + kind + ": watch broken for " + micros / 1000 + " ms");
        watching = false;
        int mine = ++generation;
        world.after(
                micros,
                () -> process.run(() -> {
                    if (mine == generation && !closed) {
                        start();
                    }
                }));
    }

    void close() {
        closed = true;
        watching = false;
    }
}
