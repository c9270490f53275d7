package io.github.ovnnb.ovsdb.draft;

import io.github.ovnnb.ovsdb.draft.ColumnChange.Assigned;
import io.github.ovnnb.ovsdb.draft.ColumnChange.Elements;
import io.github.ovnnb.ovsdb.draft.ColumnChange.Entries;
import io.github.ovnnb.ovsdb.draft.ColumnChange.Partial;
import io.github.ovnnb.ovsdb.protocol.Column;
import io.github.ovnnb.ovsdb.protocol.Mutation;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.protocol.Value;
import io.github.ovnnb.ovsdb.replica.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A row in a {@link Draft}, which reads as it would be and can be changed. A column that the replica does not hold can be written but
 * not read. Methods that change return this row.
 *
 * <p>All fail with an IllegalArgumentException for a column of another table, and those that change with an IllegalStateException
 * once the row has been {@linkplain #delete deleted}.
 */
public final class DraftRow {
    private final Draft draft;
    private final Optional<Row> origin;
    private final Map<String, ColumnChange> changes = new LinkedHashMap<>();
    private final Set<String> verified = new LinkedHashSet<>();
    private Row row;
    private boolean deleted;

    /** @param origin as the snapshot has it; empty for a new row */
    DraftRow(Draft draft, Optional<Row> origin, Row row) {
        this.draft = draft;
        this.origin = origin;
        this.row = row;
    }

    /** The key of the row: that of a new one is its key for ever. */
    public UUID uuid() {
        return row.uuid();
    }

    /** The row as it would be now, to be read by a generated record; later changes do not show in it. */
    public Row row() {
        return row;
    }

    /** What the column would hold now. */
    public <T> T get(Column<T> column) {
        return column.of(of(column, row));
    }

    /** The rows of the replica or of this draft to which the column refers, in no particular order. */
    public List<DraftRow> follow(Column<?> column) {
        return draft.view().follow(of(column, row), column).stream()
                .map(draft::edit)
                .toList();
    }

    /** Replaces what the column holds; of a set or map all of it, also what others may have added meanwhile. */
    public <T> DraftRow set(Column<T> column, T contents) {
        return change(column, new Assigned(column.value(contents)));
    }

    /** Adds an element to a set and leaves the others alone, whatever they are by then. */
    public <A> DraftRow add(Column<Set<A>> column, A element) {
        return addAll(column, Set.of(element));
    }

    /** The same for several elements. */
    public <A> DraftRow addAll(Column<Set<A>> column, Collection<A> elements) {
        return change(column, Elements.added(column.value(Set.copyOf(elements)).asSet()));
    }

    /** Removes an element from a set, if it is there, and leaves the others alone. */
    public <A> DraftRow remove(Column<Set<A>> column, A element) {
        return removeAll(column, Set.of(element));
    }

    /** The same for several elements. */
    public <A> DraftRow removeAll(Column<Set<A>> column, Collection<A> elements) {
        return change(
                column, Elements.removed(column.value(Set.copyOf(elements)).asSet()));
    }

    /** Puts an entry into a map, over one of the same key, and leaves the others alone, whatever they are by then. */
    public <K, V> DraftRow put(Column<Map<K, V>> column, K key, V value) {
        return putAll(column, Map.of(key, value));
    }

    /** The same for several entries. */
    public <K, V> DraftRow putAll(Column<Map<K, V>> column, Map<K, V> entries) {
        return change(column, Entries.put(column.value(entries).asMap()));
    }

    /** Removes the entry of a key from a map, if there is one, and leaves the others alone. */
    public <K, V> DraftRow removeKey(Column<Map<K, V>> column, K key) {
        return removeKeys(column, Set.of(key));
    }

    /** The same for several keys. */
    public <K, V> DraftRow removeKeys(Column<Map<K, V>> column, Collection<K> keys) {
        return change(
                column, Entries.removed(Column.deleteKeys(column, keys).value().asSet()));
    }

    /**
     * Makes the transaction depend on these columns holding what the snapshot says: it is not stored if another writer has changed one of
     * them. Costs the server nothing noticeable, because the row is found by its uuid. Of a new row there is nothing to verify, nor of a
     * column that the server does not have.
     *
     * @throws IllegalArgumentException if the replica does not hold such a column
     */
    public DraftRow verify(Column<?>... columns) {
        requireAlive();
        for (var column : columns) {
            origin.ifPresent(was -> {
                of(column, was).value(column.name());
                if (was.has(column.name())) {
                    verified.add(column.name());
                }
            });
        }
        return this;
    }

    /** Deletes the row; what else was drafted of it is forgotten, but not what was verified. */
    public void delete() {
        requireAlive();
        deleted = true;
        draft.deleted(row);
    }

    private DraftRow change(Column<?> column, ColumnChange step) {
        requireAlive();
        of(column, row);
        var name = column.name();
        var first = origin.isPresent() ? step : new Assigned(step.appliedTo(Value.none()));
        var whole = changes.compute(name, (same, earlier) -> earlier == null ? first : earlier.followedBy(step));
        if (row.has(name)) {
            var before = origin.map(was -> was.value(name)).orElseGet(Value::none);
            row = row.toBuilder().set(name, whole.appliedTo(before)).build();
            draft.changed(row);
        }
        return this;
    }

    private static Row of(Column<?> column, Row row) {
        if (!column.table().equals(row.table())) {
            throw new IllegalArgumentException(column + " is no column of " + row.table());
        }
        return row;
    }

    private void requireAlive() {
        if (deleted) {
            throw new IllegalStateException(row.table() + " " + row.uuid() + " has been deleted in this draft");
        }
    }

    boolean isDeleted() {
        return deleted;
    }

    /** What must still be so: a change of a row that is gone would otherwise be stored as if it had been made. */
    Optional<Operation.Wait> guard() {
        if (origin.isEmpty()) {
            return Optional.empty();
        }
        if (!verified.isEmpty()) {
            var expected = new LinkedHashMap<String, Value>();
            verified.forEach(name -> expected.put(name, origin.get().value(name)));
            return Optional.of(Operation.guard(row.table(), row.uuid(), expected));
        }
        return modifications().isEmpty() ? Optional.empty() : Optional.of(Operation.rowExists(row.table(), row.uuid()));
    }

    /** Whether a later snapshot would pass the guard. */
    boolean isUnchangedIn(Snapshot now) {
        return now.lookUp(row.table(), row.uuid())
                .filter(is -> verified.stream()
                        .allMatch(name -> is.has(name)
                                && origin.map(was -> was.value(name)).equals(Optional.of(is.value(name)))))
                .isPresent();
    }

    Optional<Operation> insertion() {
        if (origin.isPresent() || deleted) {
            return Optional.empty();
        }
        var contents = new LinkedHashMap<String, Value>();
        changes.forEach((name, change) -> contents.put(name, change.appliedTo(Value.none())));
        return Optional.of(Operation.insert(row.table(), row.uuid(), contents));
    }

    Optional<Operation> deletion() {
        return deleted && origin.isPresent()
                ? Optional.of(Operation.delete(row.table(), row.uuid()))
                : Optional.empty();
    }

    /** Only what differs from the snapshot. */
    List<Operation> modifications() {
        if (origin.isEmpty() || deleted) {
            return List.of();
        }
        var assigned = new LinkedHashMap<String, Value>();
        var mutations = new ArrayList<Mutation>();
        changes.forEach((name, change) -> {
            if (change instanceof Partial partial) {
                var needed = row.has(name) ? partial.differenceFrom(origin.get().value(name)) : partial;
                mutations.addAll(needed.mutations(name));
            } else if (!row.has(name) || !row.value(name).equals(origin.get().value(name))) {
                assigned.put(name, change.appliedTo(Value.none()));
            }
        });
        var operations = new ArrayList<Operation>();
        if (!assigned.isEmpty()) {
            operations.add(Operation.update(row.table(), row.uuid(), assigned));
        }
        if (!mutations.isEmpty()) {
            operations.add(Operation.mutate(row.table(), row.uuid(), mutations.toArray(Mutation[]::new)));
        }
        return operations;
    }

    /** The contents of a new row, whether the replica holds the columns or not. */
    void fill(Map<String, Value> contents) {
        contents.forEach((name, value) -> changes.put(name, new Assigned(value)));
    }

    @Override
    public String toString() {
        return (deleted ? "deleted " : "") + row;
    }
}
