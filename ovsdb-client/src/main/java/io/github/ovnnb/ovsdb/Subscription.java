package io.github.ovnnb.ovsdb;

/** A listener's place; it hears nothing more once this is closed. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
    @Override
    void close();
}
