package io.github.ovnnb.ovsdb.protocol;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What to follow of one table (RFC 7047 section 4.1.5; ovsdb-server(7) section 4.1.12).
 *
 * @param table whose rows are wanted
 * @param columns never empty in practice: without it the server adds {@code _version}, which changes with every write
 * @param select empty is not allowed by the server
 * @param where rows of which any one condition holds; empty means every row. Ignored by a plain {@code monitor}
 */
public record MonitorRequest(String table, List<String> columns, Set<Select> select, List<Condition> where) {
    /** Copies the lists. */
    public MonitorRequest {
        columns = List.copyOf(columns);
        select = Set.copyOf(select);
        where = List.copyOf(where);
    }

    /** Which changes are told (RFC 7047 section 4.1.5, {@code <monitor-select>}). */
    public enum Select {
        /** The rows that are there. */
        INITIAL,
        /** New rows. */
        INSERT,
        /** Rows that go. */
        DELETE,
        /** Rows that change. */
        MODIFY
    }

    /** All changes of all rows, seen through these columns. */
    public static MonitorRequest of(String table, List<String> columns) {
        return new MonitorRequest(table, columns, EnumSet.allOf(Select.class), List.of());
    }

    /** The same of rows of which any one condition holds; of every row if none is given. */
    public MonitorRequest where(Condition... anyOf) {
        return new MonitorRequest(table, columns, select, List.of(anyOf));
    }
}
