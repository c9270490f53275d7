package io.github.ovnnb.ovsdb.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

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
        var chunks = new ArrayList<Atom[]>();
        split(elements, chunks);
        return new ChunkedSet(chunks.toArray(Atom[][]::new), elements.length);
    }

    private static void split(Atom[] elements, List<Atom[]> chunks) {
        if (elements.length <= CHUNK) {
            chunks.add(elements);
            return;
        }
        for (int from = 0; from < elements.length; from += CHUNK / 2) {
            chunks.add(Arrays.copyOfRange(elements, from, Math.min(elements.length, from + CHUNK / 2)));
        }
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
        var changed = new ArrayList<Atom[]>(chunks.length + 1);
        int newSize = size;
        int done = 0;
        var atoms = difference.iterator();
        var atom = atoms.hasNext() ? atoms.next() : null;
        while (atom != null) {
            int chunk = chunkOf(atom);
            changed.addAll(Arrays.asList(chunks).subList(done, chunk));
            var ofThisChunk = new ArrayList<Atom>();
            while (atom != null && (chunk + 1 == chunks.length || atom.compareTo(chunks[chunk + 1][0]) < 0)) {
                ofThisChunk.add(atom);
                atom = atoms.hasNext() ? atoms.next() : null;
            }
            var merged = merged(Arrays.asList(chunks[chunk]), ofThisChunk);
            newSize += merged.length - chunks[chunk].length;
            addMerged(merged, changed);
            done = chunk + 1;
        }
        changed.addAll(Arrays.asList(chunks).subList(done, chunks.length));
        return newSize > CHUNK / 2 ? new ChunkedSet(changed.toArray(Atom[][]::new), newSize) : flat(changed, newSize);
    }

    /** Joins a chunk that has become small to the one before it, so that their number stays in proportion to the size. */
    private static void addMerged(Atom[] merged, List<Atom[]> chunks) {
        int last = chunks.size() - 1;
        if (merged.length == 0) {
            return;
        }
        if (last >= 0 && merged.length < CHUNK / 8 && chunks.get(last).length < CHUNK / 2) {
            chunks.set(last, concatenated(List.of(chunks.get(last), merged), chunks.get(last).length + merged.length));
        } else {
            split(merged, chunks);
        }
    }

    private static OvsSet flat(List<Atom[]> chunks, int size) {
        return OvsSet.ofSorted(concatenated(chunks, size));
    }

    private static Atom[] concatenated(List<Atom[]> chunks, int size) {
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
        return new Iterator<>() {
            private int chunk;
            private int element;

            @Override
            public boolean hasNext() {
                return chunk < chunks.length;
            }

            @Override
            public Atom next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                var atom = chunks[chunk][element++];
                if (element == chunks[chunk].length) {
                    chunk++;
                    element = 0;
                }
                return atom;
            }
        };
    }
}
