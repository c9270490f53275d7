package io.github.ovnnb.ovsdb.replica;

import io.github.ovnnb.ovsdb.replica.HashTrie.Keying;
import io.github.ovnnb.ovsdb.replica.HashTrie.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * Collects entries and makes a trie of them at once, several times as fast as putting one after the other: sorts them by the next
 * five bits of their hashes, level by level, and so makes every node once. For one use, by one thread.
 */
final class HashTrieBuild<K, E> {
    private static final Object NOTHING = new Object();

    private final Keying<K, E> keying;
    private final BinaryOperator<E> merge;
    private final Object owner = new Object();

    private Object[] entries = new Object[16];
    private int[] hashes = new int[16];
    private int count;

    private Object[] sortedEntries = entries;
    private int[] sortedHashes = hashes;
    private int size;

    /** Of two entries with one key, {@code merge} makes one; it is given the earlier first. */
    HashTrieBuild(Keying<K, E> keying, BinaryOperator<E> merge) {
        this.keying = keying;
        this.merge = merge;
    }

    /** Reads the key here and now, while the entry is fresh in the processor's cache. */
    void add(E entry) {
        if (count == entries.length) {
            entries = Arrays.copyOf(entries, 2 * count);
            hashes = Arrays.copyOf(hashes, 2 * count);
        }
        entries[count] = entry;
        hashes[count++] = HashTrie.spread(keying.hashOf(entry));
    }

    HashTrie<K, E> build() {
        sortedEntries = new Object[count];
        sortedHashes = new int[count];
        var root = node(0, count, 0);
        return new HashTrie<>(keying, root, size);
    }

    @SuppressWarnings("unchecked") // Nothing else was added.
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
