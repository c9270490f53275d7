package io.github.ovnnb.agent.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the API server keeps of one kind, by {@code namespace/name}, who watches it, and its latest changes for those who come back. */
final class ApiTable<T> {
    /** Whoever is further behind is told 410. */
    private static final int REMEMBERED = 200;

    private final String kind;
    private final World world;
    private final KubernetesFaults faults;
    private final LongSupplier version;
    private final Map<String, T> objects = new TreeMap<>();
    private final Deque<Change<T>> changes = new ArrayDeque<>();
    private final List<Informer<T>> informers = new ArrayList<>();
    /** All changes after this version are remembered. */
    private long rememberedSince;

    /** What {@link #all} said last, until something changes. */
    private @Nullable List<T> all;

    /** @param after empty where it was removed */
    record Change<T>(long version, String key, Optional<T> after) {}

    /** All objects at one moment. */
    record Content<T>(Map<String, T> objects, long version) {}

    /** @param version of the whole storage at present */
    ApiTable(String kind, World world, KubernetesFaults faults, LongSupplier version) {
        this.kind = kind;
        this.world = world;
        this.faults = faults;
        this.version = version;
    }

    String kind() {
        return kind;
    }

    Optional<T> get(String key) {
        return Optional.ofNullable(objects.get(key));
    }

    Collection<T> all() {
        if (all == null) {
            all = List.copyOf(objects.values());
        }
        return all;
    }

    /** Under the present version, which is its alone. Returns what was there before. */
    Optional<T> put(String key, T object) {
        var before = Optional.ofNullable(objects.put(key, object));
        all = null;
        changed(key, Optional.of(object));
        return before;
    }

    Optional<T> remove(String key) {
        var before = Optional.ofNullable(objects.remove(key));
        all = null;
        if (before.isPresent()) {
            changed(key, Optional.empty());
        }
        return before;
    }

    private void changed(String key, Optional<T> after) {
        var change = new Change<>(version.getAsLong(), key, after);
        changes.add(change);
        if (changes.size() > REMEMBERED) {
            rememberedSince = changes.remove().version();
        }
        informers.forEach(informer -> informer.changed(change));
    }

    Content<T> list() {
        return new Content<>(new TreeMap<>(objects), version.getAsLong());
    }

    /** What changed after that version, which may be one still to come; empty: 410, too long ago. */
    Optional<List<Change<T>>> since(long known) {
        return known < rememberedSince
                ? Optional.empty()
                : Optional.of(changes.stream()
                        .filter(change -> change.version() > known)
                        .toList());
    }

    /** As a server that was started anew. */
    void forgetChanges() {
        changes.clear();
        rememberedSince = version.getAsLong();
    }

    /** What puts the objects back to what they are now. */
    Runnable save() {
        var saved = Map.copyOf(objects);
        return () -> {
            objects.clear();
            objects.putAll(saved);
            all = null;
        };
    }

    /** Every watch, for a while of its own. */
    void breakWatches(long least, long most) {
        informers.forEach(informer -> informer.breakFor(world.between(least, most), false));
    }

    Informer<T> watch(SimulatedProcess process, Predicate<T> selector, Informer.Handler<T> handler) {
        var informer = new Informer<>(kind, world, process, faults, this, selector, handler);
        informers.add(informer);
        return informer;
    }

    void forget(Informer<?> informer) {
        informer.close();
        informers.remove(informer);
    }
}
