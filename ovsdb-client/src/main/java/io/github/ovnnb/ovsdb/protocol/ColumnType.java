package io.github.ovnnb.ovsdb.protocol;

import java.util.Optional;

/**
 * The type of a column (RFC 7047 section 3.2, {@code <type>}).
 *
 * @param key of the atoms, or of a map's keys
 * @param value present for a map
 * @param min 0 or 1
 * @param max at least 1; {@link #UNLIMITED} for {@code "unlimited"}
 */
public record ColumnType(BaseType key, Optional<BaseType> value, int min, int max) {
    /** {@code "unlimited"} as a number. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /** Fails with an IllegalArgumentException for bounds that the protocol does not know. */
    public ColumnType {
        if (min < 0 || min > 1 || max < 1) {
            throw new IllegalArgumentException(
                    "a column holds 0 or 1 to 1 or more elements, not " + min + " to " + max);
        }
    }

    /** Exactly one atom. */
    public static ColumnType scalar(AtomType type) {
        return new ColumnType(BaseType.of(type), Optional.empty(), 1, 1);
    }

    /** One atom or none. */
    public static ColumnType optional(AtomType type) {
        return new ColumnType(BaseType.of(type), Optional.empty(), 0, 1);
    }

    /** Any number of atoms. */
    public static ColumnType set(AtomType type) {
        return new ColumnType(BaseType.of(type), Optional.empty(), 0, UNLIMITED);
    }

    /** Any number of entries. */
    public static ColumnType map(AtomType key, AtomType value) {
        return new ColumnType(BaseType.of(key), Optional.of(BaseType.of(value)), 0, UNLIMITED);
    }

    /** {@return whether it holds entries and not atoms} */
    public boolean isMap() {
        return value.isPresent();
    }

    /** Exactly one atom. */
    public boolean isScalar() {
        return !isMap() && min == 1 && max == 1;
    }

    /** One atom or none. */
    public boolean isOptional() {
        return !isMap() && min == 0 && max == 1;
    }

    /** {@return whether it may hold several atoms} */
    public boolean isSet() {
        return !isMap() && max > 1;
    }

    /** What the column of a new row holds, and what {@code update2} therefore leaves out (RFC 7047 section 5.2.1). */
    public Value defaultValue() {
        if (isMap()) {
            return min == 0
                    ? OvsMap.EMPTY
                    : OvsMap.of(
                            key.type().defaultValue(),
                            value.orElseThrow().type().defaultValue());
        }
        return min == 0 ? OvsSet.empty() : canonical(key.type().defaultValue());
    }

    /**
     * The one form in which rows keep a value of this column: an atom where at most one fits, except that an absent optional
     * is the empty set; a set or a map otherwise.
     */
    public Value canonical(Value given) {
        if (isMap()) {
            // The empty set and the empty map are written alike by some servers.
            return given instanceof OvsSet set && set.isEmpty() ? OvsMap.EMPTY : given;
        }
        if (max > 1) {
            return given.asSet();
        }
        return given instanceof OvsSet set && set.size() == 1 ? set.first() : given;
    }
}
