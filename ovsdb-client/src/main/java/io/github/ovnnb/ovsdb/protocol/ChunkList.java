package io.github.ovnnb.ovsdb.protocol;

import java.util.Arrays;

/**
 * The chunks of a {@link ChunkedSet} that is being made. Not a List of the JDK's, which would take those that stay as they are one by
 * one: they are nearly all of them.
 */
final class ChunkList {
    private Atom[][] chunks;
    private int count;

    ChunkList(int expected) {
        chunks = new Atom[expected][];
    }

    Atom[][] toArray() {
        return count == chunks.length ? chunks : Arrays.copyOf(chunks, count);
    }

    /** Chunks of another set, which are shared with it. */
    void addAll(Atom[][] others, int from, int to) {
        room(to - from);
        System.arraycopy(others, from, chunks, count, to - from);
        count += to - from;
    }

    /** Sorted elements, as one chunk or as several. */
    void addSplit(Atom[] elements) {
        if (elements.length <= ChunkedSet.CHUNK) {
            add(elements);
            return;
        }
        for (int from = 0; from < elements.length; from += ChunkedSet.CHUNK / 2) {
            add(Arrays.copyOfRange(elements, from, Math.min(elements.length, from + ChunkedSet.CHUNK / 2)));
        }
    }

    /** Joins a chunk that has become small to the one before it, so that their number stays in proportion to the size. */
    void addChanged(Atom[] chunk) {
        if (chunk.length == 0) {
            return;
        }
        if (count > 0 && chunk.length < ChunkedSet.CHUNK / 8 && chunks[count - 1].length < ChunkedSet.CHUNK / 2) {
            var before = chunks[count - 1];
            var joined = Arrays.copyOf(before, before.length + chunk.length);
            System.arraycopy(chunk, 0, joined, before.length, chunk.length);
            chunks[count - 1] = joined;
        } else {
            addSplit(chunk);
        }
    }

    private void add(Atom[] chunk) {
        room(1);
        chunks[count++] = chunk;
    }

    private void room(int more) {
        if (count + more > chunks.length) {
            chunks = Arrays.copyOf(chunks, Math.max(count + more, 2 * chunks.length));
        }
    }
}
