package io.github.ovnnb.ovsdb.protocol;

/**
 * A reference to a row that the same transaction inserts (RFC 7047 section 5.1). Only requests contain it.
 *
 * @param name of the insert's {@code uuid-name}
 */
public record NamedUuid(String name) implements Atom {
    /** Fails with an IllegalArgumentException for what is no {@code <id>}. */
    public NamedUuid {
        if (!isIdentifier(name)) {
            throw new IllegalArgumentException("\"" + name + "\" is not an RFC 7047 <id>: letters, digits and _ only");
        }
    }

    /** RFC 7047 section 3.1: {@code [a-zA-Z_][a-zA-Z0-9_]*}. */
    static boolean isIdentifier(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && !(i > 0 && c >= '0' && c <= '9')) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    @Override
    public AtomType type() {
        return AtomType.UUID;
    }

    @Override
    public int compareTo(Atom other) {
        return other instanceof NamedUuid that ? name.compareTo(that.name) : AtomOrder.byKind(this, other);
    }

    @Override
    public String toString() {
        return name;
    }
}
