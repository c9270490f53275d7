package io.github.ovnnb.agent.northbound;

import io.github.ovnnb.ovsdb.protocol.Atom;
import io.github.ovnnb.ovsdb.protocol.Condition;
import io.github.ovnnb.ovsdb.protocol.Mutation;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.OperationResult;
import io.github.ovnnb.ovsdb.protocol.OvsMap;
import io.github.ovnnb.ovsdb.protocol.OvsSet;
import io.github.ovnnb.ovsdb.protocol.OvsUuid;
import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import io.github.ovnnb.ovsdb.protocol.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The part of an OVSDB server that our transactions meet: the operations we use on the tables we write, with the semantics of RFC 7047
 * section 5.2 and of ovsdb-server where they differ. Whole transactions or nothing; unreferenced ports are collected at commit.
 *
 * <p>Knows neither time nor faults; a transaction that real servers would treat in a way not modelled here is an IllegalStateException.
 */
public final class DatabaseModel {
    public static final String SWITCHES = "Logical_Switch";
    public static final String PORTS = "Logical_Switch_Port";
    /** Has its one row from the start, as ovn-northd makes it. */
    static final String GLOBAL = "NB_Global";

    private static final Value NO_TEXT = Value.of("");
    private static final Map<String, ModelRow> DEFAULTS = Map.of(
            GLOBAL,
            new ModelRow(Map.of("name", NO_TEXT, "external_ids", OvsMap.EMPTY)),
            SWITCHES,
            new ModelRow(Map.of(
                    "name",
                    NO_TEXT,
                    "ports",
                    Value.none(),
                    "external_ids",
                    OvsMap.EMPTY,
                    "other_config",
                    OvsMap.EMPTY)),
            PORTS,
            new ModelRow(Map.of(
                    "name",
                    NO_TEXT,
                    "type",
                    NO_TEXT,
                    "addresses",
                    Value.none(),
                    "port_security",
                    Value.none(),
                    "options",
                    OvsMap.EMPTY,
                    "external_ids",
                    OvsMap.EMPTY)));

    private final Map<String, Map<UUID, ModelRow>> tables =
            Map.of(SWITCHES, new TreeMap<>(), PORTS, new TreeMap<>(), GLOBAL, new TreeMap<>());
    private final boolean portNamesAreUnique;

    /** @param portNamesAreUnique as the schema has it; false takes that guard away, to show that it is needed */
    public DatabaseModel(boolean portNamesAreUnique) {
        this.portNamesAreUnique = portNamesAreUnique;
        rows(GLOBAL).put(new UUID(0, 1), defaults(GLOBAL));
    }

    /** One row before and after a transaction; empty where it did not exist. */
    public record RowChange(String table, UUID row, Optional<ModelRow> before, Optional<ModelRow> after) {}

    public sealed interface Result {}

    public record Applied(List<OperationResult> results, List<RowChange> changes) implements Result {}

    /** @param operation the number of operations when it was the commit that failed */
    public record Refused(int operation, OvsdbError error) implements Result {}

    public Map<UUID, ModelRow> rows(String table) {
        return Objects.requireNonNull(tables.get(table), table);
    }

    /** All rows at one moment. */
    public record Backup(Map<String, Map<UUID, ModelRow>> tables) {}

    public Backup backUp() {
        var copy = new HashMap<String, Map<UUID, ModelRow>>();
        tables.forEach((table, rows) -> copy.put(table, Map.copyOf(rows)));
        return new Backup(copy);
    }

    /** @param renumber what becomes of each row's uuid */
    List<RowChange> restore(Backup backup, UnaryOperator<UUID> renumber) {
        var before = backUp();
        var news = new HashMap<UUID, UUID>();
        backup.tables().values().stream()
                .flatMap(rows -> rows.keySet().stream())
                .sorted()
                .forEach(row -> news.put(row, renumber.apply(row)));
        tables.forEach((table, rows) -> {
            rows.clear();
            Objects.requireNonNull(backup.tables().get(table), table)
                    .forEach((row, columns) -> rows.put(
                            Objects.requireNonNull(news.get(row)),
                            table.equals(SWITCHES) ? columns.withPortsRenumbered(news) : columns));
        });
        return changesSince(before);
    }

