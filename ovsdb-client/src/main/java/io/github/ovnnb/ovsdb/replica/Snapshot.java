package io.github.ovnnb.ovsdb.replica;

import io.github.ovnnb.ovsdb.protocol.Column;
import io.github.ovnnb.ovsdb.protocol.DatabaseSchema;
import io.github.ovnnb.ovsdb.protocol.MonitorShape;
import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.protocol.RowShape;
import io.github.ovnnb.ovsdb.protocol.RowSource;
import io.github.ovnnb.ovsdb.protocol.RowUpdate;
import io.github.ovnnb.ovsdb.protocol.TableSchema;
import io.github.ovnnb.ovsdb.protocol.TableUpdates;
import io.github.ovnnb.ovsdb.protocol.Value;
import java.util.AbstractCollection;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All replicated tables at one moment, between two notifications of the server. Immutable: what is read from one snapshot fits
 * together. Asking for a table or an index that the replica was not told of is a mistake of the caller and fails with an
 * IllegalArgumentException; a table that the server lacks, or that has not been loaded yet, is empty.
 */
public final class Snapshot implements RowSource {
    /** Null for a table that is replicated if the server has it. */
    private final Map<String, @Nullable TableSnapshot> tables;

    private final Map<String, TableDefinition> definitions;

    Snapshot(Map<String, TableDefinition> definitions, Map<String, @Nullable TableSnapshot> tables) {
        this.definitions = definitions;
        this.tables = tables;
    }

    /**
     * How a replica of these tables would show these rows of a server with this schema: for tests without a server, such as of what is
     * drafted over a snapshot.
     *
     * @param rows each with the columns that the tables' definitions name ({@link RowShape#of(TableSchema, Collection)}); of several with
     *     one uuid the last counts
     * @throws IllegalArgumentException if a row is of a table that is not replicated, or carries other columns
     */
    public static Snapshot of(DatabaseSchema schema, Collection<TableDefinition> tables, Collection<Row> rows) {
        var writer = ReplicaWriter.of(tables);
        var shape = writer.shape(schema);
        var load = writer.load(schema, shape);
        load.begin(false);
        for (var row : rows) {
            requireOf(shape, row);
            load.accept(new RowUpdate.Put(row));
        }
        load.commit();
        return writer.snapshot();
    }

    private static void requireOf(MonitorShape shape, Row row) {
        if (shape.table(row.table())
                .filter(table -> Rows.sameLayout(table, row.shape()))
                .isEmpty()) {
            throw new IllegalArgumentException(
                    "a row of \"" + row.table() + "\" that a replica would not hold: " + row);
        }
    }

    /** The tables that the replica was told of. */
    public Set<String> tables() {
        return Set.copyOf(definitions.keySet());
    }

    /** Whether every row of the table is replicated: it has been loaded, and no condition was given. */
    public boolean hasEveryRow(String table) {
        var definition = definitions.get(table);
        return definition != null && definition.where().isEmpty() && has(table);
    }

    /** Whether the table has been loaded from a server that has it. */
    public boolean has(String table) {
        return table(table) != null;
    }

    /** Whether the table has been loaded from a server that has this column. */
    public boolean has(String table, String column) {
        var snapshot = table(table);
        return snapshot != null && snapshot.shape().has(column);
    }

    /** The columns of the table's rows; empty if it has not been loaded from a server that has it. */
    public Optional<RowShape> shape(String table) {
        return Optional.ofNullable(table(table)).map(TableSnapshot::shape);
    }

    /** The row of this key, if the table has it. */
    public Optional<Row> row(String table, UUID uuid) {
        var snapshot = table(table);
        return snapshot == null
                ? Optional.empty()
                : Optional.ofNullable(snapshot.rows().find(uuid));
    }

    /** The same, and empty also if the table is not replicated. */
    @Override
    public Optional<Row> lookUp(String table, UUID uuid) {
        var snapshot = tables.get(table);
        return snapshot == null
                ? Optional.empty()
                : Optional.ofNullable(snapshot.rows().find(uuid));
    }

    /** In no particular order; a view, not a copy. */
    public Collection<Row> rows(String table) {
        var snapshot = table(table);
        return snapshot == null ? List.of() : new RowsView(snapshot);
    }

