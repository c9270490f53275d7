package io.github.ovnnb.ovsdb.codec;

/** Reads the 36 characters of a uuid without making anything of them but two longs. */
final class UuidText {
    private static final int LENGTH = 36;
    private static final byte[] DIGITS = new byte[128];

    static {
        for (int i = 0; i < DIGITS.length; i++) {
            DIGITS[i] = (byte) Character.digit(i, 16);
        }
    }

    private long mostSignificantBits;
    private long leastSignificantBits;

    long mostSignificantBits() {
        return mostSignificantBits;
    }

    long leastSignificantBits() {
        return leastSignificantBits;
    }

    void parse(JsonText text) {
        if (text.length() != LENGTH
                || !text.isAscii()
                || text.at(8) != '-'
                || text.at(13) != '-'
                || text.at(18) != '-'
                || text.at(23) != '-') {
            throw notAUuid();
        }
        mostSignificantBits = hex(text, 0, 8) << 32 | hex(text, 9, 13) << 16 | hex(text, 14, 18);
        leastSignificantBits = hex(text, 19, 23) << 48 | hex(text, 24, 36);
    }

    private static long hex(JsonText text, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            int digit = DIGITS[text.at(i)];
            if (digit < 0) {
                throw notAUuid();
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static MalformedMessageException notAUuid() {
        return new MalformedMessageException("a string that should be one is not a uuid");
    }
}
