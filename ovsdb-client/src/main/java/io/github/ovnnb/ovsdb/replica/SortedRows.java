package io.github.ovnnb.ovsdb.replica;

import io.github.ovnnb.ovsdb.protocol.Atom;
import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.replica.SortedKey.Bound;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a snapshot in the order of a {@linkplain Index#sorted sorted index}, or a stretch of them. Immutable; to find a bound, the
 * size or the row at a place takes logarithmic time, and nothing is copied.
 *
 * <p>A bound is one value for each part of the index, or for the first few: then it stands for all keys that begin so. Which rows are
 * "before" others is said in the order of the index, so with a falling part the greater values come before.
 */
public final class SortedRows extends AbstractList<Row> implements RandomAccess {
    private final @Nullable SortedTree tree;
    private final int parts;
    private final int first;
    private final int end;

    private SortedRows(@Nullable SortedTree tree, int parts, int first, int end) {
        this.tree = tree;
        this.parts = parts;
        this.first = first;
        this.end = Math.max(first, end);
    }

    static SortedRows of(@Nullable SortedTree tree, int parts) {
        return new SortedRows(tree, parts, 0, SortedTree.size(tree));
    }

    /** Those whose key is this, begins so, or comes after it. */
    public SortedRows from(Atom... key) {
        return behind(bound(false, key));
    }

    /** Those whose key comes after this and after all that begin so: where to go on after the last row of a page. */
    public SortedRows after(Atom... key) {
        return behind(bound(true, key));
    }

    /** Those whose key is this, begins so, or comes before it. */
    public SortedRows upTo(Atom... key) {
        return upTo(bound(true, key));
    }

    /** Those whose key comes before this and before all that begin so. */
    public SortedRows before(Atom... key) {
        return upTo(bound(false, key));
    }

    /** Those whose key is this or begins so. */
    public SortedRows with(Atom... key) {
        return from(key).upTo(key);
    }

    private Bound bound(boolean behind, Atom... key) {
        if (key.length > parts) {
            throw new IllegalArgumentException(
                    "a key of " + key.length + " values for an index of " + parts + " parts");
        }
        return new Bound(List.of(key), behind);
    }

    private SortedRows behind(Bound bound) {
        return new SortedRows(tree, parts, Math.max(first, SortedTree.rank(tree, bound)), end);
    }

    private SortedRows upTo(Bound bound) {
        return new SortedRows(tree, parts, first, Math.min(end, SortedTree.rank(tree, bound)));
    }

    /** The row with so many of these before it. */
    @Override
    public Row get(int index) {
        if (tree == null || index < 0 || index >= size()) {
            throw new IndexOutOfBoundsException("row " + index + " of " + size());
        }
        return tree.at(first + index);
    }

    @Override
    public int size() {
        return end - first;
    }
}
