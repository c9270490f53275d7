package io.github.ovnnb.ovsdb.protocol;

/** A place in a sequence of chunks, none of them empty. Confined to one thread. */
final class ChunkCursor {
    private final Atom[][] chunks;
    private int chunk;
    private int element;

    ChunkCursor(Atom[][] chunks) {
        this.chunks = chunks;
    }

    boolean hasNext() {
        return chunk < chunks.length;
    }

    Atom current() {
        return chunks[chunk][element];
    }

    void advance() {
        element++;
        if (element == chunks[chunk].length) {
            chunk++;
            element = 0;
        }
    }

    /** Where both are at the beginning of the very same chunk, passes over it in both. */
    boolean skipShared(ChunkCursor other) {
        if (!hasNext()
                || !other.hasNext()
                || element != 0
                || other.element != 0
                || chunks[chunk] != other.chunks[other.chunk]) {
            return false;
        }
        chunk++;
        other.chunk++;
        return true;
    }
}
