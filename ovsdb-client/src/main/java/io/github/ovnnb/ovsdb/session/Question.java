package io.github.ovnnb.ovsdb.session;

import io.github.ovnnb.ovsdb.codec.ReplyShape;
import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import java.time.Duration;
import java.util.function.LongFunction;

/**
 * A request that changes nothing, so that it may be repeated on the next connection.
 *
 * @param request its bytes for the id it gets
 * @param deadline from being given to the session
 */
public record Question<T>(LongFunction<byte[]> request, ReplyShape<T> shape, Duration deadline, Answer<T> answer) {

    /** What became of it. Exactly one is called, once, on the loop. */
    public interface Answer<T> {
        void answered(T result);

        void refused(OvsdbError error);

        void unanswered(String reason);
    }
}
