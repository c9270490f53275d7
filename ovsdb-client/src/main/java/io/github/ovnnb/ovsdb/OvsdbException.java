package io.github.ovnnb.ovsdb;

import io.github.ovnnb.ovsdb.protocol.OvsdbError;

/** Why a stage failed that is not a transaction's; those always complete with a {@link TransactionOutcome}. */
public abstract sealed class OvsdbException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private OvsdbException(String message) {
        super(message);
    }

    /** It was asked and not answered: it may or may not have been done, so look before asking again. */
    public static final class OutcomeUnknown extends OvsdbException {
        private static final long serialVersionUID = 1L;

        OutcomeUnknown(String reason) {
            super(reason);
        }
    }

    /** There was no answer in time, or the client has been closed. Nothing was changed, and it may be asked again. */
    public static final class Unanswered extends OvsdbException {
        private static final long serialVersionUID = 1L;

        Unanswered(String reason) {
            super(reason);
        }
    }

    /** The server refused the request. */
    public static final class RequestRefused extends OvsdbException {
        private static final long serialVersionUID = 1L;
        private final transient OvsdbError error;

        RequestRefused(OvsdbError error) {
            super(error.toString());
            this.error = error;
        }

        /** {@return what the server said} */
        public OvsdbError error() {
            return error;
        }
    }
}
