package io.github.ovnnb.agent.simulation;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

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
    private boolean watching;
    private boolean looksAlive;
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

    /** The keys that begin so. */
    Set<String> startingWith(String prefix) {
        return Set.copyOf(cache.subMap(prefix, prefix + Character.MAX_VALUE).keySet());
    }

    Collection<T> all() {
        return List.copyOf(cache.values());
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
            looksAlive = true;
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
        handler.changed(before, object);
    }

    private void remove(String key) {
        var last = cache.remove(key);
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

    /** Whether the watch runs, as far as its process can tell. */
    boolean isWatching() {
        return looksAlive;
    }

    /** Events under way are lost; it lists again after a while. */
    void breakFor(long micros) {
        looksAlive = false;
        hearsNothingFor(micros);
    }

    /** The same, but the connection is only silent, so that nobody notices. */
    void fallSilentFor(long micros) {
        hearsNothingFor(micros);
    }

    private void hearsNothingFor(long micros) {
        world.tell(() ->
                "cache of " + kind + ": watch " + (looksAlive ? "silent" : "broken") + " for " + micros / 1000 + " ms");
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

    /** What is broken or silent lists again now. */
    void mend() {
        if (generation > 0 && !watching) {
            hearsNothingFor(0);
        }
    }

    void close() {
        closed = true;
        watching = false;
    }
}
