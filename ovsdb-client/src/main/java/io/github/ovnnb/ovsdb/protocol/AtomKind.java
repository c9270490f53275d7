package io.github.ovnnb.ovsdb.protocol;

import java.util.UUID;
import java.util.function.Function;

/** How the atoms of one type read in Java. */
public final class AtomKind<T> {
    /** {@code integer}, of 64 bits, as a Long. */
    public static final AtomKind<Long> INTEGER =
            new AtomKind<>(Long.class, OvsInteger::new, atom -> ((OvsInteger) atom).value());
    /** {@code real} as a Double. */
    public static final AtomKind<Double> REAL =
            new AtomKind<>(Double.class, OvsReal::new, atom -> ((OvsReal) atom).value());
    /** {@code boolean} as a Boolean. */
    public static final AtomKind<Boolean> BOOLEAN =
            new AtomKind<>(Boolean.class, OvsBoolean::of, atom -> ((OvsBoolean) atom).value());
    /** {@code string} as a String. */
    public static final AtomKind<String> STRING =
            new AtomKind<>(String.class, OvsString::new, atom -> ((OvsString) atom).value());
    /** {@code uuid} as a UUID: usually the key of a row. */
    public static final AtomKind<UUID> ROW = new AtomKind<>(UUID.class, OvsUuid::of, atom -> ((OvsUuid) atom).value());

    private final Class<T> javaType;
    private final Function<T, Atom> toAtom;
    private final Function<Atom, T> toJava;

    private AtomKind(Class<T> javaType, Function<T, Atom> toAtom, Function<Atom, T> toJava) {
        this.javaType = javaType;
        this.toAtom = toAtom;
        this.toJava = toJava;
    }

    Atom atom(T value) {
        return toAtom.apply(value);
    }

    T java(Atom atom) {
        return toJava.apply(atom);
    }

    /** Whether such an object could be an atom at all; a string with a NUL could not. */
    boolean canBe(Object object) {
        return javaType.isInstance(object) && !(object instanceof String text && text.indexOf('\0') >= 0);
    }

    Atom atomOfObject(Object object) {
        return toAtom.apply(javaType.cast(object));
    }
}
