package io.github.ovnnb.it.harness;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a stream of JSON objects, which follow each other without a delimiter (RFC 7047 section 4), into the bytes of each.
 * Independent of the client's own decoder, which is under test.
 */
final class JsonMessages {

    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private int depth;
    private boolean inString;
    private boolean escaped;

    /** The messages that these bytes complete. */
    List<byte[]> feed(byte[] bytes, int from, int to) {
        var complete = new ArrayList<byte[]>();
        var begin = from;
        for (var at = from; at < to; at++) {
            if (ends(bytes[at])) {
                message.write(bytes, begin, at + 1 - begin);
                complete.add(message.toByteArray());
                message.reset();
                begin = at + 1;
            }
        }
        message.write(bytes, begin, to - begin);
        return complete;
    }

    private boolean ends(byte next) {
        if (inString) {
            if (escaped) {
                escaped = false;
            } else if (next == '\\') {
                escaped = true;
            } else if (next == '"') {
                inString = false;
            }
            return false;
        }
        switch (next) {
            case '"' -> inString = true;
            case '{', '[' -> depth++;
            case '}', ']' -> {
                depth--;
                return depth == 0;
            }
            default -> {}
        }
        return false;
    }
}
