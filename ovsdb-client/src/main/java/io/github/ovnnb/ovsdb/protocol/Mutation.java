package io.github.ovnnb.ovsdb.protocol;

/**
 * A change relative to what the column holds (RFC 7047 section 5.1).
 *
 * @param column that is changed
 * @param mutator how
 * @param value by what
 */
public record Mutation(String column, Mutator mutator, Value value) {

    /** What is done ({@code <mutator>}). A result out of bounds is a {@code range error}. */
    public enum Mutator {
        /** {@code +=}: numbers, or each element of a set of numbers. */
        ADD("+="),
        /** {@code -=}. */
        SUBTRACT("-="),
        /** {@code *=}. */
        MULTIPLY("*="),
        /** {@code /=}: numbers; by zero it is a {@code domain error}. */
        DIVIDE("/="),
        /** {@code %=}: integers; by zero it is a {@code domain error}. */
        MODULO("%="),
        /** Into a set or a map. */
        INSERT("insert"),
        /** From a set or a map. */
        DELETE("delete");

        private final String symbol;

        Mutator(String symbol) {
            this.symbol = symbol;
        }

        /** {@return the word for it on the wire} */
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
