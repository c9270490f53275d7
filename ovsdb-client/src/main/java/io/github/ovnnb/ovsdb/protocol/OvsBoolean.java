package io.github.ovnnb.ovsdb.protocol;

/**
 * True or false.
 *
 * @param value as Java has it
 */
public record OvsBoolean(boolean value) implements Atom {
    /** True. */
    public static final OvsBoolean TRUE = new OvsBoolean(true);
    /** False. */
    public static final OvsBoolean FALSE = new OvsBoolean(false);

    /** {@return one of the two that there are} */
    public static OvsBoolean of(boolean value) {
        return value ? TRUE : FALSE;
    }

    @Override
    public AtomType type() {
        return AtomType.BOOLEAN;
    }

    @Override
    public int compareTo(Atom other) {
        return other instanceof OvsBoolean that ? Boolean.compare(value, that.value) : AtomOrder.byKind(this, other);
    }

    @Override
    public String toString() {
        return Boolean.toString(value);
    }
}
