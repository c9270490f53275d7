package io.github.ovnnb.ovsdb.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * A JSON text being written, straight into the bytes that will be sent. It takes two thirds of the time of Jackson's, which passes
 * every text through a buffer of characters, and each uuid through a String before that. Whoever calls it sees to it that the parts
 * are well nested.
 *
 * <p>Fails with an IllegalArgumentException if a string contains what ovsdb-server cannot take: NUL, or half of a surrogate pair.
 */
final class JsonWriter {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    /** Of one char, as an escape of six. */
    private static final int LONGEST = 6;

    private byte[] bytes;
    private int length;
    /** Whether a value, or a name with its value, has just ended on this level. */
    private boolean afterValue;

    /** @param expected bytes; more are no mistake */
    JsonWriter(int expected) {
        bytes = new byte[expected];
    }

    byte[] taken() {
        return Arrays.copyOf(bytes, length);
    }

    void startObject() {
        start('{');
    }

    void endObject() {
        end('}');
    }

    void startArray() {
        start('[');
    }

    void endArray() {
        end(']');
    }

    /** Its value comes next. */
    void name(String name) {
        separate();
        quoted(name);
        put(':');
        afterValue = false;
    }

    void string(String text) {
        separate();
        quoted(text);
        afterValue = true;
    }

    void string(UUID uuid) {
        string(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }

    /** A uuid as RFC 4122 writes it. */
    void string(long mostSignificantBits, long leastSignificantBits) {
        separate();
        room(38);
        bytes[length++] = '"';
        hex(mostSignificantBits >>> 32, 8);
        bytes[length++] = '-';
        hex(mostSignificantBits >>> 16, 4);
        bytes[length++] = '-';
        hex(mostSignificantBits, 4);
        bytes[length++] = '-';
        hex(leastSignificantBits >>> 48, 4);
        bytes[length++] = '-';
        hex(leastSignificantBits, 12);
        bytes[length++] = '"';
        afterValue = true;
    }

    /** The lowest so many digits. */
    private void hex(long value, int digits) {
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            bytes[length++] = HEX[(int) (value >>> shift) & 15];
        }
    }

    void number(long value) {
        plain(Long.toString(value));
    }

    void number(double value) {
        plain(Double.toString(value));
    }

    void bool(boolean value) {
        plain(value ? "true" : "false");
    }

    void nul() {
        plain("null");
    }

    /** A number or a word, as it is to stand there. */
    void plain(String ascii) {
        separate();
        room(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            bytes[length++] = (byte) ascii.charAt(i);
        }
        afterValue = true;
    }

    private void start(char bracket) {
        separate();
        put(bracket);
        afterValue = false;
    }

    private void end(char bracket) {
        put(bracket);
        afterValue = true;
    }

    private void separate() {
        if (afterValue) {
            put(',');
        }
    }

    private void put(char ascii) {
        room(1);
        bytes[length++] = (byte) ascii;
    }

    private void room(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
        }
    }

    private void quoted(String text) {
        // As if each char took one byte; the others make room for themselves.
        room(text.length() + 2);
        bytes[length++] = '"';
        var buffer = bytes;
        int end = text.length();
        int at = length;
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                length = at;
                unusual(text, i);
                break;
            }
            buffer[at++] = (byte) c;
        }
        length = Math.max(at, length);
        put('"');
    }

    private void unusual(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            room(LONGEST + text.length() - i);
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
                    throw new IllegalArgumentException("OVSDB strings cannot contain half of a surrogate pair");
                }
                utf8(Character.toCodePoint(c, text.charAt(++i)));
            } else if (c >= ' ' && c != '"' && c != '\\') {
                utf8(c);
            } else {
                escaped(c);
            }
        }
    }

    private void escaped(char c) {
        if (c == 0) {
            throw new IllegalArgumentException("OVSDB strings cannot contain NUL");
        }
        bytes[length++] = '\\';
        switch (c) {
            case '"', '\\' -> bytes[length++] = (byte) c;
            case '\n' -> bytes[length++] = 'n';
            case '\r' -> bytes[length++] = 'r';
            case '\t' -> bytes[length++] = 't';
            default -> {
                bytes[length++] = 'u';
                hex(c, 4);
            }
        }
    }

    /** RFC 3629 section 3. */
    private void utf8(int codePoint) {
        if (codePoint < 0x80) {
            bytes[length++] = (byte) codePoint;
        } else if (codePoint < 0x800) {
            bytes[length++] = (byte) (0xc0 | codePoint >> 6);
            continued(codePoint);
        } else if (codePoint < 0x10000) {
            bytes[length++] = (byte) (0xe0 | codePoint >> 12);
            continued(codePoint >> 6);
            continued(codePoint);
        } else {
            bytes[length++] = (byte) (0xf0 | codePoint >> 18);
            continued(codePoint >> 12);
            continued(codePoint >> 6);
            continued(codePoint);
        }
    }

    private void continued(int bits) {
        bytes[length++] = (byte) (0x80 | bits & 0x3f);
    }
}
