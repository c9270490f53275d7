package io.github.ovnnb.ovsdb.protocol;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/**
 * What a column can hold (RFC 7047 section 5.1): an atom, a set or a map.
 *
 * <p>An optional column is a set of at most one element, and the protocol does not distinguish an atom from a set of exactly
 * that atom; {@link #asSet()} gives the set reading of either.
 */
public sealed interface Value permits Atom, OvsSet, OvsMap {

    /** This value read as a set: itself, or the set of this one atom. Fails with an IllegalStateException for a map. */
    OvsSet asSet();

    /** This value read as a map: itself, or the empty map for the empty set. Fails with an IllegalStateException for any other. */
    default OvsMap asMap() {
        if (this instanceof OvsMap map) {
            return map;
        }
        if (this instanceof OvsSet set && set.isEmpty()) {
            return OvsMap.EMPTY;
        }
        throw new IllegalStateException("not a map: " + this);
    }

    /** {@return a string; fails with an IllegalArgumentException if it has a NUL} */
    static OvsString of(String value) {
        return new OvsString(value);
    }

    /** {@return an integer} */
    static OvsInteger of(long value) {
        return new OvsInteger(value);
    }

    /** {@return a real; fails with an IllegalArgumentException if JSON cannot write it} */
    static OvsReal of(double value) {
        return new OvsReal(value);
    }

    /** {@return a boolean} */
    static OvsBoolean of(boolean value) {
        return OvsBoolean.of(value);
    }

    /** {@return a uuid, such as a reference to the row of this key} */
    static OvsUuid of(UUID value) {
        return OvsUuid.of(value);
    }

    /** The row that an insert of the same transaction calls {@code name} by its {@code uuid-name}. */
    static NamedUuid named(String name) {
        return new NamedUuid(name);
    }

    /** The empty set: also how an optional column is cleared. */
    static OvsSet none() {
        return OvsSet.empty();
    }

    /** {@return the set of these} */
    static OvsSet setOf(Atom... elements) {
        return OvsSet.of(elements);
    }

    /** {@return the set of these strings} */
    static OvsSet strings(Collection<String> elements) {
        var atoms = new ArrayList<Atom>(elements.size());
        elements.forEach(element -> atoms.add(new OvsString(element)));
        return OvsSet.copyOf(atoms);
    }

    /** {@return the set of these uuids} */
    static OvsSet uuids(Collection<UUID> elements) {
        var atoms = new ArrayList<Atom>(elements.size());
        elements.forEach(element -> atoms.add(OvsUuid.of(element)));
        return OvsSet.copyOf(atoms);
    }

    /** {@return the map of these strings} */
    static OvsMap stringMap(Map<String, String> entries) {
        var builder = OvsMap.builder();
        entries.forEach((key, value) -> builder.put(new OvsString(key), new OvsString(value)));
        return builder.build();
    }
}
