package io.github.ovnnb.ovsdb.protocol;

/** A change relative to what the column holds (RFC 7047 section 5.1). */
public record Mutation(String column, Mutator mutator, Value value) {

    public enum Mutator {
        ADD("+="),
        SUBTRACT("-="),
        MULTIPLY("*="),
        DIVIDE("/="),
        MODULO("%="),
        INSERT("insert"),
        DELETE("delete");

        private final String symbol;

        Mutator(String symbol) {
            this.symbol = symbol;
        }

        public String symbol() {
            return symbol;
        }
    }

    /** Numbers only: {@code +=}. Of a set, each element. What leaves the range of the column is refused, as {@code range error}. */
    public static Mutation add(String column, Atom amount) {
        return new Mutation(column, Mutator.ADD, amount);
    }

    /** Numbers only: {@code -=}. */
    public static Mutation subtract(String column, Atom amount) {
        return new Mutation(column, Mutator.SUBTRACT, amount);
    }

    /** Numbers only: {@code *=}. */
    public static Mutation multiply(String column, Atom factor) {
        return new Mutation(column, Mutator.MULTIPLY, factor);
    }

    /** Numbers only: {@code /=}. Integers lose the remainder; zero is refused as {@code domain error}. */
    public static Mutation divide(String column, Atom divisor) {
        return new Mutation(column, Mutator.DIVIDE, divisor);
    }

    /** Integers only: {@code %=}. Zero is refused as {@code domain error}. */
    public static Mutation modulo(String column, Atom divisor) {
        return new Mutation(column, Mutator.MODULO, divisor);
    }

    /** Adds elements to a set; or entries to a map, of which those whose key is already there are ignored. */
    public static Mutation insert(String column, Value elements) {
        return new Mutation(column, Mutator.INSERT, elements);
    }

    /** Removes elements from a set. From a map: given a set, those keys; given a map, the entries that match wholly. */
    public static Mutation delete(String column, Value elements) {
        return new Mutation(column, Mutator.DELETE, elements);
    }
}
