package io.github.ovnnb.ovsdb.replica;

import io.github.ovnnb.ovsdb.replica.HashTrie.Keying;
import io.github.ovnnb.ovsdb.replica.HashTrie.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

/** Builds a trie top down: sorts the entries by the next five bits of their hashes, level by level. For one use. */
final class HashTrieBuild<K, E> {
    private static final Object NOTHING = new Object();

    private final Keying<K, E> keying;
    private final BinaryOperator<E> merge;
    private final Object owner = new Object();

    private final Object[] entries;
    private final int[] hashes;
    private final Object[] sortedEntries;
    private final int[] sortedHashes;
    private int size;

    HashTrieBuild(Keying<K, E> keying, List<? extends E> all, BinaryOperator<E> merge) {
        this.keying = keying;
        this.merge = merge;
        this.entries = all.toArray();
        this.hashes = new int[entries.length];
        this.sortedEntries = new Object[entries.length];
        this.sortedHashes = new int[entries.length];
        for (int i = 0; i < entries.length; i++) {
            hashes[i] = HashTrie.spread(keying.hashOf(entry(i)));
        }
    }

    Node<E> root() {
        return node(0, entries.length, 0);
    }

    /** Known once the root is. */
    int size() {
        return size;
    }

    @SuppressWarnings("unchecked") // Filled from a list of E.
    private E entry(int index) {
        return (E) entries[index];
    }

    private Node<E> node(int from, int to, int shift) {
        if (shift > HashTrie.LAST_SHIFT) {
            return list(from, to);
        }
        var ends = sort(from, to, shift);
        var ownEntries = new ArrayList<Object>();
        var children = new ArrayList<Object>();
        int entryBits = 0;
        int childBits = 0;
        int begin = from;
        for (int part = 0; part < ends.length; part++) {
            var content = content(begin, ends[part], shift + HashTrie.BITS);
            begin = ends[part];
            if (content instanceof Node<?>) {
                children.add(content);
                childBits |= 1 << part;
            } else if (content != NOTHING) {
                ownEntries.add(content);
                entryBits |= 1 << part;
            }
        }
        ownEntries.addAll(children);
        return new Node<>(entryBits, childBits, ownEntries.toArray(), owner);
    }

    /** What stands in a slot for these entries: nothing, the only one, or a node. */
    private Object content(int from, int to, int shift) {
        if (from == to) {
            return NOTHING;
        }
        if (to - from == 1) {
            size++;
            return entries[from];
        }
        var node = node(from, to, shift);
        // All may have had one key.
        return node.slots().length == 1 && node.entryCount(shift) == 1 ? node.slots()[0] : node;
    }

    /** Entries of one hash: usually of one key. */
    private Node<E> list(int from, int to) {
        var distinct = new ArrayList<E>();
        for (int i = from; i < to; i++) {
            int same = indexOfSameKey(distinct, entry(i));
            if (same < 0) {
                distinct.add(entry(i));
            } else {
                distinct.set(same, merge.apply(distinct.get(same), entry(i)));
            }
        }
        size += distinct.size();
        return new Node<>(0, 0, distinct.toArray(), owner);
    }

    private int indexOfSameKey(List<E> distinct, E entry) {
        for (int i = 0; i < distinct.size(); i++) {
            if (keying.sameKey(distinct.get(i), entry)) {
                return i;
            }
        }
        return -1;
    }

    /** Sorts a range by five bits, stably; returns where each part ends. */
    private int[] sort(int from, int to, int shift) {
        var ends = new int[HashTrie.MASK + 1];
        for (int i = from; i < to; i++) {
            ends[part(hashes[i], shift)]++;
        }
        int begin = from;
        for (int part = 0; part < ends.length; part++) {
            int count = ends[part];
            ends[part] = begin;
            begin += count;
        }
        for (int i = from; i < to; i++) {
            int target = ends[part(hashes[i], shift)]++;
            sortedEntries[target] = entries[i];
            sortedHashes[target] = hashes[i];
        }
        System.arraycopy(sortedEntries, from, entries, from, to - from);
        System.arraycopy(sortedHashes, from, hashes, from, to - from);
        return ends;
    }

    private static int part(int hash, int shift) {
        return (hash >>> shift) & HashTrie.MASK;
    }
}
