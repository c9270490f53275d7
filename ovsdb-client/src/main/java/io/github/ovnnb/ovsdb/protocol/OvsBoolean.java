package io.github.ovnnb.ovsdb.protocol;

public record OvsBoolean(boolean value) implements Atom {
    public static final OvsBoolean TRUE = new OvsBoolean(true);
    public static final OvsBoolean FALSE = new OvsBoolean(false);

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
