package io.github.ovnnb.ovsdb.session;

import io.github.ovnnb.ovsdb.codec.ReplyShape;
import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import java.time.Duration;
import java.util.function.LongFunction;

/**
 * A request other than a transaction.
 *
 * @param request its bytes for the id it gets
 * @param repeatable whether it changes nothing, so that it may be repeated on the next connection
 * @param deadline from being given to the session
 */
public record Question<T>(
        LongFunction<byte[]> request, ReplyShape<T> shape, boolean repeatable, Duration deadline, Answer<T> answer) {

    /** What became of it. Exactly one is called, once, on the loop. */
    public interface Answer<T> {
        /** The server did as it was asked. */
        void answered(T result);

        /** The server did nothing, and says why. */
        void refused(OvsdbError error);

        /** It was not asked, or changes nothing. */
        void unanswered(String reason);

        /** It was asked, and may have been done. */
        void unknown(String reason);
    }
}
