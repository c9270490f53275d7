package io.github.ovnnb.ovsdb.replica;

import io.github.ovnnb.ovsdb.protocol.Atom;
import io.github.ovnnb.ovsdb.protocol.Row;
import java.util.List;

/** The place of a row in a sorted index: its atoms, one for each part, and then its uuid, because rows may share the atoms. */
record SortedKey(List<Atom> atoms, boolean[] falling, long mostSignificantBits, long leastSignificantBits)
        implements Comparable<SortedKey> {

    static SortedKey of(List<Atom> atoms, boolean[] falling, Row row) {
        return new SortedKey(atoms, falling, row.mostSignificantBits(), row.leastSignificantBits());
    }

    @Override
    public int compareTo(SortedKey other) {
        int order = compare(atoms, other.atoms, falling);
        if (order == 0) {
            order = Long.compareUnsigned(mostSignificantBits, other.mostSignificantBits);
        }
        return order != 0 ? order : Long.compareUnsigned(leastSignificantBits, other.leastSignificantBits);
    }

    /** As far as the shorter goes. */
    private static int compare(List<Atom> one, List<Atom> other, boolean[] falling) {
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            int order = one.get(i).compareTo(other.get(i));
            if (order != 0) {
                return falling[i] ? -order : order;
            }
        }
        return 0;
    }

    /**
     * A place between keys: before or behind all that begin with these atoms.
     *
     * @param behind whether those that begin so come before the place
     */
    record Bound(List<Atom> beginning, boolean behind) {
        static final Bound LOWEST = new Bound(List.of(), false);
        static final Bound HIGHEST = new Bound(List.of(), true);

        /** Whether the key comes after the place. */
        boolean isBelow(SortedKey key) {
            int order = compare(key.atoms(), beginning, key.falling());
            return order > 0 || (order == 0 && !behind);
        }
    }
}
