package io.github.ovnnb.ovsdb.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A large set: sorted chunks in a sorted array. A change copies the one chunk that it meets and the array of chunks, some
 * kilobytes where a set of 100,000 elements takes 400; the other chunks are shared with the set before the change.
 */
final class ChunkedSet extends OvsSet {
    /** The most elements of one chunk; a fresh one is filled by half. */
    static final int CHUNK = 256;

    private final Atom[][] chunks;
    private final int size;

    private ChunkedSet(Atom[][] chunks, int size) {
        this.chunks = chunks;
        this.size = size;
    }

    static ChunkedSet ofSorted(Atom[] elements) {
        var chunks = new ChunkList(2 * elements.length / CHUNK + 1);
        chunks.addSplit(elements);
        return new ChunkedSet(chunks.toArray(), elements.length);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public boolean contains(Atom element) {
        return Arrays.binarySearch(chunks[chunkOf(element)], element) >= 0;
    }

    /** The last chunk that does not begin above the element, or the first. */
    private int chunkOf(Atom element) {
        int low = 1;
        int high = chunks.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (chunks[middle][0].compareTo(element) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    @Override
    public OvsSet symmetricDifference(OvsSet difference) {
        return difference instanceof ChunkedSet other && sharesChunksWith(other)
                ? fromVersion(other)
                : changedBy(difference.toArray());
    }

    private boolean sharesChunksWith(ChunkedSet other) {
        Set<Atom[]> theirs = Collections.newSetFromMap(new IdentityHashMap<>());
        Collections.addAll(theirs, other.chunks);
        return Stream.of(chunks).anyMatch(theirs::contains);
    }

    /** The difference from an earlier or later version of this set. */
    private OvsSet fromVersion(ChunkedSet other) {
        var result = new ArrayList<Atom>();
        var ours = new ChunkCursor(chunks);
        var theirs = new ChunkCursor(other.chunks);
        while (ours.hasNext() || theirs.hasNext()) {
            if (ours.skipShared(theirs)) {
                continue;
            }
            int order = !ours.hasNext()
                    ? 1
                    : !theirs.hasNext() ? -1 : ours.current().compareTo(theirs.current());
            if (order != 0) {
                result.add(order < 0 ? ours.current() : theirs.current());
            }
            if (order <= 0) {
                ours.advance();
            }
            if (order >= 0) {
                theirs.advance();
            }
        }
        return OvsSet.ofSorted(result.toArray(Atom[]::new));
    }

    private OvsSet changedBy(Atom[] difference) {
        var changed = new ChunkList(chunks.length + 2);
        int newSize = size;
        int done = 0;
        int next = 0;
        while (next < difference.length) {
            int chunk = chunkOf(difference[next]);
            changed.addAll(chunks, done, chunk);
            int from = next;
            while (next < difference.length
                    && (chunk + 1 == chunks.length || difference[next].compareTo(chunks[chunk + 1][0]) < 0)) {
                next++;
            }
            var merged = merged(chunks[chunk], Arrays.copyOfRange(difference, from, next));
            newSize += merged.length - chunks[chunk].length;
            changed.addChanged(merged);
            done = chunk + 1;
        }
        changed.addAll(chunks, done, chunks.length);
        return newSize > CHUNK / 2
                ? new ChunkedSet(changed.toArray(), newSize)
                : OvsSet.ofSorted(concatenated(changed.toArray(), newSize));
    }

    /** Two versions of one set share most of their chunks, which need not be looked into. */
    @Override
    public boolean equals(Object other) {
        if (!(other instanceof ChunkedSet that) || this == other) {
            return super.equals(other);
        }
        if (size != that.size) {
            return false;
        }
        var ours = new ChunkCursor(chunks);
        var theirs = new ChunkCursor(that.chunks);
        while (ours.hasNext()) {
            if (ours.skipShared(theirs)) {
                continue;
            }
            if (!ours.current().equals(theirs.current())) {
                return false;
            }
            ours.advance();
            theirs.advance();
        }
        return true;
    }

    /** Sets of all representations are equal by their elements, and so is their hash code. */
    @Override
    public int hashCode() {
        return super.hashCode();
    }

    @Override
    Atom[] toArray() {
        return concatenated(chunks, size);
    }

    private static Atom[] concatenated(Atom[][] chunks, int size) {
        var all = new Atom[size];
        int at = 0;
        for (var chunk : chunks) {
            System.arraycopy(chunk, 0, all, at, chunk.length);
            at += chunk.length;
        }
        return all;
    }

    @Override
    public Iterator<Atom> iterator() {
        var cursor = new ChunkCursor(chunks);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return cursor.hasNext();
            }

            @Override
            public Atom next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                var atom = cursor.current();
                cursor.advance();
                return atom;
            }
        };
    }
}
