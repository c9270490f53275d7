package io.github.ovnnb.ovsdb.codec;

import java.util.Arrays;

/** Collects a string that arrives in pieces or contains escapes (RFC 8259 section 7), with the escapes resolved. */
final class JsonStringBuffer {
    private static final int PLAIN = 0;
    private static final int ESCAPE = 1;
    private static final int UNICODE = 2;
    private static final int DONE = 3;

    private final int limit;
    private byte[] bytes = new byte[256];
    private int length;
    private int sum;
    private int state;
    private int digits;
    private int codeUnit;
    private int highSurrogate;

    JsonStringBuffer(int limit) {
        this.limit = limit;
    }

    void clear() {
        length = 0;
        sum = 0;
        state = PLAIN;
        highSurrogate = 0;
    }

    boolean isComplete() {
        return state == DONE;
    }

    JsonText text(JsonText target) {
        return target.set(bytes, 0, length, sum >= 0);
    }

    /** Takes bytes up to and including the closing quote; returns where it stopped. */
    int append(byte[] source, int from, int to) {
        int i = from;
        while (i < to && state != DONE) {
            switch (state) {
                case PLAIN -> i = plain(source, i, to);
                case ESCAPE -> escape(source[i++]);
                default -> hexDigit(source[i++]);
            }
        }
        return i;
    }

    private int plain(byte[] source, int from, int to) {
        int i = from;
        while (i < to) {
            byte c = source[i];
            if (c == '"' || c == '\\') {
                break;
            }
            if (c >= 0 && c < ' ') {
                throw new MalformedMessageException("a string contains an unescaped control character");
            }
            i++;
        }
        if (i > from) {
            requireNoHighSurrogate();
            appendRaw(source, from, i);
        }
        if (i == to) {
            return i;
        }
        if (source[i] == '"') {
            requireNoHighSurrogate();
            state = DONE;
        } else {
            state = ESCAPE;
        }
        return i + 1;
    }

    private void escape(byte c) {
        if (c == 'u') {
            state = UNICODE;
            digits = 0;
            codeUnit = 0;
            return;
        }
        requireNoHighSurrogate();
        state = PLAIN;
        appendRaw(
                switch (c) {
                    case '"', '\\', '/' -> c;
                    case 'b' -> (byte) '\b';
                    case 'f' -> (byte) '\f';
                    case 'n' -> (byte) '\n';
                    case 'r' -> (byte) '\r';
                    case 't' -> (byte) '\t';
                    default -> throw new MalformedMessageException("a string contains an unknown escape");
                });
    }

    private void hexDigit(byte c) {
        int digit = Character.digit(c, 16);
        if (digit < 0) {
            throw new MalformedMessageException("a \\u escape needs four hexadecimal digits");
        }
        codeUnit = codeUnit << 4 | digit;
        if (++digits == 4) {
            state = PLAIN;
            appendCodeUnit((char) codeUnit);
        }
    }

    private void appendCodeUnit(char unit) {
        if (Character.isHighSurrogate(unit)) {
            requireNoHighSurrogate();
            highSurrogate = unit;
        } else if (Character.isLowSurrogate(unit)) {
            if (highSurrogate == 0) {
                throw loneSurrogate();
            }
            appendCodePoint(Character.toCodePoint((char) highSurrogate, unit));
            highSurrogate = 0;
        } else {
            requireNoHighSurrogate();
            appendCodePoint(unit);
        }
    }

    private void requireNoHighSurrogate() {
        if (highSurrogate != 0) {
            throw loneSurrogate();
        }
    }

    private static MalformedMessageException loneSurrogate() {
        return new MalformedMessageException("a string contains half of a surrogate pair");
    }

    private void appendCodePoint(int codePoint) {
        if (codePoint < 0x80) {
            appendRaw((byte) codePoint);
        } else if (codePoint < 0x800) {
            appendRaw((byte) (0xC0 | codePoint >> 6));
            appendContinuation(codePoint);
        } else if (codePoint < 0x10000) {
            appendRaw((byte) (0xE0 | codePoint >> 12));
            appendContinuation(codePoint >> 6);
            appendContinuation(codePoint);
        } else {
            appendRaw((byte) (0xF0 | codePoint >> 18));
            appendContinuation(codePoint >> 12);
            appendContinuation(codePoint >> 6);
            appendContinuation(codePoint);
        }
    }

    private void appendContinuation(int bits) {
        appendRaw((byte) (0x80 | (bits & 0x3F)));
    }

    void appendRaw(byte c) {
        reserve(1);
        bytes[length++] = c;
        sum |= c;
    }

    private void appendRaw(byte[] source, int from, int to) {
        reserve(to - from);
        System.arraycopy(source, from, bytes, length, to - from);
        length += to - from;
        for (int i = from; i < to; i++) {
            sum |= source[i];
        }
    }

    private void reserve(int more) {
        if (more > limit - length) {
            throw new MalformedMessageException("a string is longer than " + limit + " bytes");
        }
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
