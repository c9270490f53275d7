package io.github.ovnnb.ovsdb.protocol;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An {@link OvsMap} seen as a Java map. Look-ups do not walk the map. */
final class AtomMapView<K, V> extends AbstractMap<K, V> {
    private final OvsMap atoms;
    private final AtomKind<K> keys;
    private final AtomKind<V> values;

    AtomMapView(OvsMap atoms, AtomKind<K> keys, AtomKind<V> values) {
        this.atoms = atoms;
        this.keys = keys;
        this.values = values;
    }

    @Override
    public @Nullable V get(Object key) {
        var value = keys.canBe(key) ? atoms.valueOrNull(keys.atomOfObject(key)) : null;
        return value == null ? null : values.java(value);
    }

    @Override
    public boolean containsKey(Object key) {
        return get(key) != null;
    }

    @Override
    public int size() {
        return atoms.size();
    }

    @Override
    public Set<Entry<K, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<K, V>> iterator() {
                return new EntryIterator();
            }

            @Override
            public int size() {
                return atoms.size();
            }
        };
    }

    private final class EntryIterator implements Iterator<Entry<K, V>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < atoms.size();
        }

        @Override
        public Entry<K, V> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            var entry = new SimpleImmutableEntry<>(keys.java(atoms.key(next)), values.java(atoms.value(next)));
            next++;
            return entry;
        }
    }
}
