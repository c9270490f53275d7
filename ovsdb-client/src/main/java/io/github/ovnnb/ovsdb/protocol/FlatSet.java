package io.github.ovnnb.ovsdb.protocol;

import java.util.Arrays;
import java.util.Iterator;

/** A sorted array; copied by every change, so for small sets. */
final class FlatSet extends OvsSet {
    static final OvsSet EMPTY = new FlatSet(new Atom[0]);

    private final Atom[] elements;

    FlatSet(Atom[] sorted) {
        this.elements = sorted;
    }

    @Override
    public int size() {
        return elements.length;
    }

    @Override
    public boolean contains(Atom element) {
        return Arrays.binarySearch(elements, element) >= 0;
    }

    @Override
    public Iterator<Atom> iterator() {
        return Arrays.asList(elements).iterator();
    }

    @Override
    Atom[] toArray() {
        return elements;
    }
}
