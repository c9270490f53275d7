package io.github.ovnnb.ovsdb.replica;

import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.protocol.RowShape;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a table by the key of one index, at one moment. */
record TableIndex(Index index, IndexKeys keys, HashTrie<Object, Keyed> entries) {

    /** One of the rows of this key. */
    @Nullable
    Row findAny(Object key) {
        var entry = entries.find(IndexKeys.plain(key));
        return entry == null ? null : entry.any();
    }

    Collection<Row> findAll(Object key) {
        var entry = entries.find(IndexKeys.plain(key));
        return entry == null ? List.of() : entry.all();
    }

    /** Collects the rows of a dump. Confined to one thread. */
    static final class Builder {
        private final Index index;
        private final IndexKeys keys;
        private final HashTrieBuild<Object, Keyed> entries;

        Builder(Index index, RowShape shape) {
            this.index = index;
            this.keys = IndexKeys.of(index, shape);
            this.entries = new HashTrieBuild<>(Keyed.Keying.BY_KEY, (earlier, later) -> earlier.with(later.any()));
        }

        void add(Row row) {
            var key = keys.keyOf(row);
            if (key != null) {
                entries.add(Keyed.of(key, row));
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
        private final HashTrie.Editor<Object, Keyed> entries;

        Editor(TableIndex origin) {
            this.index = origin.index;
            this.keys = origin.keys;
            this.entries = origin.entries.edit();
        }

        TableIndex build() {
            return new TableIndex(index, keys, entries.build());
        }

        void changed(@Nullable Row old, @Nullable Row row) {
            var before = old == null ? null : keys.keyOf(old);
            var after = row == null ? null : keys.keyOf(row);
            if (old != null && before != null && !before.equals(after)) {
                remove(before, old);
            }
            if (row != null && after != null) {
                put(after, row);
            }
        }

        private void put(Object key, Row row) {
            var present = entries.put(Keyed.of(key, row));
            if (present != null && (present.isOfSeveral() || !RowKeys.BY_UUID.sameKey(present.any(), row))) {
                entries.put(present.with(row));
            }
        }

        private void remove(Object key, Row row) {
            var present = entries.remove(key);
            if (present != null && present.isOfSeveral()) {
                entries.put(present.without(row));
            }
        }
    }
}
