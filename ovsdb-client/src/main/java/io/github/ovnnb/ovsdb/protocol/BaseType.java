package io.github.ovnnb.ovsdb.protocol;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The type of a key or a value with its constraints (RFC 7047 section 3.2, {@code <base-type>}). The server enforces them.
 *
 * @param type of the atoms
 * @param choices what may be stored, from {@code enum}; empty if anything may
 * @param minInteger the least that may be stored
 * @param maxInteger the greatest that may be stored
 * @param minReal the least that may be stored
 * @param maxReal the greatest that may be stored
 * @param minLength of a string, in characters
 * @param maxLength in characters, as minLength
 * @param reference what a uuid names, if it is a reference
 */
public record BaseType(
        AtomType type,
        OvsSet choices,
        OptionalLong minInteger,
        OptionalLong maxInteger,
        OptionalDouble minReal,
        OptionalDouble maxReal,
        OptionalLong minLength,
        OptionalLong maxLength,
        Optional<Reference> reference) {

    /**
     * A uuid that names a row of {@code table}.
     *
     * @param table of the row referred to
     * @param strength what it means for that row
     */
    public record Reference(String table, Strength strength) {}

    /** What a reference means for the row referred to ({@code refType}). */
    public enum Strength {
        /** The row referred to cannot be deleted; outside a root table it lives only as long as it is referred to. */
        STRONG,
        /** The reference disappears with the row. */
        WEAK
    }

    /** A type without constraints. */
    public static BaseType of(AtomType type) {
        return new BaseType(
                type,
                OvsSet.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty());
    }
}
