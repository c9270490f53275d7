package io.github.ovnnb.ovsdb.codec;

import io.github.ovnnb.ovsdb.protocol.RowShape;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A string, name or number as UTF-8 bytes with escapes resolved, somewhere inside a buffer that will be overwritten. There is
 * one of these per tokenizer: it costs nothing to look at a text that is then not kept.
 */
final class JsonText {
    private static final int HASHED_BYTES = 16;

    private byte[] bytes = new byte[0];
    private int from;
    private int to;
    private boolean ascii;

    JsonText set(byte[] buffer, int start, int end, boolean onlyAscii) {
        bytes = buffer;
        from = start;
        to = end;
        ascii = onlyAscii;
        return this;
    }

    static JsonText of(String text) {
        var utf8 = text.getBytes(StandardCharsets.UTF_8);
        return new JsonText().set(utf8, 0, utf8.length, utf8.length == text.length());
    }

    int length() {
        return to - from;
    }

    byte at(int index) {
        return bytes[from + index];
    }

    boolean isAscii() {
        return ascii;
    }

    boolean is(String asciiText) {
        int length = to - from;
        if (length != asciiText.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[from + i] != asciiText.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** -1 if rows of this shape have no column of this name. */
    int positionIn(RowShape shape) {
        return shape.positionOf(bytes, from, to);
    }

    /** A hash for look-up in a cache of ours: of the end, where strings of one kind differ, and of the length. */
    int hash() {
        int hash = to - from;
        for (int i = Math.max(from, to - HASHED_BYTES); i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }

    @Override
    public String toString() {
        if (ascii) {
            return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        }
        var text = decoded();
        if (text == null) {
            throw new MalformedMessageException("a string is not valid UTF-8");
        }
        return text;
    }

    private @Nullable String decoded() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return null;
        }
    }
}
