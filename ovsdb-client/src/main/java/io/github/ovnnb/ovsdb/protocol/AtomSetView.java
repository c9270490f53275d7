package io.github.ovnnb.ovsdb.protocol;

import java.util.AbstractSet;
import java.util.Iterator;

/** An {@link OvsSet} seen as a set of Java values. Look-ups do not walk the set. */
final class AtomSetView<T> extends AbstractSet<T> {
    private final OvsSet atoms;
    private final AtomKind<T> kind;

    AtomSetView(OvsSet atoms, AtomKind<T> kind) {
        this.atoms = atoms;
        this.kind = kind;
    }

    @Override
    public boolean contains(Object object) {
        return kind.canBe(object) && atoms.contains(kind.atomOfObject(object));
    }

    @Override
    public Iterator<T> iterator() {
        var inner = atoms.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return inner.hasNext();
            }

            @Override
            public T next() {
                return kind.java(inner.next());
            }
        };
    }

    @Override
    public int size() {
        return atoms.size();
    }
}
