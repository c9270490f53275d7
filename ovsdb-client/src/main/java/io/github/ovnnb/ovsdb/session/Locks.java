package io.github.ovnnb.ovsdb.session;

import io.github.ovnnb.ovsdb.codec.ReplyShape;
import io.github.ovnnb.ovsdb.codec.RequestEncoder;
import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The locks that this client wants (RFC 7047 sections 4.1.8 to 4.1.10). The server forgets them with the connection, so they are
 * asked for again on every new one. Confined to the loop.
 */
public final class Locks {
    private static final Logger LOG = LoggerFactory.getLogger(Locks.class);

    /** Where a lock stands, as far as this connection goes. */
    public enum Standing {
        /** There is no connection over which to ask. */
        UNCONNECTED,
        /** Asked for, or in the queue behind its owner. */
        WAITING,
        /** Ours. */
        HELD,
        /** The server would not hear of it. */
        REFUSED
    }

    /** Hears of changes of one lock, on the loop. */
    public interface Listener {
        /** It stands otherwise than it did. */
        void stands(Standing standing);

        /** Why it will stand refused. */
        void refused(OvsdbError why);
    }

    /** What became of a {@code steal}. One is called, once, on the loop. */
    public interface Theft {
        /** The server has answered, or there is no connection. */
        void answered();

        /** The server would not hear of it: the lock stays with its owner. */
        void refused(OvsdbError error);
    }

    private static final Theft NOBODY_WAITS = new Theft() {
        @Override
        public void answered() {}

        @Override
        public void refused(OvsdbError error) {}
    };

    private final Map<String, Wanted> wanted = new LinkedHashMap<>();
    private @Nullable Calls calls;

    /** Asks for a lock now and on every new connection. */
    public void want(String name, Listener listener) {
        if (wanted.containsKey(name)) {
            throw new IllegalArgumentException("the lock " + name + " is wanted already; a session can want it once");
        }
        var lock = new Wanted(name, listener);
        wanted.put(name, lock);
        if (calls != null) {
            lock.ask(calls, "lock", NOBODY_WAITS);
        }
    }

    /** Takes the lock from its owner. */
    public void steal(String name, Theft theft) {
        var lock = wanted.get(name);
        if (calls == null || lock == null) {
            theft.answered();
            return;
        }
        // A session may ask for a lock once: one that waits has to step out of the queue before it can steal.
        if (lock.asked) {
            lock.leave(calls, () -> {});
        }
        lock.ask(calls, "steal", theft);
    }

    /** Gives a lock back and wants it no more; {@code answered} runs when the server has answered, or at once. */
    public void unwant(String name, Runnable answered) {
        var lock = wanted.remove(name);
        if (calls == null || lock == null || !lock.asked) {
            answered.run();
            return;
        }
        lock.leave(calls, answered);
    }

    void connected(Calls connection) {
        // Comes again on the same connection after a conversion, through which locks live.
        if (calls == connection) {
            return;
        }
        calls = connection;
        wanted.values().forEach(lock -> lock.ask(connection, "lock", NOBODY_WAITS));
    }

    void lost() {
        calls = null;
        wanted.values().forEach(lock -> {
            lock.asked = false;
            lock.stands(Standing.UNCONNECTED);
        });
    }

    void locked(String name) {
        var lock = wanted.get(name);
        if (lock != null && lock.asked) {
            lock.stands(Standing.HELD);
        }
    }

    void stolen(String name) {
        var lock = wanted.get(name);
        if (lock != null && lock.asked) {
            LOG.warn("the lock {} was stolen by another client", name);
            lock.stands(Standing.WAITING);
        }
    }

    private static final class Wanted {
        private final String name;
        private final Listener listener;
        private Standing standing = Standing.UNCONNECTED;
        private boolean asked;

        Wanted(String name, Listener listener) {
            this.name = name;
            this.listener = listener;
        }

        void leave(Calls calls, Runnable answered) {
            asked = false;
            calls.call(
                    id -> RequestEncoder.request(id, "unlock", name),
                    ReplyShape.json(),
                    done -> answered.run(),
                    refused -> answered.run());
        }

        void ask(Calls calls, String method, Theft theft) {
            asked = true;
            calls.call(
                    id -> RequestEncoder.request(id, method, name),
                    ReplyShape.locked(),
                    locked -> {
                        // A notification may have come before the reply of an earlier request of the same lock.
                        if (asked) {
                            stands(locked ? Standing.HELD : Standing.WAITING);
                        }
                        theft.answered();
                    },
                    refused -> {
                        LOG.warn("the server refuses to {} {}: {}", method, name, refused);
                        listener.refused(refused);
                        stands(Standing.REFUSED);
                        theft.refused(refused);
                    });
        }

        /** Told once per change: a waiter that gives up makes the server repeat "locked" to the owner. */
        void stands(Standing now) {
            if (standing != now) {
                standing = now;
                listener.stands(now);
            }
        }
    }
}
