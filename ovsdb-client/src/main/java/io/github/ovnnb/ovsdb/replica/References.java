package io.github.ovnnb.ovsdb.replica;

import io.github.ovnnb.ovsdb.protocol.Atom;
import io.github.ovnnb.ovsdb.protocol.BaseType;
import io.github.ovnnb.ovsdb.protocol.Column;
import io.github.ovnnb.ovsdb.protocol.OvsMap;
import io.github.ovnnb.ovsdb.protocol.OvsUuid;
import io.github.ovnnb.ovsdb.protocol.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Follows uuids to the rows that they are the keys of. */
final class References {
    private References() {}

    /** By the server's schema: what the caller's column says of itself may be older. */
    static List<Row> of(Row row, Column<?> column, Snapshot snapshot) {
        if (!column.table().equals(row.table())) {
            throw new IllegalArgumentException(column + " is no column of " + row.table());
        }
        var value = row.value(column.name());
        int position = row.shape().positionOf(column.name());
        if (position < 0) {
            return List.of();
        }
        var type = row.shape().column(position).type();
        var found = new ArrayList<Row>();
        if (value instanceof OvsMap map) {
            var ofKeys = tableOf(type.key());
            var ofValues = type.value().flatMap(References::tableOf);
            map.forEach((key, held) -> {
                ofKeys.flatMap(table -> find(table, key, snapshot)).ifPresent(found::add);
                ofValues.flatMap(table -> find(table, held, snapshot)).ifPresent(found::add);
            });
        } else {
            tableOf(type.key())
                    .ifPresent(table -> value.asSet()
                            .forEach(key -> find(table, key, snapshot).ifPresent(found::add)));
        }
        return found;
    }

    private static Optional<String> tableOf(BaseType type) {
        return type.reference().map(BaseType.Reference::table);
    }

    private static Optional<Row> find(String table, Atom key, Snapshot snapshot) {
        return key instanceof OvsUuid uuid ? snapshot.lookUp(table, uuid.value()) : Optional.empty();
    }
}