    /**
     * The rows to which a column of this row refers, by weak or strong references, in no particular order. Rows that are not replicated
     * are left out; so is everything if their table is not.
     *
     * @throws IllegalArgumentException if the row does not carry the column
     */
    public List<Row> follow(Row row, Column<?> column) {
        return References.of(row, column, this);
    }

    /**
     * The rows that refer to this row by the column, in no particular order: the switch that has a port. Needs the index
     * {@link Index#onElement} of the column.
     */
    public Collection<Row> referrers(Row row, Column<?> column) {
        return findAll(Index.onElement(column.table(), column.name()), Value.of(row.uuid()));
    }

    /**
     * How it would be after these updates; shares with this one what they leave alone. This one stays as it is.
     *
     * @throws OutOfStepException if they do not fit
     */
    public Snapshot after(TableUpdates updates) {
        var edit = new Edit(this);
        updates.rows().forEach(edit::accept);
        return with(edit.build());
    }

    /** The row with this string as its key; any one of them if there are several. */
    public Optional<Row> find(Index index, String key) {
        return findAny(index, key);
    }

    /** The row with this key, a value for each part of the index; any one of them if there are several. */
    public Optional<Row> find(Index index, Value... key) {
        return findAny(index, key.length == 1 ? key[0] : List.of(key));
    }

    /** All rows with this string as their key, in no particular order. */
    public Collection<Row> findAll(Index index, String key) {
        return findAllOf(index, key);
    }

    /** All rows with this key, a value for each part of the index, in no particular order. */
    public Collection<Row> findAll(Index index, Value... key) {
        return findAllOf(index, key.length == 1 ? key[0] : List.of(key));
    }

    /** The rows in the order of a {@linkplain Index#sorted sorted index}, of which a stretch can be taken. */
    public SortedRows sorted(Index index) {
        var table = table(index.table());
        var found = table == null ? null : table.sortedIndex(index);
        if (table != null && found == null) {
            throw new IllegalArgumentException("the replica keeps no sorted index " + index);
        }
        return SortedRows.of(found == null ? null : found.tree(), index.parts().size());
    }

    private Optional<Row> findAny(Index index, Object key) {
        var table = table(index.table());
        // One Optional made in one place: the JIT then does without it.
        return Optional.ofNullable(table == null ? null : findAny(table, index, key));
    }

    private static @Nullable Row findAny(TableSnapshot table, Index index, Object key) {
        var found = table.index(index);
        return found != null ? found.findAny(key) : elementIndex(table, index).findAny(key, table.rows());
    }

    private Collection<Row> findAllOf(Index index, Object key) {
        var table = table(index.table());
        if (table == null) {
            return List.of();
        }
        var found = table.index(index);
        return found != null ? found.findAll(key) : elementIndex(table, index).findAll(key, table.rows());
    }

    private static ElementIndex elementIndex(TableSnapshot table, Index index) {
        var found = table.elementIndex(index);
        if (found == null) {
            throw new IllegalArgumentException("the replica keeps no index " + index);
        }
        return found;
    }

    @Nullable
    TableSnapshot table(String name) {
        var snapshot = tables.get(name);
        if (snapshot == null && !definitions.containsKey(name)) {
            throw new IllegalArgumentException("the table \"" + name + "\" is not replicated");
        }
        return snapshot;
    }

    /** A null stands for a table that the server does not have. */
    Snapshot with(Map<String, @Nullable TableSnapshot> changed) {
        var merged = new HashMap<>(tables);
        merged.putAll(changed);
        return new Snapshot(definitions, merged);
    }

    Snapshot without(String table, Map<String, TableDefinition> definitionsLeft) {
        var left = new HashMap<>(tables);
        left.remove(table);
        return new Snapshot(definitionsLeft, left);
    }

    Snapshot defining(Map<String, TableDefinition> all) {
        return new Snapshot(all, tables);
    }

    Map<String, TableDefinition> definitions() {
        return definitions;
    }

    private static final class RowsView extends AbstractCollection<Row> {
        private final TableSnapshot table;

        RowsView(TableSnapshot table) {
            this.table = table;
        }

        @Override
        public Iterator<Row> iterator() {
            return table.rows().iterator();
        }

        @Override
        public int size() {
            return table.rows().size();
        }
    }
}
