package io.github.ovnnb.ovsdb.replica;

import io.github.ovnnb.ovsdb.protocol.Row;
import java.util.AbstractCollection;
import java.util.Iterator;
import java.util.UUID;

/** Two or more rows that share the key of an index. All rows of a table may, so a change must not copy the group. */
final class RowGroup extends AbstractCollection<Row> {
    private final HashTrie<UUID, Row> rows;
    private final Row first;

    private RowGroup(HashTrie<UUID, Row> rows, Row first) {
        this.rows = rows;
        this.first = first;
    }

    static RowGroup of(Row one, Row other) {
        var rows = HashTrie.<UUID, Row>empty(RowKeys.BY_UUID).edit();
        rows.put(one);
        rows.put(other);
        return new RowGroup(rows.build(), one);
    }

    /** Any one of them, to read the key from. */
    Row first() {
        return first;
    }

    RowGroup with(Row row) {
        var changed = rows.edit();
        changed.put(row);
        return new RowGroup(changed.build(), row);
    }

    /** The group without the row, or the only row that is then left. */
    Object without(Row row) {
        var changed = rows.edit();
        changed.remove(row.uuid());
        var left = changed.build();
        var any = left.iterator().next();
        return left.size() == 1 ? any : new RowGroup(left, any);
    }

    @Override
    public Iterator<Row> iterator() {
        return rows.iterator();
    }

    @Override
    public int size() {
        return rows.size();
    }
}
