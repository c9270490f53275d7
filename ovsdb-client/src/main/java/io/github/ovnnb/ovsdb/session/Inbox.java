package io.github.ovnnb.ovsdb.session;

import io.github.ovnnb.ovsdb.codec.PendingReply;
import io.github.ovnnb.ovsdb.codec.ReplyShape;
import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a server has said, kept back while something long is being done with what it said before, so that the order stays that of the
 * wire. Confined to the loop.
 */
final class Inbox {
    private final Deque<Runnable> kept = new ArrayDeque<>();
    private boolean holding;

    /** Now, or when everything before it is done. */
    void take(Runnable message) {
        if (holding || !kept.isEmpty()) {
            kept.add(message);
        } else {
            message.run();
        }
    }

    <T> PendingReply<T> inOrder(PendingReply<T> reply) {
        return new InOrder<>(this, reply);
    }

    /** To be called by the message whose consequences take long. */
    void hold() {
        holding = true;
    }

    /** Goes on until a message has long consequences again. */
    void release() {
        holding = false;
        while (!holding && !kept.isEmpty()) {
            kept.remove().run();
        }
    }

    /** An answer that waits for its turn. */
    private record InOrder<T>(Inbox inbox, PendingReply<T> reply) implements PendingReply<T> {
        @Override
        public ReplyShape<T> shape() {
            return reply.shape();
        }

        @Override
        public void answered(T result) {
            inbox.take(() -> reply.answered(result));
        }

        @Override
        public void refused(OvsdbError error) {
            inbox.take(() -> reply.refused(error));
        }
    }
}
