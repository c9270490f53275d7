package io.github.ovnnb.ovsdb.replica;

/** The link between a listener and its table. */
public interface Subscription extends AutoCloseable {

    /** After this returns, no change is begun to be told; one may still be under way on another thread. */
    @Override
    void close();
}
