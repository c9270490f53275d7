package io.github.ovnnb.ovsdb.protocol;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An {@link OvsMap} of strings seen as a Java map. Look-ups do not walk the map. */
final class StringMapView extends AbstractMap<String, String> {
    private final OvsMap atoms;

    StringMapView(OvsMap atoms) {
        this.atoms = atoms;
    }

    @Override
    public @Nullable String get(Object key) {
        if (!(key instanceof String text) || text.indexOf('\0') >= 0) {
            return null;
        }
        var value = atoms.valueOrNull(new OvsString(text));
        return value == null ? null : ((OvsString) value).value();
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
    public Set<Entry<String, String>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<String, String>> iterator() {
                return new EntryIterator();
            }

            @Override
            public int size() {
                return atoms.size();
            }
        };
    }

    private final class EntryIterator implements Iterator<Entry<String, String>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < atoms.size();
        }

        @Override
        public Entry<String, String> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            var entry = new SimpleImmutableEntry<>(
                    ((OvsString) atoms.key(next)).value(), ((OvsString) atoms.value(next)).value());
            next++;
            return entry;
        }
    }
}