    private List<RowChange> changesSince(Backup before) {
        var changes = new ArrayList<RowChange>();
        for (var table : List.of(GLOBAL, PORTS, SWITCHES)) {
            var old = new TreeMap<>(before.tables().get(table));
            var every = new TreeSet<>(old.keySet());
            every.addAll(rows(table).keySet());
            for (var row : every) {
                var was = Optional.ofNullable(old.get(row));
                var is = Optional.ofNullable(rows(table).get(row));
                if (!was.equals(is)) {
                    changes.add(new RowChange(table, row, was, is));
                }
            }
        }
        return changes;
    }

    /** @param ownsLock whether the session that asks holds the lock of that name */
    public Result execute(List<Operation> operations, Predicate<String> ownsLock) {
        var transaction = new Transaction(ownsLock);
        var results = new ArrayList<OperationResult>();
        for (int i = 0; i < operations.size(); i++) {
            try {
                results.add(transaction.execute(operations.get(i)));
            } catch (Refusal refusal) {
                transaction.rollBack();
                return new Refused(i, refusal.error);
            }
        }
        try {
            transaction.checkCommit();
        } catch (Refusal refusal) {
            transaction.rollBack();
            return new Refused(operations.size(), refusal.error);
        }
        return new Applied(results, transaction.changes());
    }

    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient OvsdbError error;

