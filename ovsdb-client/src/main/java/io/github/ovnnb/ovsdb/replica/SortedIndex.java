package io.github.ovnnb.ovsdb.replica;

import io.github.ovnnb.ovsdb.protocol.Atom;
import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.protocol.RowShape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a table in the order of one index, at one moment. */
record SortedIndex(
        Index index,
        IndexKeys keys,
        boolean[] falling,
        @Nullable SortedTree tree) {

    static SortedIndex of(Index index, RowShape shape, Iterable<Row> rows) {
        var parts = index.parts();
        var falling = new boolean[parts.size()];
        for (int i = 0; i < falling.length; i++) {
            falling[i] = parts.get(i) instanceof Index.Sorted sorted && sorted.falling();
        }
        var empty = new SortedIndex(index, IndexKeys.of(index, shape), falling, null);
        var leaves = new ArrayList<SortedTree>();
        for (var row : rows) {
            var key = empty.keyOf(row);
            if (key != null) {
                leaves.add(SortedTree.leaf(key, row));
            }
        }
        leaves.sort(Comparator.comparing(SortedTree::key));
        return empty.with(SortedTree.ofSorted(leaves));
    }

    private SortedIndex with(@Nullable SortedTree other) {
        return new SortedIndex(index, keys, falling, other);
    }

    /** Null if the row lacks a part of the key, or has several values for one. */
    private @Nullable SortedKey keyOf(Row row) {
        var atoms = new ArrayList<Atom>(falling.length);
        for (int i = 0; i < falling.length; i++) {
            if (!(keys.part(row, i) instanceof Atom atom)) {
                return null;
            }
            atoms.add(atom);
        }
        return SortedKey.of(List.copyOf(atoms), falling, row);
    }

    SortedIndex changed(@Nullable Row old, @Nullable Row row) {
        var before = old == null ? null : keyOf(old);
        var after = row == null ? null : keyOf(row);
        var changed = tree;
        if (before != null && (after == null || before.compareTo(after) != 0)) {
            changed = SortedTree.remove(changed, before);
        }
        if (row != null && after != null) {
            changed = SortedTree.put(changed, SortedTree.leaf(after, row));
        }
        return changed == tree ? this : with(changed);
    }
}
