package io.github.ovnnb.ovsdb.replica;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * A persistent hash map whose entries contain their keys: a compressed hash-array mapped trie ("CHAMP", Steindorfer and Vinju,
 * OOPSLA 2015). A change copies the path to the entry, of logarithmic length, and shares the rest with the map before it; an
 * {@link Editor} copies each node once for many changes. Look-ups allocate nothing.
 */
final class HashTrie<K, E> implements Iterable<E> {
    static final int BITS = 6;
    static final int PARTS = 1 << BITS;
    /** Below this, nodes are plain lists of entries whose whole hashes are equal. */
    static final int LAST_SHIFT = 30;

    /** How entries are found. Hashes need not be well spread. */
    interface Keying<K, E> {
        int hash(K key);

        int hashOf(E entry);

        boolean hasKey(E entry, K key);

        boolean sameKey(E one, E other);
    }

    private final Keying<K, E> keying;
    private final Node<E> root;
    private final int size;

    HashTrie(Keying<K, E> keying, Node<E> root, int size) {
        this.keying = keying;
        this.root = root;
        this.size = size;
    }

    static <K, E> HashTrie<K, E> empty(Keying<K, E> keying) {
        return new HashTrie<>(keying, new Node<>(0, 0, new Object[0], keying), 0);
    }

    int size() {
        return size;
    }

    @Nullable
    E find(K key) {
        return find(keying, root, key);
    }

    private static <K, E> @Nullable E find(Keying<K, E> keying, Node<E> root, K key) {
        int hash = spread(keying.hash(key));
        var node = root;
        for (int shift = 0; shift <= LAST_SHIFT; shift += BITS) {
            long bit = bit(hash, shift);
            if ((node.entries & bit) != 0) {
                E entry = node.entry(node.entryIndex(bit));
                return keying.hasKey(entry, key) ? entry : null;
            }
            if ((node.children & bit) == 0) {
                return null;
            }
            node = node.child(node.childIndex(bit));
        }
        for (int i = 0; i < node.slots.length; i++) {
            E entry = node.entry(i);
            if (keying.hasKey(entry, key)) {
                return entry;
            }
        }
        return null;
    }

    @Override
    public Iterator<E> iterator() {
        return new Entries<>(root);
    }

    Editor<K, E> edit() {
        return new Editor<>(this);
    }

    static long bit(int hash, int shift) {
        return 1L << part(hash, shift);
    }

    /** Six bits at a time from the top, so that the order of the hashes is the order of the trie; the last are two. */
    static int part(int hash, int shift) {
        return (hash << shift) >>> (Integer.SIZE - BITS);
    }

    /** The product's upper bits, which are used first, depend on all bits of the hash. */
    static int spread(int hash) {
        return hash * 0x9E3779B9;
    }

    /** First the entries, then the child nodes, each by rising bit. */
    static final class Node<E> {
        /** Which 6-bit parts of the hash have an entry here, and which have a child. */
        private long entries;

        private long children;
        private Object[] slots;
        /** The editor that may change this node in place. */
        private final Object owner;

        Node(long entries, long children, Object[] slots, Object owner) {
            this.entries = entries;
            this.children = children;
            this.slots = slots;
            this.owner = owner;
        }

        @SuppressWarnings("unchecked") // Editors put nothing else there.
        E entry(int index) {
            return (E) slots[index];
        }

        @SuppressWarnings("unchecked")
        Node<E> child(int index) {
            return (Node<E>) slots[index];
        }

        Object[] slots() {
            return slots;
        }

        int entryIndex(long bit) {
            return Long.bitCount(entries & (bit - 1));
        }

        int childIndex(long bit) {
            return Long.bitCount(entries) + Long.bitCount(children & (bit - 1));
        }

        int entryCount(int shift) {
            return shift > LAST_SHIFT ? slots.length : Long.bitCount(entries);
        }

        Node<E> ownedBy(Object editor) {
            return owner == editor ? this : new Node<>(entries, children, slots.clone(), editor);
        }

