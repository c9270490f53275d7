package io.github.ovnnb.ovsdb.protocol;

import java.util.UUID;

/** Which rows are meant (RFC 7047 section 5.1). Several conditions in a list must all hold; an empty list means every row. */
public sealed interface Condition {

    /**
     * {@code [column, function, value]}.
     *
     * @param column that is compared
     * @param comparison how
     * @param value with what
     */
    record Clause(String column, Comparison comparison, Value value) implements Condition {}

    /**
     * A bare {@code true} or {@code false} (ovsdb-server(7) section 4.1.12); in monitors only, not in operations.
     *
     * @param value whether it holds for every row or for none
     */
    record Constant(boolean value) implements Condition {}

    /** How a column is compared with a value ({@code <function>}). Order is for numbers only. */
    enum Comparison {
        /** {@code <}. */
        LESS_THAN("<"),
        /** {@code <=}. */
        AT_MOST("<="),
        /** {@code ==}. */
        EQUAL("=="),
        /** {@code !=}. */
        NOT_EQUAL("!="),
        /** {@code >=}. */
        AT_LEAST(">="),
        /** {@code >}. */
        GREATER_THAN(">"),
        /** All of the value is in the column. */
        INCLUDES("includes"),
        /** Nothing of the value is in the column. */
        EXCLUDES("excludes");

        private final String symbol;

        Comparison(String symbol) {
            this.symbol = symbol;
        }

        /** {@return the word for it on the wire} */
        public String symbol() {
            return symbol;
        }
    }

    /** The column holds just this. */
    static Condition equal(String column, Value value) {
        return new Clause(column, Comparison.EQUAL, value);
    }

    /** The column holds something else. */
    static Condition notEqual(String column, Value value) {
        return new Clause(column, Comparison.NOT_EQUAL, value);
    }

    /** Of a column of numbers, or of one number or none: true of no row where there is none. */
    static Condition lessThan(String column, Value limit) {
        return new Clause(column, Comparison.LESS_THAN, limit);
    }

    /** Of a column of numbers, as {@link #lessThan}. */
    static Condition atMost(String column, Value limit) {
        return new Clause(column, Comparison.AT_MOST, limit);
    }

    /** Of a column of numbers, as {@link #lessThan}. */
    static Condition atLeast(String column, Value limit) {
        return new Clause(column, Comparison.AT_LEAST, limit);
    }

    /** Of a column of numbers, as {@link #lessThan}. */
    static Condition greaterThan(String column, Value limit) {
        return new Clause(column, Comparison.GREATER_THAN, limit);
    }

    /** The set or map of the column contains all of {@code value}. */
    static Condition includes(String column, Value value) {
        return new Clause(column, Comparison.INCLUDES, value);
    }

    /** The set or map of the column contains nothing of {@code value}. */
    static Condition excludes(String column, Value value) {
        return new Clause(column, Comparison.EXCLUDES, value);
    }

    /** Just this row. The server finds it without a scan of the table. */
    static Condition uuid(UUID row) {
        return equal("_uuid", Value.of(row));
    }

    /** Every row. */
    static Condition always() {
        return new Constant(true);
    }

    /** No row. */
    static Condition never() {
        return new Constant(false);
    }
}