        Refusal(String error, String details) {
            super(error, null, false, false);
            this.error = OvsdbError.of(error, details);
        }
    }

    private record Key(String table, UUID row) {}

    private final class Transaction {
        private final Predicate<String> ownsLock;
        private final Map<Key, Optional<ModelRow>> before = new LinkedHashMap<>();

        Transaction(Predicate<String> ownsLock) {
            this.ownsLock = ownsLock;
        }

        OperationResult execute(Operation operation) {
            if (operation instanceof Operation.Insert insert) {
                return insert(insert);
            } else if (operation instanceof Operation.Update update) {
                var rows = matching(update.table(), update.where());
                rows.forEach(row -> modify(update.table(), row, update.row()));
                return new OperationResult.Count(rows.size());
            } else if (operation instanceof Operation.Mutate mutate) {
                var rows = matching(mutate.table(), mutate.where());
                rows.forEach(row -> mutate(mutate.table(), row, mutate.mutations()));
                return new OperationResult.Count(rows.size());
            } else if (operation instanceof Operation.Delete delete) {
                var rows = matching(delete.table(), delete.where());
                rows.forEach(row -> put(delete.table(), row, Optional.empty()));
                return new OperationResult.Count(rows.size());
            } else if (operation instanceof Operation.Wait wait) {
                return await(wait);
            } else if (operation instanceof Operation.Assert lock) {
                if (!ownsLock.test(lock.lock())) {
                    throw new Refusal("not owner", "Asserted lock " + lock.lock() + " not held.");
                }
                return new OperationResult.Empty();
            } else if (operation instanceof Operation.Comment || operation instanceof Operation.Commit) {
                return new OperationResult.Empty();
            }
            throw new IllegalStateException("not modelled: " + operation);
        }

        private OperationResult insert(Operation.Insert insert) {
            var uuid = insert.uuid().orElseThrow(() -> new IllegalStateException("a server's own uuids: not modelled"));
            var earlier = before.getOrDefault(new Key(insert.table(), uuid), Optional.empty());
            // The uuid of a row that this very transaction deletes is free only after it.
            if (table(insert.table()).containsKey(uuid) || earlier.isPresent()) {
                throw new Refusal(
                        "duplicate uuid", "This UUID would duplicate a UUID already present within the table");
            }
            put(insert.table(), uuid, Optional.of(merge(insert.table(), defaults(insert.table()), insert.row())));
            return new OperationResult.Inserted(uuid);
        }

        private void modify(String table, UUID row, Map<String, Value> columns) {
            put(table, row, Optional.of(merge(table, row(table, row), columns)));
        }

        private void mutate(String table, UUID row, List<Mutation> mutations) {
            var after = row(table, row);
            for (var mutation : mutations) {
                var value = mutated(column(table, after, mutation.column()), mutation);
                after = merge(table, after, Map.of(mutation.column(), value));
            }
            put(table, row, Optional.of(after));
        }

        /** A wait that is not satisfied at once; nothing of ours waits for longer. */
        private OperationResult await(Operation.Wait wait) {
            if (!wait.timeout().equals(Optional.of(Duration.ZERO))) {
                throw new IllegalStateException("a wait that may last: not modelled");
            }
            var seen = new HashSet<Map<String, Value>>();
            for (var row : matching(wait.table(), wait.where())) {
                var projection = new HashMap<String, Value>();
                wait.columns().forEach(name -> projection.put(name, columnOrUuid(wait.table(), row, name)));
                seen.add(projection);
            }
            boolean equal = seen.equals(Set.copyOf(wait.rows()));
            if (equal != (wait.until() == Operation.Until.EQUAL)) {
                throw new Refusal("timed out", "\"wait\" timed out");
            }
            return new OperationResult.Empty();
        }

        private Value columnOrUuid(String table, UUID row, String name) {
            return name.equals("_uuid") ? Value.of(row) : column(table, row(table, row), name);
        }

        private List<UUID> matching(String table, List<Condition> where) {
            if (where.size() == 1 && where.get(0) instanceof Condition.Clause clause && isUuidEquality(clause)) {
                var uuid = ((OvsUuid) clause.value()).value();
                return table(table).containsKey(uuid) ? List.of(uuid) : List.of();
            }
            return table(table).keySet().stream()
                    .filter(row ->
                            where.stream().allMatch(condition -> holds(table, row, (Condition.Clause) condition)))
                    .toList();
        }

        private static boolean isUuidEquality(Condition.Clause clause) {
            return clause.column().equals("_uuid") && clause.comparison() == Condition.Comparison.EQUAL;
        }

        private boolean holds(String table, UUID row, Condition.Clause clause) {
            var actual = columnOrUuid(table, row, clause.column());
            return switch (clause.comparison()) {
                case EQUAL -> actual.equals(canonical(actual, clause.value()));
                case NOT_EQUAL -> !actual.equals(canonical(actual, clause.value()));
                case INCLUDES -> includes(actual, clause.value());
                case EXCLUDES -> excludes(actual, clause.value());
                case LESS_THAN, AT_MOST, AT_LEAST, GREATER_THAN ->
                    throw new IllegalStateException("not modelled: " + clause);
            };
        }

        private void put(String table, UUID row, Optional<ModelRow> columns) {
            var rows = table(table);
            before.putIfAbsent(new Key(table, row), Optional.ofNullable(rows.get(row)));
            columns.ifPresentOrElse(present -> rows.put(row, present), () -> rows.remove(row));
        }

        void rollBack() {
            before.forEach((key, columns) -> {
                var rows = table(key.table());
                columns.ifPresentOrElse(present -> rows.put(key.row(), present), () -> rows.remove(key.row()));
            });
        }

        /** Garbage first, then references, then indexes, as ovsdb_txn_precommit() does. */
        void checkCommit() {
            var unreferenced = new LinkedHashSet<UUID>();
            before.keySet().stream()
                    .filter(key -> key.table().equals(PORTS))
                    .forEach(key -> unreferenced.add(key.row()));
            for (var change : changes()) {
                if (change.table().equals(SWITCHES)) {
                    change.before().ifPresent(row -> unreferenced.addAll(row.uuids("ports")));
                    change.after().ifPresent(row -> row.uuids("ports").forEach(this::checkReference));
                }
            }
            unreferenced.removeIf(port -> isReferenced(port) || !rows(PORTS).containsKey(port));
            unreferenced.forEach(port -> put(PORTS, port, Optional.empty()));
            if (portNamesAreUnique) {
                changes().stream()
                        .filter(change -> change.table().equals(PORTS))
                        .filter(change -> !change.before()
                                .map(row -> row.text("name"))
                                .equals(change.after().map(row -> row.text("name"))))
                        .forEach(change -> change.after().ifPresent(row -> checkName(change.row(), row.text("name"))));
            }
        }

        private void checkReference(UUID port) {
            if (!rows(PORTS).containsKey(port)) {
                throw new Refusal("referential integrity violation", "no row " + port + " in " + PORTS);
            }
        }

        private void checkName(UUID row, String name) {
            rows(PORTS).forEach((other, others) -> {
                if (!other.equals(row) && others.text("name").equals(name)) {
                    throw new Refusal(
                            "constraint violation",
                            "Transaction causes multiple rows in \"" + PORTS + "\" table to have identical values ("
                                    + name + ") for index on column \"name\".");
                }
            });
        }

        List<RowChange> changes() {
            var all = new ArrayList<RowChange>();
            before.forEach((key, columns) -> {
                var after = Optional.ofNullable(table(key.table()).get(key.row()));
                if (!after.equals(columns)) {
                    all.add(new RowChange(key.table(), key.row(), columns, after));
                }
            });
            return all;
        }
    }

    private boolean isReferenced(UUID port) {
        return rows(SWITCHES).values().stream().anyMatch(row -> row.contains("ports", port));
    }

    private static ModelRow defaults(String table) {
        return Objects.requireNonNull(DEFAULTS.get(table), table);
    }

    private ModelRow row(String table, UUID row) {
        return Objects.requireNonNull(table(table).get(row), "no such row");
    }

    private Map<UUID, ModelRow> table(String table) {
        var rows = tables.get(table);
        if (rows == null) {
            throw new Refusal("unknown table", "No table named " + table + ".");
        }
        return rows;
    }

    private static Value column(String table, ModelRow row, String name) {
        if (!row.has(name)) {
            throw new Refusal("unknown column", "No column " + name + " in table " + table + ".");
        }
        return row.get(name);
    }

    private static ModelRow merge(String table, ModelRow row, Map<String, Value> columns) {
        var merged = row.copy();
        columns.forEach((name, value) -> merged.put(name, canonical(column(table, row, name), value)));
        return new ModelRow(merged);
    }

    /** An atom and the set of just that atom are the same on the wire; here a column is always the one or the other. */
    private static Value canonical(Value like, Value value) {
        if (like instanceof OvsSet) {
            return value.asSet();
        }
        return like instanceof Atom && value instanceof OvsSet set ? set.first() : value;
    }

    private static boolean excludes(Value actual, Value unwanted) {
        if (unwanted instanceof OvsMap entries && entries.size() == 1) {
            return !includes(actual, entries);
        }
        throw new IllegalStateException("not modelled: the absence of " + unwanted);
    }

    private static boolean includes(Value actual, Value wanted) {
        if (actual instanceof OvsMap map && wanted instanceof OvsMap entries) {
            for (int i = 0; i < entries.size(); i++) {
                if (!map.get(entries.key(i)).equals(Optional.of(entries.value(i)))) {
                    return false;
                }
            }
            return true;
        }
        for (var atom : wanted.asSet()) {
            if (!actual.asSet().contains(atom)) {
                return false;
            }
        }
        return true;
    }

    private static Value mutated(Value value, Mutation mutation) {
        boolean insert = mutation.mutator() == Mutation.Mutator.INSERT;
        if (!insert && mutation.mutator() != Mutation.Mutator.DELETE) {
            throw new IllegalStateException("not modelled: " + mutation);
        }
        if (value instanceof OvsSet set) {
            var elements = new LinkedHashSet<Atom>();
            set.forEach(elements::add);
            mutation.value().asSet().forEach(insert ? elements::add : elements::remove);
            return OvsSet.copyOf(elements);
        }
        if (value instanceof OvsMap map) {
            return insert ? withEntries(map, (OvsMap) mutation.value()) : without(map, mutation.value());
        }
        throw new IllegalStateException("not modelled: " + mutation + " on " + value);
    }

    /** A key that is there keeps its value. RFC 7047 section 5.1. */
    private static OvsMap withEntries(OvsMap map, OvsMap entries) {
        var builder = OvsMap.builder();
        entries.forEach(builder::put);
        map.forEach(builder::put);
        return builder.build();
    }

    private static OvsMap without(OvsMap map, Value gone) {
        var builder = OvsMap.builder();
        map.forEach((key, value) -> {
            boolean goes = gone instanceof OvsMap entries
                    ? entries.get(key).equals(Optional.of(value))
                    : gone.asSet().contains(key);
            if (!goes) {
                builder.put(key, value);
            }
        });
        return builder.build();
    }
}
