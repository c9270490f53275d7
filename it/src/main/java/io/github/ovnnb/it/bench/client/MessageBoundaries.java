package io.github.ovnnb.it.bench.client;

import java.nio.ByteBuffer;

/** Counts the messages in a stream of JSON objects, and tells replies from notifications: those have a method. */
final class MessageBoundaries {

    private static final byte[] METHOD = "method\"".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final byte[] REFUSED = "error\":\"".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private int depth;
    private boolean inString;
    private boolean escaped;
    private int methodMatched;
    private int refusedMatched;
    private boolean hasMethod;
    private int replies;
    private int notifications;
    private int failures;

    int replies() {
        return replies;
    }

    int notifications() {
        return notifications;
    }

    /** Members named "error" that hold a string: refused operations. */
    int failures() {
        return failures;
    }

    void scan(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            see(bytes.get());
        }
    }

    private void see(byte c) {
        match(c);
        if (inString) {
            if (escaped) {
                escaped = false;
            } else if (c == '\\') {
                escaped = true;
            } else if (c == '"') {
                inString = false;
            }
        } else if (c == '"') {
            inString = true;
            methodMatched = 0;
            refusedMatched = 0;
        } else if (c == '{' || c == '[') {
            depth++;
        } else if (c == '}' || c == ']') {
            depth--;
            if (depth == 0) {
                end();
            }
        }
    }

    private void match(byte c) {
        if (inString && depth == 1) {
            methodMatched = c == METHOD[methodMatched] ? methodMatched + 1 : 0;
            if (methodMatched == METHOD.length) {
                hasMethod = true;
                methodMatched = 0;
            }
        }
        refusedMatched = c == REFUSED[refusedMatched] ? refusedMatched + 1 : 0;
        if (refusedMatched == REFUSED.length) {
            failures++;
            refusedMatched = 0;
        }
    }

    private void end() {
        if (hasMethod) {
            notifications++;
        } else {
            replies++;
        }
        hasMethod = false;
    }
}
