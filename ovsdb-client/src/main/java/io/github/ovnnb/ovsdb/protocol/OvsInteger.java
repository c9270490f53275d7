package io.github.ovnnb.ovsdb.protocol;

/**
 * A 64-bit signed integer, exact.
 *
 * @param value as Java has it
 */
public record OvsInteger(long value) implements Atom {
    @Override
    public AtomType type() {
        return AtomType.INTEGER;
    }

    @Override
    public int compareTo(Atom other) {
        return other instanceof OvsInteger that ? Long.compare(value, that.value) : AtomOrder.byKind(this, other);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
