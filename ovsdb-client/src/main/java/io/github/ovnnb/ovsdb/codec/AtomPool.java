package io.github.ovnnb.ovsdb.codec;

import io.github.ovnnb.ovsdb.protocol.OvsString;
import org.jspecify.annotations.Nullable;

/**
 * Gives strings that come again the object they had the last time. Keys, node names and the copy of an address in
 * port_security repeat by the thousand; what does not repeat only passes through. Of fixed size, confined to one thread.
 */
final class AtomPool {
    private static final int SLOTS = 1 << 13;

    private final @Nullable OvsString[] slots = new OvsString[SLOTS];
    private final int[] hashes = new int[SLOTS];

    OvsString string(JsonText text) {
        int hash = text.hash();
        int slot = (hash ^ hash >>> 13) & SLOTS - 1;
        var known = slots[slot];
        if (known != null && hashes[slot] == hash && text.isAscii() && text.is(known.value())) {
            return known;
        }
        var fresh = made(text);
        slots[slot] = fresh;
        hashes[slot] = hash;
        return fresh;
    }

    private static OvsString made(JsonText text) {
        try {
            return new OvsString(text.toString());
        } catch (IllegalArgumentException nul) {
            throw new MalformedMessageException("a string contains NUL");
        }
    }
}
