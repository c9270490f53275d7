package io.github.ovnnb.agent.simulation;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A cache of all objects of one kind, fed by a watch that lags. One that broke goes on where it was, with what happened meanwhile; or the
 * server does not remember that far back (410), and a new list takes its place: then what was deleted meanwhile is only missing, and what was
 * deleted and made again under its name looks like an update. As fabric8's.
 */
final class Informer<T> {
    private final String kind;
    private final World world;
    private final SimulatedProcess process;
    private final KubernetesFaults faults;
    private final ApiTable<T> table;
    private final Predicate<T> selector;
    private final Handler<T> handler;
    private final TreeMap<String, T> cache = new TreeMap<>();
    /** What {@link #all} said last, until something changes. */
    private @Nullable List<T> all;

    private boolean listed;
    private boolean watching;
    private boolean looksAlive;
    private boolean closed;
    private int generation;
    private long lastArrival;
    /** The version of the last list or change that was heard of. */
    private long heard;
    /** The watch tells what is newer than this. */
    private long watchedFrom;

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
            ApiTable<T> table,
            Predicate<T> selector,
            Handler<T> handler) {
        this.kind = kind;
        this.world = world;
        this.process = process;
        this.faults = faults;
        this.table = table;
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

    /** Of the storage, as far as it is known here. */
    long heard() {
        return heard;
    }

    /** Lists, and follows from there. */
    void start() {
        var list = table.list();
        list.objects().values().removeIf(selector.negate());
        follow(list.version());
        arrives(() -> {
            heard = list.version();
            listed = true;
            become(list.objects());
            world.tell(() -> "cache of " + kind + ": complete");
            looksAlive = true;
            handler.synced(this);
        });
    }

    private void become(Map<String, T> list) {
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
    }

    private void follow(long version) {
        watching = true;
        watchedFrom = version;
        generation++;
        lastArrival = world.now();
        process.opensWatch();
    }

    /** Nothing is said of versions that were there before already, as after the storage was put back. */
    void changed(ApiTable.Change<T> change) {
        if (watching && change.version() > watchedFrom) {
            tell(change);
        }
    }

    private void tell(ApiTable.Change<T> change) {
        if (change.after().filter(selector.negate()).isPresent()) {
            return;
        }
        arrives(() -> {
            heard = change.version();
            if (process.knowsNewerThan(heard)) {
                world.inflicted(Harm.KINDS_REORDERED);
            }
            change.after().ifPresentOrElse(object -> put(change.key(), object), () -> remove(change.key()));
        });
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
        lastArrival = Math.max(lastArrival, world.now() + faults.lag(kind));
        world.after(lastArrival - world.now(), () -> inGeneration(mine, event));
    }

    private void inGeneration(int mine, Runnable action) {
        process.run(() -> {
            if (mine == generation && !closed) {
                action.run();
            }
        });
    }

    /** Whether the watch runs, as far as its process can tell. */
    boolean isWatching() {
        return looksAlive;
    }

    /** Events under way are lost; it is opened again after a while. @param expires the server will not remember so far back, in any case */
    void breakFor(long micros, boolean expires) {
        looksAlive = false;
        world.inflicted(Harm.WATCH_BROKEN);
        hearsNothingFor(micros, expires);
    }

    /** The same, but the connection is only silent, so that nobody notices. */
    void fallSilentFor(long micros) {
        world.inflicted(Harm.WATCH_SILENT);
        hearsNothingFor(micros, false);
    }

    private void hearsNothingFor(long micros, boolean expires) {
        world.tell(() ->
                "cache of " + kind + ": watch " + (looksAlive ? "silent" : "broken") + " for " + micros / 1000 + " ms");
        watching = false;
        int mine = ++generation;
        world.after(micros, () -> inGeneration(mine, () -> open(expires)));
    }

    private void open(boolean expires) {
        int mine = generation;
        world.after(faults.travel(), () -> {
            if (mine != generation || closed) {
                return;
            }
            var missed = table.since(heard).filter(changes -> listed && !expires);
            if (missed.isPresent()) {
                world.inflicted(Harm.WATCH_RESUMED);
                follow(heard);
                missed.get().forEach(this::tell);
                looksAlive = true;
            } else {
                world.tell(() -> "cache of " + kind + ": watch expired");
                world.inflicted(Harm.WATCH_EXPIRED);
                world.after(faults.travel(), () -> inGeneration(mine, this::start));
            }
        });
    }

    /** What is broken or silent lists again now. */
    void mend() {
        if (generation > 0 && !watching) {
            hearsNothingFor(0, false);
        }
    }

    void close() {
        closed = true;
        watching = false;
    }
}
