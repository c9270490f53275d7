package io.github.ovnnb.ovsdb.protocol;

import java.util.Optional;
import java.util.UUID;

/**
 * What the server says of a request or an operation it refuses (RFC 7047 section 3.1, {@code <error>}). An error of the RPC
 * level may be a plain string, which is then {@code error}.
 *
 * @param error a short word for the kind, such as {@code "constraint violation"}
 * @param details for a human
 * @param syntax the JSON that was not understood
 */
public record OvsdbError(String error, Optional<String> details, Optional<String> syntax) {

    /** An error of one word. */
    public static OvsdbError of(String error) {
        return new OvsdbError(error, Optional.empty(), Optional.empty());
    }

    /** An error with something to say to a human. */
    public static OvsdbError of(String error, String details) {
        return new OvsdbError(error, Optional.of(details), Optional.empty());
    }

    /** What to do about it; sorted as the C IDL of OVS does (ovsdb-idl.c, ovsdb_idl_txn_process_reply). */
    public enum Consequence {
        /** The world changed under the transaction: compute it afresh from a current replica. */
        TRY_AGAIN,
        /** The session does not hold the lock that the transaction asserts. */
        NOT_LOCKED,
        /** Somebody asked for it, by an {@code abort} operation. */
        ABORTED,
        /** The same transaction will fail again. */
        FINAL
    }

    /** {@return what the C IDL would do about it} */
    public Consequence consequence() {
        return switch (error) {
            case "timed out", "unknown database", "canceled", "database not available" -> Consequence.TRY_AGAIN;
            case "not owner" -> Consequence.NOT_LOCKED;
            case "aborted" -> Consequence.ABORTED;
            default -> Consequence.FINAL;
        };
    }

    /** The insert of a row with a uuid of our choice was executed before: perhaps by us. */
    public boolean isDuplicateUuid() {
        return error.equals("duplicate uuid");
    }

    /**
     * The row with this uuid is stored, and in the way of another with the same index values. In the words of ovsdb-server
     * (ovsdb/transaction.c), which has no other way to say which row it is.
     */
    public boolean isDuplicateOf(UUID stored) {
        return error.equals("constraint violation")
                && details.filter(text -> text.contains("with UUID " + stored + ", existed in the database before"))
                        .isPresent();
    }

    /** Some row that is stored is in the way of an inserted one with the same index values. */
    public boolean isDuplicateOfStored() {
        return error.equals("constraint violation")
                && details.filter(text -> text.contains("existed in the database before")
                                && text.contains("was inserted by this transaction"))
                        .isPresent();
    }

    @Override
    public String toString() {
        return error
                + details.map(text -> ": " + text).orElse("")
                + syntax.map(text -> " (in " + text + ")").orElse("");
    }
}
