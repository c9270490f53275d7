package io.github.ovnnb.ovsdb.replica;

import io.github.ovnnb.ovsdb.protocol.Column;
import io.github.ovnnb.ovsdb.protocol.Condition;
import io.github.ovnnb.ovsdb.protocol.MonitorRequest;
import io.github.ovnnb.ovsdb.protocol.RowShape;
import io.github.ovnnb.ovsdb.protocol.TableSchema;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What to replicate of one table. The server may lack the table or some columns: see {@link Snapshot#has}.
 *
 * @param table by its name in the schema
 * @param columns to replicate, as far as the server has them
 * @param where rows of which any one condition holds; every row if empty
 * @param indexes besides those of the schema
 */
public record TableDefinition(String table, List<String> columns, List<Condition> where, List<Index> indexes) {
    /** Fails with an IllegalArgumentException for an index of columns that are not replicated. */
    public TableDefinition {
        columns = List.copyOf(columns);
        where = List.copyOf(where);
        indexes = List.copyOf(indexes);
        for (var index : indexes) {
            if (!index.table().equals(table)) {
                throw new IllegalArgumentException(index + " is not an index of " + table);
            }
            for (var part : index.parts()) {
                if (!columns.contains(part.column())) {
                    throw new IllegalArgumentException(index + " needs the column " + part.column());
                }
            }
        }
    }

    /** These columns of every row, with the schema's own indexes. */
    public static TableDefinition of(String table, String... columns) {
        return new TableDefinition(table, List.of(columns), List.of(), List.of());
    }

    /** Columns of a known schema, so that a misspelt one does not compile. Throws IllegalArgumentException if they are not of one table. */
    public static TableDefinition of(Column<?> first, Column<?>... more) {
        return of(first.table(), ColumnNames.ofOneTable(first, more));
    }

    /** The same with these indexes in place of those given before. */
    public TableDefinition indexedBy(Index... more) {
        return new TableDefinition(table, columns, where, List.of(more));
    }

    /** The same of rows of which any one condition holds. */
    public TableDefinition where(Condition... anyOf) {
        return new TableDefinition(table, columns, List.of(anyOf), indexes);
    }

    MonitorRequest request(RowShape shape) {
        var present = columns.stream().filter(shape::has).toList();
        return MonitorRequest.of(table, present).where(where.toArray(Condition[]::new));
    }

    /** Ours, and those of the schema as far as we have their columns. */
    Set<Index> indexesWith(TableSchema schema) {
        var all = new LinkedHashSet<>(indexes);
        for (var unique : schema.indexes()) {
            if (columns.containsAll(unique)) {
                all.add(Index.on(table, unique.toArray(String[]::new)));
            }
        }
        return all;
    }
}
