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
     * @param uuid chosen by us (OVS 2.13 and later): makes a repetition answer {@code duplicate uuid} instead of adding a
     *     second row
     * @param uuidName how other operations of this transaction refer to the row
     */
    record Insert(String table, Map<String, Value> row, Optional<UUID> uuid, Optional<String> uuidName)
            implements Operation {
        public Insert {
            row = Map.copyOf(row);
        }

        @Override
        public String name() {
            return "insert";
        }
    }

    /** Reads rows; all columns if {@code columns} is empty. Section 5.2.2. */
    record Select(String table, List<Condition> where, List<String> columns) implements Operation {
        public Select {
            where = List.copyOf(where);
            columns = List.copyOf(columns);
        }

        @Override
        public String name() {
            return "select";
        }
    }

    /** Overwrites the columns of {@code row} in every matching row. Section 5.2.3. */
    record Update(String table, List<Condition> where, Map<String, Value> row) implements Operation {
        public Update {
            where = List.copyOf(where);
            row = Map.copyOf(row);
        }

        @Override
        public String name() {
            return "update";
        }
    }

    /** Changes every matching row relative to what it holds. Section 5.2.4. */
    record Mutate(String table, List<Condition> where, List<Mutation> mutations) implements Operation {
        public Mutate {
            where = List.copyOf(where);
            mutations = List.copyOf(mutations);
        }

        @Override
        public String name() {
            return "mutate";
        }
    }

    /** Section 5.2.5. */
    record Delete(String table, List<Condition> where) implements Operation {
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

    enum Until {
        EQUAL("=="),
        NOT_EQUAL("!=");

        private final String symbol;

        Until(String symbol) {
            this.symbol = symbol;
        }

        public String symbol() {
            return symbol;
        }
    }

    /** With {@code durable}, answers only once the transaction is on disk. Section 5.2.7. */
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

    /** A remark for the server's transaction log. Section 5.2.9. */
    record Comment(String text) implements Operation {
        @Override
        public String name() {
            return "comment";
        }
    }

    /** Aborts the transaction with {@code not owner} unless this session holds the lock. Section 5.2.10. */
    record Assert(String lock) implements Operation {
        @Override
        public String name() {
            return "assert";
        }
    }

    static Insert insert(String table, Map<String, Value> row) {
        return new Insert(table, row, Optional.empty(), Optional.empty());
    }

    static Insert insert(String table, UUID uuid, Map<String, Value> row) {
        return new Insert(table, row, Optional.of(uuid), Optional.empty());
    }

    static Insert insertNamed(String table, String uuidName, Map<String, Value> row) {
        return new Insert(table, row, Optional.empty(), Optional.of(uuidName));
    }

    static Select select(String table, List<Condition> where, String... columns) {
        return new Select(table, where, List.of(columns));
    }

    static Update update(String table, UUID row, Map<String, Value> columns) {
        return new Update(table, List.of(Condition.uuid(row)), columns);
    }

    static Mutate mutate(String table, UUID row, Mutation... mutations) {
        return new Mutate(table, List.of(Condition.uuid(row)), List.of(mutations));
    }

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
