package io.github.ovnnb.ovsdb.replica;

import io.github.ovnnb.ovsdb.protocol.Column;
import java.util.ArrayList;

/** From columns that the compiler knows to the names that the wire knows. */
final class ColumnNames {
    private ColumnNames() {}

    /** Throws IllegalArgumentException if they are not of one table. */
    static String[] ofOneTable(Column<?> first, Column<?>... more) {
        var names = new ArrayList<String>();
        names.add(first.name());
        for (var column : more) {
            if (!column.table().equals(first.table())) {
                throw new IllegalArgumentException(column + " is not a column of " + first.table());
            }
            names.add(column.name());
        }
        return names.toArray(String[]::new);
    }
}
