package io.github.ovnnb.ovsdb.codec;

/** Reads one JSON value into a {@code T}. For one use. */
interface ResultReader<T> extends JsonEvents {

    /** Called once the value has been read whole, or without any event if the message had no such member. */
    T result();
}
