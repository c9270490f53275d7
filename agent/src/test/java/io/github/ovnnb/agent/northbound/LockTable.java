package io.github.ovnnb.agent.northbound;

import java.util.ArrayDeque;
import java.util.Deque;

/** The one lock that we use, as one server keeps it (RFC 7047 section 4.1.8): the servers of a cluster know nothing of each other's. */
final class LockTable {
    private final Deque<Session> queue = new ArrayDeque<>();

    boolean isOwner(Session session) {
        return queue.peek() == session;
    }

    void ask(Session session) {
        if (!queue.contains(session)) {
            queue.add(session);
        }
        if (isOwner(session)) {
            session.granted();
        }
    }

    /** The former owner waits at the head of the others. */
    void steal(Session session) {
        var owner = queue.peek();
        if (owner == session) {
            return;
        }
        queue.remove(session);
        queue.addFirst(session);
        if (owner != null) {
            owner.stolen();
        }
        session.granted();
    }

    void leave(Session session) {
        boolean owned = isOwner(session);
        queue.remove(session);
        var next = queue.peek();
        if (owned && next != null) {
            next.granted();
        }
    }
}
