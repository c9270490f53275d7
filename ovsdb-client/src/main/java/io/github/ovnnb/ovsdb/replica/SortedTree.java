package io.github.ovnnb.ovsdb.replica;

import io.github.ovnnb.ovsdb.protocol.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A persistent tree of rows in the order of their keys, balanced by weight (Adams, "Efficient sets: a balancing act", 1993; the bounds
 * of Hirai and Yamamoto, 2011). A change copies the path to its place, of logarithmic length. Null is the empty tree.
 *
 * @param size of the whole tree below and with this node
 */
record SortedTree(
        SortedKey key,
        Row row,
        @Nullable SortedTree left,
        @Nullable SortedTree right,
        int size) {
    private static final int DELTA = 3;
    private static final int RATIO = 2;

    static int size(@Nullable SortedTree tree) {
        return tree == null ? 0 : tree.size;
    }

    private static SortedTree of(SortedTree entry, @Nullable SortedTree left, @Nullable SortedTree right) {
        return new SortedTree(entry.key, entry.row, left, right, size(left) + size(right) + 1);
    }

    static SortedTree leaf(SortedKey key, Row row) {
        return new SortedTree(key, row, null, null, 1);
    }

    /** Of leaves in rising order. */
    static @Nullable SortedTree ofSorted(List<SortedTree> leaves) {
        if (leaves.isEmpty()) {
            return null;
        }
        int middle = leaves.size() / 2;
        return of(
                leaves.get(middle),
                ofSorted(leaves.subList(0, middle)),
                ofSorted(leaves.subList(middle + 1, leaves.size())));
    }

    /** With the row in place of one of the same key. */
    static SortedTree put(@Nullable SortedTree tree, SortedTree leaf) {
        if (tree == null) {
            return leaf;
        }
        int order = leaf.key.compareTo(tree.key);
        if (order == 0) {
            return of(leaf, tree.left, tree.right);
        }
        return order < 0
                ? balanced(tree, put(tree.left, leaf), tree.right)
                : balanced(tree, tree.left, put(tree.right, leaf));
    }

    static @Nullable SortedTree remove(@Nullable SortedTree tree, SortedKey key) {
        if (tree == null) {
            return null;
        }
        int order = key.compareTo(tree.key);
        if (order == 0) {
            return joined(tree.left, tree.right);
        }
        return order < 0
                ? balanced(tree, remove(tree.left, key), tree.right)
                : balanced(tree, tree.left, remove(tree.right, key));
    }

    private static @Nullable SortedTree joined(@Nullable SortedTree left, @Nullable SortedTree right) {
        if (left == null || right == null) {
            return left == null ? right : left;
        }
        var next = right;
        for (var lower = next.left; lower != null; lower = next.left) {
            next = lower;
        }
        return balanced(next, left, remove(right, next.key));
    }

    private static SortedTree balanced(SortedTree entry, @Nullable SortedTree left, @Nullable SortedTree right) {
        if (size(left) + size(right) > 1) {
            if (right != null && size(right) > DELTA * size(left)) {
                return rotatedLeft(entry, left, right);
            }
            if (left != null && size(left) > DELTA * size(right)) {
                return rotatedRight(entry, left, right);
            }
        }
        return of(entry, left, right);
    }

    private static SortedTree rotatedLeft(SortedTree entry, @Nullable SortedTree left, SortedTree right) {
        var inner = right.left;
        return inner == null || size(inner) < RATIO * size(right.right)
                ? of(right, of(entry, left, inner), right.right)
                : of(inner, of(entry, left, inner.left), of(right, inner.right, right.right));
    }

    private static SortedTree rotatedRight(SortedTree entry, SortedTree left, @Nullable SortedTree right) {
        var inner = left.right;
        return inner == null || size(inner) < RATIO * size(left.left)
                ? of(left, left.left, of(entry, inner, right))
                : of(inner, of(left, left.left, inner.left), of(entry, inner.right, right));
    }

    /** How many rows come before the bound. */
    static int rank(@Nullable SortedTree tree, SortedKey.Bound bound) {
        int before = 0;
        for (var node = tree; node != null; ) {
            if (bound.isBelow(node.key)) {
                node = node.left;
            } else {
                before += size(node.left) + 1;
                node = node.right;
            }
        }
        return before;
    }

    /** The row with so many before it. */
    Row at(int index) {
        var node = this;
        int skipped = index;
        while (true) {
            int before = size(node.left);
            var next = skipped < before ? node.left : node.right;
            if (skipped == before || next == null) {
                return node.row;
            }
            skipped -= skipped < before ? 0 : before + 1;
            node = next;
        }
    }
}
