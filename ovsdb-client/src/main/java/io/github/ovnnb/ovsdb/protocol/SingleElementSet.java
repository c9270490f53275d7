package io.github.ovnnb.ovsdb.protocol;

import java.util.Collections;
import java.util.Iterator;

/** The most common set. */
final class SingleElementSet extends OvsSet {
    private final Atom element;

    SingleElementSet(Atom element) {
        this.element = element;
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public boolean contains(Atom other) {
        return element.equals(other);
    }

    @Override
    public Iterator<Atom> iterator() {
        return Collections.singleton(element).iterator();
    }

    @Override
    Atom[] toArray() {
        return new Atom[] {element};
    }
}
