package io.github.ovnnb.ovsdb.replica;

import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.protocol.RowShape;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a table by the key of one index, at one moment. */
record TableIndex(Index index, IndexKeys keys, HashTrie<Object, Object> entries) {

    /** What two rows, or a group and one more row, of one key amount to. */
    private static Object together(Object earlier, Object later) {
        var row = (Row) later;
        return earlier instanceof RowGroup group ? group.with(row) : RowGroup.of((Row) earlier, row);
    }

    /** One of the rows of this key. */
    @Nullable
    Row findAny(Object key) {
        var entry = entries.find(key);
        return entry instanceof RowGroup group ? group.first() : (Row) entry;
    }

    Collection<Row> findAll(Object key) {
        var entry = entries.find(key);
        if (entry == null) {
            return List.of();
        }
        return entry instanceof RowGroup group ? group : List.of((Row) entry);
    }

    /** Collects the rows of a dump. Confined to one thread. */
    static final class Builder {
        private final Index index;
        private final IndexKeys keys;
        private final HashTrieBuild<Object, Object> entries;

        Builder(Index index, RowShape shape) {
            this.index = index;
            this.keys = IndexKeys.of(index, shape);
            this.entries = new HashTrieBuild<>(keys, TableIndex::together);
        }

        void add(Row row) {
            if (keys.covers(row)) {
                entries.add(row);
            }
        }

        TableIndex build() {
            return new TableIndex(index, keys, entries.build());
        }
    }

    /** Follows the changes of the rows. Confined to one thread. */
    static final class Editor {
        private final Index index;
        private final IndexKeys keys;
        private final HashTrie.Editor<Object, Object> entries;

        Editor(TableIndex origin) {
            this.index = origin.index;
            this.keys = origin.keys;
            this.entries = origin.entries.edit();
        }

        TableIndex build() {
            return new TableIndex(index, keys, entries.build());
        }

        void changed(@Nullable Row old, @Nullable Row row) {
            var before = old != null && keys.covers(old) ? old : null;
            var after = row != null && keys.covers(row) ? row : null;
            if (before != null && (after == null || !keys.sameKey(before, after))) {
                remove(before);
            }
            if (after != null) {
                put(after);
            }
        }

        private void put(Row row) {
            var present = entries.put(row);
            if (present instanceof RowGroup group) {
                entries.put(group.with(row));
            } else if (present instanceof Row other && !RowKeys.BY_UUID.sameKey(other, row)) {
                entries.put(RowGroup.of(other, row));
            }
        }

        private void remove(Row row) {
            var key = keys.keyOf(row);
            var present = entries.find(key);
            if (present instanceof RowGroup group) {
                entries.put(group.without(row));
            } else {
                entries.remove(key);
            }
        }
    }
}
