package io.github.ovnnb.ovsdb.protocol;

import java.util.UUID;

/**
 * The uuid of a row, as two longs: a switch with 100,000 ports holds as many of these.
 *
 * @param mostSignificantBits the first half
 * @param leastSignificantBits the second half
 */
public record OvsUuid(long mostSignificantBits, long leastSignificantBits) implements Atom {
    /** {@return it as an atom} */
    public static OvsUuid of(UUID uuid) {
        return new OvsUuid(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }

    /** {@return it as the JDK has it} */
    public UUID value() {
        return new UUID(mostSignificantBits, leastSignificantBits);
    }

    @Override
    public AtomType type() {
        return AtomType.UUID;
    }

    @Override
    public int compareTo(Atom other) {
        if (!(other instanceof OvsUuid that)) {
            return AtomOrder.byKind(this, other);
        }
        int most = Long.compareUnsigned(mostSignificantBits, that.mostSignificantBits);
        return most != 0 ? most : Long.compareUnsigned(leastSignificantBits, that.leastSignificantBits);
    }

    // Spelt out: the generated ones are slow until the JIT has met them, and millions are compared at start.
    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof OvsUuid that
                        && mostSignificantBits == that.mostSignificantBits
                        && leastSignificantBits == that.leastSignificantBits);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(mostSignificantBits ^ leastSignificantBits);
    }

    @Override
    public String toString() {
        return value().toString();
    }
}
