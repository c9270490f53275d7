package io.github.ovnnb.ovsdb.protocol;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** A map from atoms to atoms, kept in the order of its keys. Equal to another if it has the same entries. */
public final class OvsMap implements Value {
    /** Without entries. */
    public static final OvsMap EMPTY = new OvsMap(new Atom[0]);

    /** Key, value, key, value … by rising key. */
    private final Atom[] entries;

    private OvsMap(Atom[] entries) {
        this.entries = entries;
    }

    /** {@return a map of one entry} */
    public static OvsMap of(Atom key, Atom value) {
        return new OvsMap(new Atom[] {key, value});
    }

    /** Of a key, its value, the next key …; the last of several with one key counts. */
    public static OvsMap ofAlternating(List<? extends Atom> keysAndValues) {
        if (keysAndValues.isEmpty()) {
            return EMPTY;
        }
        var entries = keysAndValues.toArray(Atom[]::new);
        for (int i = 2; i < entries.length; i += 2) {
            if (entries[i - 2].compareTo(entries[i]) >= 0) {
                return sorted(entries);
            }
        }
        // As it usually comes from a server.
        return new OvsMap(entries);
    }

    private static OvsMap sorted(Atom[] entries) {
        var builder = new Builder();
        for (int i = 0; i < entries.length; i += 2) {
            builder.put(entries[i], entries[i + 1]);
        }
        return builder.build();
    }

    /** {@return a collector of entries} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return how many entries it has} */
    public int size() {
        return entries.length / 2;
    }

    /** {@return whether it has no entry} */
    public boolean isEmpty() {
        return entries.length == 0;
    }

    /** {@return whether it has an entry of this key} */
    public boolean containsKey(Atom key) {
        return indexOf(key) >= 0;
    }

    /** {@return what is under this key, if anything} */
    public Optional<Atom> get(Atom key) {
        return Optional.ofNullable(valueOrNull(key));
    }

    @Nullable
    Atom valueOrNull(Atom key) {
        int index = indexOf(key);
        return index < 0 ? null : entries[2 * index + 1];
    }

    /** {@return the key of the entry with so many lower keys before it} */
    public Atom key(int index) {
        return entries[2 * index];
    }

    /** {@return the value of the entry with so many lower keys before it} */
    public Atom value(int index) {
        return entries[2 * index + 1];
    }

    /** By rising key. */
    public void forEach(BiConsumer<? super Atom, ? super Atom> action) {
        for (int i = 0; i < entries.length; i += 2) {
            action.accept(entries[i], entries[i + 1]);
        }
    }

    /**
     * Applies the difference that {@code update2} and {@code update3} send for a map: an entry that we hold with just this
     * value is removed, any other is put.
     */
    public OvsMap patchedWith(OvsMap difference) {
        if (difference.isEmpty()) {
            return this;
        }
        var builder = new Builder();
        forEach(builder::put);
        difference.forEach((key, value) -> {
            if (value.equals(valueOrNull(key))) {
                builder.remove(key);
            } else {
                builder.put(key, value);
            }
        });
        return builder.build();
    }

    /** All entries of both; where both have a key, with the value of {@code more}. */
    public OvsMap with(OvsMap more) {
        if (more.isEmpty()) {
            return this;
        }
        var builder = new Builder();
        forEach(builder::put);
        more.forEach(builder::put);
        return builder.build();
    }

    /** The entries whose keys are not among these. */
    public OvsMap without(OvsSet keys) {
        return filtered((key, value) -> !keys.contains(key));
    }

    /** The entries for which {@code wanted} says yes. */
    public OvsMap filtered(BiPredicate<? super Atom, ? super Atom> wanted) {
        var builder = new Builder();
        forEach((key, value) -> {
            if (wanted.test(key, value)) {
                builder.put(key, value);
            }
        });
        var chosen = builder.build();
        return chosen.size() == size() ? this : chosen;
    }

    /** All keys. */
    public OvsSet keys() {
        var keys = new Atom[size()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = key(i);
        }
        return OvsSet.ofSorted(keys);
    }

    private int indexOf(Atom key) {
        int low = 0;
        int high = size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = entries[2 * middle].compareTo(key);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -(low + 1);
    }

    @Override
    public OvsSet asSet() {
        throw new IllegalStateException("a map is not a set: " + this);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof OvsMap that && Arrays.equals(entries, that.entries));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(entries);
    }

    @Override
    public String toString() {
        var text = new StringBuilder("{");
        forEach((key, value) -> text.append(text.length() > 1 ? ", " : "")
                .append(key)
                .append('=')
                .append(value));
        return text.append('}').toString();
    }

    /** Collects entries; the last of several with one key counts. Not for several threads. */
    public static final class Builder {
        private final Map<Atom, Atom> entries = new TreeMap<>();

        private Builder() {}

        /** Adds an entry, or replaces that of the same key. */
        public Builder put(Atom key, Atom value) {
            entries.put(key, value);
            return this;
        }

        /** Leaves the entry of this key out again. */
        public Builder remove(Atom key) {
            entries.remove(key);
            return this;
        }

        /** {@return a map of what was put} */
        public OvsMap build() {
            if (entries.isEmpty()) {
                return EMPTY;
            }
            var flat = new Atom[2 * entries.size()];
            int i = 0;
            for (var entry : entries.entrySet()) {
                flat[i++] = entry.getKey();
                flat[i++] = entry.getValue();
            }
            return new OvsMap(flat);
        }
    }
}
