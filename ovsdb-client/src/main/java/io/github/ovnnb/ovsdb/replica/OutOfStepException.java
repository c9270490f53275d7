package io.github.ovnnb.ovsdb.replica;

/** The server speaks of a row that we do not have: the replica has to be loaded afresh. It was left as it was. */
public final class OutOfStepException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutOfStepException(String message) {
        super(message);
    }
}
