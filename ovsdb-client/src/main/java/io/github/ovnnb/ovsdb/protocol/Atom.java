package io.github.ovnnb.ovsdb.protocol;

/**
 * A single value. Atoms are totally ordered: by {@linkplain #type() type}, then by value (uuids and strings in an order that
 * is stable but otherwise of no meaning).
 */
public sealed interface Atom extends Value, Comparable<Atom>
        permits OvsInteger, OvsReal, OvsBoolean, OvsString, OvsUuid, NamedUuid {

    /** {@return what kind of value it is in a schema} */
    AtomType type();

    @Override
    default OvsSet asSet() {
        return OvsSet.of(this);
    }
}
