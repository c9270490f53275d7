package io.github.ovnnb.ovsdb.replica;

import io.github.ovnnb.ovsdb.protocol.Atom;
import io.github.ovnnb.ovsdb.protocol.OvsMap;
import io.github.ovnnb.ovsdb.protocol.OvsSet;
import io.github.ovnnb.ovsdb.protocol.OvsString;
import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.protocol.RowShape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table by each element of a set column, at one moment. Refers to rows by their uuids: a row with 1,000 elements that
 * gains one then changes one entry, and not 1,001.
 */
record ElementIndex(Index index, int position, HashTrie<Object, Holders> entries) {

    /** The rows that have an element: the uuid of the only one, or a trie of uuids. All rows of a table may share an element. */
    record Holders(Atom element, Object rows) {
        @SuppressWarnings("unchecked") // Nothing else is ever put in.
        private HashTrie<UUID, UUID> several() {
            return (HashTrie<UUID, UUID>) rows;
        }

        Holders with(UUID row) {
            var editor = rows instanceof UUID only ? afresh(only) : several().edit();
            editor.put(row);
            var all = editor.build();
            return new Holders(element, all.size() == 1 ? row : all);
        }

        private static HashTrie.Editor<UUID, UUID> afresh(UUID only) {
            var editor = HashTrie.<UUID, UUID>empty(Uuids.SELVES).edit();
            editor.put(only);
            return editor;
        }

        /** Null if nothing is left. */
        @Nullable
        Holders without(UUID row) {
            if (rows instanceof UUID only) {
                return only.equals(row) ? null : this;
            }
            var editor = several().edit();
            editor.remove(row);
            var left = editor.build();
            return new Holders(element, left.size() == 1 ? left.iterator().next() : left);
        }

        Iterable<UUID> uuids() {
            return rows instanceof UUID only ? List.of(only) : several();
        }
    }

    /** Uuids that are found by themselves. */
    private enum Uuids implements HashTrie.Keying<UUID, UUID> {
        SELVES;

        @Override
        public int hash(UUID uuid) {
            return uuid.hashCode();
        }

        @Override
        public int hashOf(UUID entry) {
            return entry.hashCode();
        }

        @Override
        public boolean hasKey(UUID entry, UUID uuid) {
            return entry.equals(uuid);
        }

        @Override
        public boolean sameKey(UUID one, UUID other) {
            return one.equals(other);
        }
    }

    /** A key to look for is an atom, or a String that stands for one. */
    private enum Elements implements HashTrie.Keying<Object, Holders> {
        OF_SETS;

        @Override
        public int hash(Object key) {
            return key.hashCode();
        }

        @Override
        public int hashOf(Holders entry) {
            return entry.element().hashCode();
        }

        @Override
        public boolean hasKey(Holders entry, Object key) {
            return key instanceof String text
                    ? entry.element() instanceof OvsString held && held.value().equals(text)
                    : entry.element().equals(key);
        }

        @Override
        public boolean sameKey(Holders one, Holders other) {
            return one.element().equals(other.element());
        }
    }

    @Nullable
    Row findAny(Object key, HashTrie<UUID, Row> rows) {
        var holders = entries.find(key);
        return holders == null ? null : rows.find(holders.uuids().iterator().next());
    }

    Collection<Row> findAll(Object key, HashTrie<UUID, Row> rows) {
        var holders = entries.find(key);
        var found = new ArrayList<Row>();
        if (holders != null) {
            for (var uuid : holders.uuids()) {
                var row = rows.find(uuid);
                if (row != null) {
                    found.add(row);
                }
            }
        }
        return List.copyOf(found);
    }

    private static OvsSet elements(@Nullable Row row, int position) {
        if (row == null || position < 0 || row.value(position) instanceof OvsMap) {
            return OvsSet.empty();
        }
        return row.value(position).asSet();
    }

    static ElementIndex of(Index index, RowShape shape, Iterable<Row> rows) {
        var position = shape.positionOf(index.parts().get(0).column());
        var build = new HashTrieBuild<Object, Holders>(
                Elements.OF_SETS, (earlier, later) -> earlier.with((UUID) later.rows()));
        for (var row : rows) {
            var uuid = row.uuid();
            for (var element : elements(row, position)) {
                build.add(new Holders(element, uuid));
            }
        }
        return new ElementIndex(index, position, build.build());
    }

    /** Follows the changes of the rows. Confined to one thread. */
    static final class Editor {
        private final Index index;
        private final int position;
        private final HashTrie.Editor<Object, Holders> entries;

        Editor(ElementIndex origin) {
            this.index = origin.index;
            this.position = origin.position;
            this.entries = origin.entries.edit();
        }

        ElementIndex build() {
            return new ElementIndex(index, position, entries.build());
        }

        void changed(@Nullable Row old, @Nullable Row row) {
            var before = elements(old, position);
            var after = elements(row, position);
            var either = row == null ? old : row;
            if (either == null) {
                return;
            }
            var uuid = either.uuid();
            for (var element : before.symmetricDifference(after)) {
                if (after.contains(element)) {
                    add(element, uuid);
                } else {
                    remove(element, uuid);
                }
            }
        }

        private void add(Atom element, UUID row) {
            var present = entries.find(element);
            entries.put(present == null ? new Holders(element, row) : present.with(row));
        }

        private void remove(Atom element, UUID row) {
            var present = entries.find(element);
            var left = present == null ? null : present.without(row);
            if (left != null) {
                entries.put(left);
            } else if (present != null) {
                entries.remove(element);
            }
        }
    }
}
