package io.github.ovnnb.agent.simulation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the API server keeps of one kind, by {@code namespace/name}, and who watches it. */
final class ApiTable<T> {
    private final String kind;
    private final World world;
    private final KubernetesFaults faults;
    private final Map<String, T> objects = new TreeMap<>();
    private final List<Informer<T>> informers = new ArrayList<>();
    /** What {@link #all} said last, until something changes. */
    private @Nullable List<T> all;

    ApiTable(String kind, World world, KubernetesFaults faults) {
        this.kind = kind;
        this.world = world;
        this.faults = faults;
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

    /** Returns what was there before. */
    Optional<T> put(String key, T object) {
        var before = Optional.ofNullable(objects.put(key, object));
        all = null;
        informers.forEach(informer -> informer.changed(key, object));
        return before;
    }

    Optional<T> remove(String key) {
        var before = Optional.ofNullable(objects.remove(key));
        all = null;
        if (before.isPresent()) {
            informers.forEach(informer -> informer.removed(key));
        }
        return before;
    }

    Informer<T> watch(SimulatedProcess process, Predicate<T> selector, Informer.Handler<T> handler) {
        var informer = new Informer<>(kind, world, process, faults, () -> new TreeMap<>(objects), selector, handler);
        informers.add(informer);
        return informer;
    }

    void forget(Informer<?> informer) {
        informer.close();
        informers.remove(informer);
    }
}
