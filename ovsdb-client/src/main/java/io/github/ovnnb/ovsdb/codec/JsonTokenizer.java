package io.github.ovnnb.ovsdb.codec;

import java.util.Arrays;

/**
 * Splits a stream of JSON texts into {@link JsonEvents}. The bytes may be cut anywhere: within an escape, a number, a
 * multi-byte character. Texts follow each other without a delimiter, as ovsdb-server sends them.
 *
 * <p>Why not Jackson's non-blocking parser: it makes a String of every name, and half of the names in a dump are uuids. This
 * one shows names and strings as bytes in place, so that a column is recognised and a uuid read without an allocation. Cold, over
 * the dump of 100,000 ports, it takes a quarter of the CPU time of Jackson's with the Strings ({@code TokenizerPerformance}).
 * Jackson is held against it in the tests.
 */
final class JsonTokenizer {
    private static final int NOT_DELEGATED = -1;

    private static final int VALUE = 0;
    private static final int FIRST_ELEMENT = 1;
    private static final int FIRST_NAME = 2;
    private static final int NAME = 3;
    private static final int COLON = 4;
    private static final int COMMA = 5;
    private static final int STRING = 6;
    private static final int NUMBER = 7;
    private static final int LITERAL = 8;

    private final JsonEvents root;
    private final JsonLimits limits;
    private final JsonText text = new JsonText();
    private final JsonStringBuffer partial;

    /** Gets the events now: the root or its delegate. */
    private JsonEvents events;

    private Runnable afterDelegate = () -> {};
    private int delegateDepth = NOT_DELEGATED;
    private int state = VALUE;
    /** For each level, whether it is an object. */
    private boolean[] objects = new boolean[32];

    private int depth;
    private boolean stringIsName;
    private String literal = "";
    private int literalMatched;
    private long messageBytes;

    JsonTokenizer(JsonEvents root, JsonLimits limits) {
        this.root = root;
        this.events = root;
        this.limits = limits;
        this.partial = new JsonStringBuffer(limits.stringBytes());
    }

    /** To be called on a name: the value that follows goes to {@code events}, then {@code afterwards} is run. */
    void delegate(JsonEvents value, Runnable afterwards) {
        events = value;
        afterDelegate = afterwards;
        delegateDepth = depth;
    }

    /** Whether everything that was begun has ended. */
    boolean isBetweenTexts() {
        return depth == 0 && state == VALUE;
    }

    void feed(byte[] bytes, int from, int to) {
        int position = from;
        int counted = from;
        while (position < to) {
            switch (state) {
                case STRING -> position = continueString(bytes, position, to);
                case NUMBER -> position = continueNumber(bytes, position, to);
                case LITERAL -> position = continueLiteral(bytes, position, to);
                default -> position = next(bytes, position, to);
            }
            if (depth == 0 && state == VALUE) {
                counted = position;
                messageBytes = 0;
            }
        }
        messageBytes += to - counted;
        if (messageBytes > limits.messageBytes()) {
            throw new MalformedMessageException("the message is larger than " + limits.messageBytes() + " bytes");
        }
    }

