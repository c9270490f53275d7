package io.github.ovnnb.ovsdb.protocol;

/**
 * A finite double: JSON has no word for NaN or the infinities. The server holds -0 and 0 for equal, so there is only 0. It writes
 * 15 significant digits (ovsdb-server 3.1), so a value that needs more comes back rounded.
 *
 * @param value as Java has it
 */
public record OvsReal(double value) implements Atom {
    /** Fails with an IllegalArgumentException for what JSON cannot write. */
    public OvsReal {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("OVSDB cannot store " + value);
        }
        if (value == 0) {
            value = 0;
        }
    }

    @Override
    public AtomType type() {
        return AtomType.REAL;
    }

    @Override
    public int compareTo(Atom other) {
        return other instanceof OvsReal that ? Double.compare(value, that.value) : AtomOrder.byKind(this, other);
    }

    @Override
    public String toString() {
        return Double.toString(value);
    }
}
