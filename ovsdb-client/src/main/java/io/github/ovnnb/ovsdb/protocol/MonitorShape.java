package io.github.ovnnb.ovsdb.protocol;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The row shapes of one monitor's tables, by table name: what is needed to read its updates.
 *
 * @param tables by name
 */
public record MonitorShape(Map<String, RowShape> tables) {
    /** Copies the tables. */
    public MonitorShape {
        tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
    }

    /** {@return the shape of a monitor of these tables} */
    public static MonitorShape of(Collection<RowShape> shapes) {
        var byTable = new LinkedHashMap<String, RowShape>();
        shapes.forEach(shape -> byTable.put(shape.table(), shape));
        return new MonitorShape(byTable);
    }

    /** The others only: updates of this table will be passed over. */
    public MonitorShape without(String table) {
        var others = new LinkedHashMap<>(tables);
        others.remove(table);
        return new MonitorShape(others);
    }

    /** {@return the shape of the table's rows, if it is monitored} */
    public Optional<RowShape> table(String name) {
        return Optional.ofNullable(tables.get(name));
    }
}