    /** One token, or as much of it as there is. */
    private int next(byte[] bytes, int position, int to) {
        byte c = bytes[position];
        if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
            return position + 1;
        }
        return switch (state) {
            case COMMA -> afterValue(c, position);
            case COLON -> {
                require(c == ':', c, "':'");
                state = VALUE;
                yield position + 1;
            }
            case FIRST_NAME, NAME -> {
                if (c == '}' && state == FIRST_NAME) {
                    close(true, c);
                    yield position + 1;
                }
                require(c == '"', c, "a name");
                yield startString(bytes, position + 1, to, true);
            }
            default -> value(bytes, c, position, to);
        };
    }

    private int afterValue(byte c, int position) {
        if (c == ',') {
            state = objects[depth - 1] ? NAME : VALUE;
        } else if (c == '}' || c == ']') {
            close(c == '}', c);
        } else {
            throw unexpected(c, "',' or the end of the " + (objects[depth - 1] ? "object" : "array"));
        }
        return position + 1;
    }

    private int value(byte[] bytes, byte c, int position, int to) {
        return switch (c) {
            case '"' -> startString(bytes, position + 1, to, false);
            case '{' -> {
                open(true);
                events.startObject();
                yield position + 1;
            }
            case '[' -> {
                open(false);
                events.startArray();
                yield position + 1;
            }
            case ']' -> {
                require(state == FIRST_ELEMENT, c, "a value");
                close(false, c);
                yield position + 1;
            }
            case 't' -> startLiteral("true", position);
            case 'f' -> startLiteral("false", position);
            case 'n' -> startLiteral("null", position);
            default -> {
                require(c == '-' || (c >= '0' && c <= '9'), c, "a value");
                yield startNumber(bytes, position, to);
            }
        };
    }

    private void open(boolean object) {
        if (depth == limits.depth()) {
            throw new MalformedMessageException("the message is nested deeper than " + limits.depth() + " levels");
        }
        if (depth == objects.length) {
            objects = Arrays.copyOf(objects, 2 * depth);
        }
        objects[depth++] = object;
        state = object ? FIRST_NAME : FIRST_ELEMENT;
    }

    private void close(boolean object, byte c) {
        require(depth > 0 && objects[depth - 1] == object, c, "the end of the other kind of bracket");
        depth--;
        if (object) {
            events.endObject();
        } else {
            events.endArray();
        }
        afterToken();
    }

    private void afterToken() {
        state = depth == 0 ? VALUE : COMMA;
        if (depth == delegateDepth) {
            delegateDepth = NOT_DELEGATED;
            events = root;
            afterDelegate.run();
        }
    }

    // --- strings and names

    private int startString(byte[] bytes, int start, int to, boolean isName) {
        stringIsName = isName;
        int sum = 0;
        for (int i = start; i < to; i++) {
            byte c = bytes[i];
            if (c == '"') {
                emitString(text.set(bytes, start, i, sum >= 0));
                return i + 1;
            }
            if (c == '\\' || (c >= 0 && c < ' ')) {
                break;
            }
            sum |= c;
        }
        // Escaped or cut: collect it.
        partial.clear();
        state = STRING;
        return continueString(bytes, start, to);
    }

    private int continueString(byte[] bytes, int start, int to) {
        int end = partial.append(bytes, start, to);
        if (partial.isComplete()) {
            emitString(partial.text(text));
        }
        return end;
    }

    private void emitString(JsonText string) {
        if (string.length() > limits.stringBytes()) {
            throw new MalformedMessageException("a string is longer than " + limits.stringBytes() + " bytes");
        }
        if (stringIsName) {
            state = COLON;
            events.name(string);
        } else {
            events.string(string);
            afterToken();
        }
    }

    // --- numbers

    private int startNumber(byte[] bytes, int start, int to) {
        for (int i = start; i < to; i++) {
            if (!isPartOfNumber(bytes[i])) {
                events.number(text.set(bytes, start, i, true));
                afterToken();
                return i;
            }
        }
        partial.clear();
        state = NUMBER;
        return continueNumber(bytes, start, to);
    }

    private int continueNumber(byte[] bytes, int start, int to) {
        int end = start;
        while (end < to && isPartOfNumber(bytes[end])) {
            partial.appendRaw(bytes[end++]);
        }
        if (end < to) {
            events.number(partial.text(text));
            afterToken();
        }
        return end;
    }

    private static boolean isPartOfNumber(byte c) {
        return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
    }

    // --- true, false, null

    private int startLiteral(String word, int position) {
        literal = word;
        literalMatched = 1;
        state = LITERAL;
        return position + 1;
    }

    private int continueLiteral(byte[] bytes, int start, int to) {
        int position = start;
        while (position < to && literalMatched < literal.length()) {
            byte c = bytes[position];
            require(c == literal.charAt(literalMatched), c, literal);
            literalMatched++;
            position++;
        }
        if (literalMatched == literal.length()) {
            switch (literal.charAt(0)) {
                case 't' -> events.bool(true);
                case 'f' -> events.bool(false);
                default -> events.nul();
            }
            afterToken();
        }
        return position;
    }

    private static void require(boolean holds, byte found, String wanted) {
        if (!holds) {
            throw unexpected(found, wanted);
        }
    }

    private static MalformedMessageException unexpected(byte found, String wanted) {
        var shown = found > ' ' && found < 127 ? "'" + (char) found + "'" : String.format("byte 0x%02x", found);
        return new MalformedMessageException("expected " + wanted + " but found " + shown);
    }
}
