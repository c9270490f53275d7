package io.github.ovnnb.ovsdb.codec;

import java.io.OutputStream;
import java.util.Arrays;

/** A message being written. A generator hands over most of them at once, from a buffer of its own: they are then copied once. */
final class MessageBytes extends OutputStream {
    private static final byte[] NONE = {};

    private byte[] bytes = NONE;
    private int length;

    @Override
    public void write(int single) {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] source, int from, int count) {
        if (length + count > bytes.length) {
            // Just what is needed at first; who needs more will need more again.
            bytes = Arrays.copyOf(bytes, length == 0 ? count : Math.max(2 * bytes.length, length + count));
        }
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    byte[] taken() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
}
