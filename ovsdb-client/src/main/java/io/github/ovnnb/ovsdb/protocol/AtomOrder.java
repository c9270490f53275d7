package io.github.ovnnb.ovsdb.protocol;

/** The order between atoms of different kinds; it only has to be total and stable. */
final class AtomOrder {
    private AtomOrder() {}

    static int byKind(Atom one, Atom other) {
        return Integer.compare(rank(one), rank(other));
    }

    private static int rank(Atom atom) {
        return switch (atom.type()) {
            case INTEGER -> 0;
            case REAL -> 1;
            case BOOLEAN -> 2;
            case STRING -> 3;
            case UUID -> atom instanceof NamedUuid ? 5 : 4;
        };
    }
}
