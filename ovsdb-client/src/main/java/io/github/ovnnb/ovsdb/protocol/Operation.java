package io.github.ovnnb.ovsdb.protocol;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** One step of a transaction (RFC 7047 section 5.2). */
public sealed interface Operation {

    /** The name on the wire, such as {@code "insert"}. */
    String name();

    /**
     * Adds a row. Section 5.2.1.
     *
     * @param table that gets the row
     * @param row its columns by name; the others get their defaults
     * @param uuid chosen by us (OVS 2.13 and later): makes a repetition answer {@code duplicate uuid} instead of adding a
     *     second row
     * @param uuidName how other operations of this transaction refer to the row
     */
    record Insert(String table, Map<String, Value> row, Optional<UUID> uuid, Optional<String> uuidName)
            implements Operation {
        /** Copies the row. */
        public Insert {
            row = Map.copyOf(row);
        }

        @Override
        public String name() {
            return "insert";
        }
    }

    /**
     * Reads rows; all columns if {@code columns} is empty. Section 5.2.2.
     *
     * @param table whose rows are read
     * @param where all of these hold for them
     * @param columns that are read
     */
    record Select(String table, List<Condition> where, List<String> columns) implements Operation {
        /** Copies the lists. */
        public Select {
            where = List.copyOf(where);
            columns = List.copyOf(columns);
        }

        @Override
        public String name() {
            return "select";
        }
    }

    /**
     * Overwrites the columns of {@code row} in every matching row. Section 5.2.3.
     *
     * @param table whose rows are written
     * @param where all of these hold for them
     * @param row the columns to write, by name
     */
    record Update(String table, List<Condition> where, Map<String, Value> row) implements Operation {
        /** Copies conditions and row. */
        public Update {
            where = List.copyOf(where);
            row = Map.copyOf(row);
        }

        @Override
        public String name() {
            return "update";
        }
    }

    /**
     * Changes every matching row relative to what it holds. Section 5.2.4.
     *
     * @param table whose rows are changed
     * @param where all of these hold for them
     * @param mutations one after the other
     */
    record Mutate(String table, List<Condition> where, List<Mutation> mutations) implements Operation {
        /** Copies the lists. */
        public Mutate {
            where = List.copyOf(where);
            mutations = List.copyOf(mutations);
        }

        @Override
        public String name() {
            return "mutate";
        }
    }

    /**
     * Section 5.2.5.
     *
     * @param table whose rows are deleted
     * @param where all of these hold for them
     */
    record Delete(String table, List<Condition> where) implements Operation {
        /** Copies the conditions. */
        public Delete {
            where = List.copyOf(where);
        }

        @Override
        public String name() {
            return "delete";
        }
    }

    /**
     * Aborts the whole transaction unless the matching rows, seen through {@code columns}, are (or are not) {@code rows}.
     * Section 5.2.6. Before OVS 3.6 a condition on anything but {@code _uuid} costs the server a scan of the table.
     *
     * @param table whose rows are looked at
     * @param where all of these hold for them
     * @param columns through which they are seen
     * @param until what is waited for
     * @param rows to compare with, in any order
     * @param timeout how long the server may wait for it; zero for a guard. Empty waits for ever
     */
    record Wait(
            String table,
            List<Condition> where,
            List<String> columns,
            Until until,
            List<Map<String, Value>> rows,
            Optional<Duration> timeout)
            implements Operation {
        /** Copies the lists. */
        public Wait {
            where = List.copyOf(where);
            columns = List.copyOf(columns);
            rows = rows.stream().map(Map::copyOf).toList();
        }

        @Override
        public String name() {
            return "wait";
        }
    }

    /** What a {@link Wait} waits for. */
    enum Until {
        /** The rows are just these. */
        EQUAL("=="),
        /** The rows are not just these. */
        NOT_EQUAL("!=");

        private final String symbol;

        Until(String symbol) {
            this.symbol = symbol;
        }

        /** {@return the word for it on the wire} */
        public String symbol() {
            return symbol;
        }
    }

    /**
     * With {@code durable}, answers only once the transaction is on disk. Section 5.2.7.
     *
     * @param durable whether to answer only then
     */
    record Commit(boolean durable) implements Operation {
        @Override
        public String name() {
            return "commit";
        }
    }

    /** Rolls back: a transaction that only tries. Section 5.2.8. */
    record Abort() implements Operation {
        @Override
        public String name() {
            return "abort";
        }
    }

    /**
     * A remark for the server's transaction log. Section 5.2.9.
     *
     * @param text of the remark
     */
    record Comment(String text) implements Operation {
        @Override
        public String name() {
            return "comment";
        }
    }

    /**
     * Aborts the transaction with {@code not owner} unless this session holds the lock. Section 5.2.10.
     *
     * @param lock by its name
     */
    record Assert(String lock) implements Operation {
        @Override
        public String name() {
            return "assert";
        }
    }

    /** Adds a row whose uuid the server chooses. */
    static Insert insert(String table, Map<String, Value> row) {
        return new Insert(table, row, Optional.empty(), Optional.empty());
    }

    /** Adds a row under a uuid of our choice, by which others of this transaction can refer to it. */
    static Insert insert(String table, UUID uuid, Map<String, Value> row) {
        return new Insert(table, row, Optional.of(uuid), Optional.empty());
    }

    /** Adds a row that others of this transaction refer to by {@link Value#named}. */
    static Insert insertNamed(String table, String uuidName, Map<String, Value> row) {
        return new Insert(table, row, Optional.empty(), Optional.of(uuidName));
    }

    /** Reads matching rows; all columns if none is named. */
    static Select select(String table, List<Condition> where, String... columns) {
        return new Select(table, where, List.of(columns));
    }

    /** Overwrites these columns of one row; does nothing if it is not there. */
    static Update update(String table, UUID row, Map<String, Value> columns) {
        return new Update(table, List.of(Condition.uuid(row)), columns);
    }

    /** Changes one row relative to what it holds; does nothing if it is not there. */
    static Mutate mutate(String table, UUID row, Mutation... mutations) {
        return new Mutate(table, List.of(Condition.uuid(row)), List.of(mutations));
    }

    /** Deletes one row; does nothing if it is not there. */
    static Delete delete(String table, UUID row) {
        return new Delete(table, List.of(Condition.uuid(row)));
    }

    /** A guard: the transaction is refused with {@code timed out} if the row does not exist now. */
    static Wait rowExists(String table, UUID row) {
        return guard(table, row, Map.of("_uuid", Value.of(row)));
    }

    /** A guard: refused with {@code timed out} unless the row exists now and these columns hold just these values. */
    static Wait guard(String table, UUID row, Map<String, Value> expected) {
        return new Wait(
                table,
                List.of(Condition.uuid(row)),
                List.copyOf(expected.keySet()),
                Until.EQUAL,
                List.of(expected),
                Optional.of(Duration.ZERO));
    }

    /** A guard: refused with {@code timed out} if any row matches now. */
    static Wait noRow(String table, List<Condition> where) {
        return new Wait(table, where, List.of("_uuid"), Until.EQUAL, List.of(), Optional.of(Duration.ZERO));
    }
}
