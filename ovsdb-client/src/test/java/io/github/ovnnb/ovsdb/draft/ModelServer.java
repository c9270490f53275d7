package io.github.ovnnb.ovsdb.draft;

import io.github.ovnnb.ovsdb.protocol.Atom;
import io.github.ovnnb.ovsdb.protocol.Condition;
import io.github.ovnnb.ovsdb.protocol.Mutation;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.OvsMap;
import io.github.ovnnb.ovsdb.protocol.OvsUuid;
import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.protocol.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Carries out operations by RFC 7047 section 5.2 in plain Java collections, all of a transaction or nothing. */
final class ModelServer {
    private Map<UUID, Row> rows = new HashMap<>();

    List<Row> rows(String table) {
        return rows.values().stream().filter(row -> row.table().equals(table)).toList();
    }

    /** Whether it was committed. */
    boolean transact(List<Operation> operations) {
        var before = new HashMap<>(rows);
        for (var operation : operations) {
            if (!execute(operation)) {
                rows = before;
                return false;
            }
        }
        return true;
    }

    private boolean execute(Operation operation) {
        if (operation instanceof Operation.Insert insert) {
            var uuid = insert.uuid().orElseThrow();
            return rows.putIfAbsent(uuid, SmallDatabase.row(insert.table(), uuid, insert.row())) == null;
        }
        if (operation instanceof Operation.Wait wait) {
            var row = rows.get(uuid(wait.where()));
            var expected = wait.rows().get(0);
            return row != null
                    && expected.entrySet().stream()
                            .allMatch(column -> column.getKey().equals("_uuid")
                                    || row.toBuilder()
                                            .set(column.getKey(), column.getValue())
                                            .build()
                                            .equals(row));
        }
        if (operation instanceof Operation.Update update) {
            rows.computeIfPresent(uuid(update.where()), (uuid, row) -> {
                var builder = row.toBuilder();
                update.row().forEach(builder::set);
                return builder.build();
            });
        } else if (operation instanceof Operation.Mutate mutate) {
            mutate.mutations()
                    .forEach(mutation ->
                            rows.computeIfPresent(uuid(mutate.where()), (uuid, row) -> mutated(row, mutation)));
        } else if (operation instanceof Operation.Delete delete) {
            rows.remove(uuid(delete.where()));
        } else {
            throw new IllegalArgumentException("not in this model: " + operation);
        }
        return true;
    }

    private static UUID uuid(List<Condition> where) {
        return ((OvsUuid) ((Condition.Clause) where.get(0)).value()).value();
    }

    private static Row mutated(Row row, Mutation mutation) {
        var now = row.value(mutation.column());
        var value = now instanceof OvsMap map ? mutatedMap(map, mutation) : mutatedSet(now, mutation);
        return row.toBuilder().set(mutation.column(), value).build();
    }

    private static Value mutatedSet(Value now, Mutation mutation) {
        Set<Atom> elements = new HashSet<>();
        now.asSet().forEach(elements::add);
        for (var element : mutation.value().asSet()) {
            if (mutation.mutator() == Mutation.Mutator.INSERT) {
                elements.add(element);
            } else {
                elements.remove(element);
            }
        }
        return Value.setOf(elements.toArray(Atom[]::new));
    }

    private static Value mutatedMap(OvsMap now, Mutation mutation) {
        Map<Atom, Atom> entries = new HashMap<>();
        now.forEach(entries::put);
        if (mutation.mutator() == Mutation.Mutator.INSERT) {
            ((OvsMap) mutation.value()).forEach(entries::putIfAbsent);
        } else {
            mutation.value().asSet().forEach(entries::remove);
        }
        var map = OvsMap.builder();
        entries.forEach(map::put);
        return map.build();
    }
}
