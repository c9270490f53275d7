package io.github.ovnnb.ovsdb;

import io.github.ovnnb.ovsdb.session.DatabaseSession;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Which locks have a handle: one of a name at a time, because a session can ask for a lock once. Any thread may ask. */
final class LockHandles {
    /** {@code <id>}, RFC 7047 section 3.1. */
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    private final LoopEntrance loop;
    private final DatabaseSession session;
    private final Set<String> taken = ConcurrentHashMap.newKeySet();

    LockHandles(LoopEntrance loop, DatabaseSession session) {
        this.loop = loop;
        this.session = session;
    }

    Lock acquire(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a lock's name is letters, digits and underscores and starts with no digit, unlike '" + name + "'");
        }
        if (!taken.add(name)) {
            throw new IllegalStateException("the lock " + name + " is wanted already; unlock it before you ask again");
        }
        return SessionLock.acquire(name, session, loop, () -> taken.remove(name));
    }
}
