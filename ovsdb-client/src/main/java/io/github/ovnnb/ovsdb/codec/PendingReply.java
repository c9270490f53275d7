package io.github.ovnnb.ovsdb.codec;

import io.github.ovnnb.ovsdb.protocol.OvsdbError;

/** A request that was sent and is not answered yet. Just one of the two methods is called, once, when its reply is whole. */
public interface PendingReply<T> {

    /** How to read the result. */
    ReplyShape<T> shape();

    /** The server did as it was asked. */
    void answered(T result);

    /** The server refused the request itself; an operation that failed is part of the answer to a transaction. */
    void refused(OvsdbError error);
}