        /** With other slots, which need not be copied once more for that. */
        Node<E> with(long newEntries, long newChildren, Object[] newSlots, Object editor) {
            if (owner != editor) {
                return new Node<>(newEntries, newChildren, newSlots, editor);
            }
            entries = newEntries;
            children = newChildren;
            slots = newSlots;
            return this;
        }
    }

    /** Walks the tree, entries of a node before those of its children. */
    private static final class Entries<E> implements Iterator<E> {
        private final Deque<Position<E>> path = new ArrayDeque<>();

        Entries(Node<E> root) {
            path.push(new Position<>(root, 0));
            settle();
        }

        /** Goes on to the next entry, if there is one. */
        private void settle() {
            while (!path.isEmpty()) {
                var position = path.element();
                if (position.isAtEntry()) {
                    return;
                }
                if (position.isAtEnd()) {
                    path.pop();
                } else {
                    path.push(position.descend());
                }
            }
        }

        @Override
        public boolean hasNext() {
            return !path.isEmpty();
        }

        @Override
        public E next() {
            E entry = path.element().takeEntry();
            settle();
            return entry;
        }
    }

    private static final class Position<E> {
        private final Node<E> node;
        private final int shift;
        private final int entryCount;
        private int slot;

        Position(Node<E> node, int shift) {
            this.node = node;
            this.shift = shift;
            this.entryCount = node.entryCount(shift);
        }

        boolean isAtEntry() {
            return slot < entryCount;
        }

        boolean isAtEnd() {
            return slot == node.slots.length;
        }

        Position<E> descend() {
            return new Position<>(node.child(slot++), shift + BITS);
        }

        E takeEntry() {
            return node.entry(slot++);
        }
    }

    /** Makes a new map out of an old one. Confined to one thread; of no use after {@link #build}. */
    static final class Editor<K, E> {
        private final Keying<K, E> keying;
        private Object owner = new Object();
        private Node<E> root;
        private int size;
        private @Nullable E previous;

        private Editor(HashTrie<K, E> origin) {
            this.keying = origin.keying;
            this.root = origin.root;
            this.size = origin.size;
        }

        HashTrie<K, E> build() {
            // From now on nobody may change these nodes.
            owner = new Object();
            return new HashTrie<>(keying, root, size);
        }

        @Nullable
        E find(K key) {
            return HashTrie.find(keying, root, key);
        }

        /** Returns the entry of the same key that was replaced, if any. */
        @Nullable
        E put(E entry) {
            previous = null;
            root = put(root, entry, spread(keying.hashOf(entry)), 0);
            if (previous == null) {
                size++;
            }
            return previous;
        }

        /** Returns the entry that was removed, if any. */
        @Nullable
        E remove(K key) {
            previous = null;
            root = remove(root, key, spread(keying.hash(key)), 0);
            if (previous != null) {
                size--;
            }
            return previous;
        }

        private Node<E> put(Node<E> node, E entry, int hash, int shift) {
            if (shift > LAST_SHIFT) {
                return putIntoList(node, entry);
            }
            long bit = bit(hash, shift);
            if ((node.entries & bit) != 0) {
                return putOnEntry(node, entry, hash, shift, bit);
            }
            if ((node.children & bit) == 0) {
                var slots = inserted(node.slots, node.entryIndex(bit), entry);
                return node.with(node.entries | bit, node.children, slots, owner);
            }
            var owned = node.ownedBy(owner);
            int index = owned.childIndex(bit);
            owned.slots[index] = put(owned.child(index), entry, hash, shift + BITS);
            return owned;
        }

        private Node<E> putOnEntry(Node<E> node, E entry, int hash, int shift, long bit) {
            int index = node.entryIndex(bit);
            E present = node.entry(index);
            if (keying.sameKey(present, entry)) {
                previous = present;
                var owned = node.ownedBy(owner);
                owned.slots[index] = entry;
                return owned;
            }
            var child = pair(present, spread(keying.hashOf(present)), entry, hash, shift + BITS);
            // There is one entry less before the children.
            var slots = moved(node.slots, index, node.childIndex(bit) - 1, child);
            return node.with(node.entries & ~bit, node.children | bit, slots, owner);
        }

