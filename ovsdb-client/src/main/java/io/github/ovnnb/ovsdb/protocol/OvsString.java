package io.github.ovnnb.ovsdb.protocol;

/**
 * A string. The server closes the connection on a NUL inside a string ("null bytes not supported in quoted strings"), so
 * none can be made.
 *
 * @param value as Java has it
 */
public record OvsString(String value) implements Atom {
    /** Fails with an IllegalArgumentException for a string with a NUL. */
    public OvsString {
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "OVSDB strings cannot contain NUL: \"" + value.replace("\0", "\\0") + "\"");
        }
    }

    @Override
    public AtomType type() {
        return AtomType.STRING;
    }

    @Override
    public int compareTo(Atom other) {
        return other instanceof OvsString that ? value.compareTo(that.value) : AtomOrder.byKind(this, other);
    }

    // Spelt out: the generated ones are slow until the JIT has met them, and millions are compared at start.
    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof OvsString that && value.equals(that.value));
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "\"" + value + "\"";
    }
}
