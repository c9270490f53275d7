package io.github.ovnnb.ovsdb.codec;

/** The peer sent something that is not JSON, not OVSDB, or too large. The connection is of no use any more: close it. */
public final class MalformedMessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong, for an operator */
    public MalformedMessageException(String message) {
        super(message);
    }
}