        private Node<E> pair(E one, int oneHash, E other, int otherHash, int shift) {
            if (shift > LAST_SHIFT) {
                return new Node<>(0, 0, new Object[] {one, other}, owner);
            }
            long oneBit = bit(oneHash, shift);
            long otherBit = bit(otherHash, shift);
            if (oneBit == otherBit) {
                return new Node<>(0, oneBit, new Object[] {pair(one, oneHash, other, otherHash, shift + BITS)}, owner);
            }
            boolean inOrder = Long.compareUnsigned(oneBit, otherBit) < 0;
            var slots = inOrder ? new Object[] {one, other} : new Object[] {other, one};
            return new Node<>(oneBit | otherBit, 0, slots, owner);
        }

        private Node<E> putIntoList(Node<E> node, E entry) {
            for (int i = 0; i < node.slots.length; i++) {
                E present = node.entry(i);
                if (keying.sameKey(present, entry)) {
                    previous = present;
                    var owned = node.ownedBy(owner);
                    owned.slots[i] = entry;
                    return owned;
                }
            }
            return node.with(node.entries, node.children, inserted(node.slots, node.slots.length, entry), owner);
        }

        private Node<E> remove(Node<E> node, K key, int hash, int shift) {
            if (shift > LAST_SHIFT) {
                return removeFromList(node, key);
            }
            long bit = bit(hash, shift);
            if ((node.entries & bit) != 0) {
                int index = node.entryIndex(bit);
                return removeEntry(node, index, bit, key);
            }
            return (node.children & bit) == 0 ? node : removeBelow(node, key, hash, shift, bit);
        }

        private Node<E> removeEntry(Node<E> node, int index, long bit, K key) {
            E present = node.entry(index);
            if (!keying.hasKey(present, key)) {
                return node;
            }
            previous = present;
            return node.with(node.entries & ~bit, node.children, removed(node.slots, index), owner);
        }

        private Node<E> removeBelow(Node<E> node, K key, int hash, int shift, long bit) {
            int index = node.childIndex(bit);
            var child = node.child(index);
            var changed = remove(child, key, hash, shift + BITS);
            if (previous == null) {
                return node;
            }
            if (changed.slots.length > 1 || changed.entryCount(shift + BITS) == 0) {
                var owned = node.ownedBy(owner);
                owned.slots[index] = changed;
                return owned;
            }
            // A child with a single entry is not worth a node: equal contents have equal tries.
            var slots = moved(node.slots, index, node.entryIndex(bit), changed.slots[0]);
            return node.with(node.entries | bit, node.children & ~bit, slots, owner);
        }

        private Node<E> removeFromList(Node<E> node, K key) {
            for (int i = 0; i < node.slots.length; i++) {
                E present = node.entry(i);
                if (keying.hasKey(present, key)) {
                    previous = present;
                    return node.with(node.entries, node.children, removed(node.slots, i), owner);
                }
            }
            return node;
        }

        /** One slot less at {@code from}, one more with this value at {@code to}, counted without the other. */
        private static Object[] moved(Object[] slots, int from, int to, Object value) {
            var copy = slots.clone();
            if (from < to) {
                System.arraycopy(slots, from + 1, copy, from, to - from);
            } else {
                System.arraycopy(slots, to, copy, to + 1, from - to);
            }
            copy[to] = value;
            return copy;
        }

        private static Object[] inserted(Object[] slots, int index, Object value) {
            var longer = new Object[slots.length + 1];
            System.arraycopy(slots, 0, longer, 0, index);
            longer[index] = value;
            System.arraycopy(slots, index, longer, index + 1, slots.length - index);
            return longer;
        }

        private static Object[] removed(Object[] slots, int index) {
            var shorter = Arrays.copyOf(slots, slots.length - 1);
            System.arraycopy(slots, index + 1, shorter, index, slots.length - index - 1);
            return shorter;
        }
    }
}
