package io.github.ovnnb.ovsdb.protocol;

import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An {@link OvsSet} seen as a set of Java values. Look-ups do not walk the set. */
final class AtomSetView<T> extends AbstractSet<T> {
    private final OvsSet atoms;
    private final Function<Atom, T> toJava;
    private final Function<Object, @Nullable Atom> toAtom;

    private AtomSetView(OvsSet atoms, Function<Atom, T> toJava, Function<Object, @Nullable Atom> toAtom) {
        this.atoms = atoms;
        this.toJava = toJava;
        this.toAtom = toAtom;
    }

    static Set<String> strings(OvsSet atoms) {
        return new AtomSetView<>(
                atoms,
                atom -> ((OvsString) atom).value(),
                object -> object instanceof String text && text.indexOf('\0') < 0 ? new OvsString(text) : null);
    }

    static Set<UUID> uuids(OvsSet atoms) {
        return new AtomSetView<>(
                atoms,
                atom -> ((OvsUuid) atom).value(),
                object -> object instanceof UUID uuid ? OvsUuid.of(uuid) : null);
    }

    @Override
    public boolean contains(Object object) {
        var atom = toAtom.apply(object);
        return atom != null && atoms.contains(atom);
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
                return toJava.apply(inner.next());
            }
        };
    }

    @Override
    public int size() {
        return atoms.size();
    }
}
