package io.github.ovnnb.ovsdb.session;

import io.github.ovnnb.ovsdb.codec.ReplyShape;
import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** Asks the server something, on one connection. What is unanswered when the connection is lost is forgotten. */
interface Calls {

    /** Sends a request whose bytes are made for the id it gets. */
    <T> void call(
            LongFunction<byte[]> request, ReplyShape<T> shape, Consumer<T> answered, Consumer<OvsdbError> refused);

    /**
     * For an answer with long consequences: does {@code work} aside of the loop, then {@code afterwards} on it. What the server says in
     * the meantime waits, except that an echo is answered. If the connection is lost before, there is no afterwards.
     */
    void aside(Runnable work, Runnable afterwards);

    /** See {@link Loop#meanwhile}. */
    void meanwhile(Runnable work);
}
