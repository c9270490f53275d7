package io.github.ovnnb.ovsdb.protocol;

import java.util.List;
import java.util.UUID;

/** What became of one operation (RFC 7047 section 5.2). Meaningful only if the whole transaction was committed. */
public sealed interface OperationResult {

    /**
     * Of an insert. A row that no other row refers to, in a table that is not a root, is nevertheless not stored.
     *
     * @param uuid of the new row
     */
    record Inserted(UUID uuid) implements OperationResult {}

    /**
     * Of an update, mutate or delete: how many rows matched.
     *
     * @param rows that matched
     */
    record Count(long rows) implements OperationResult {}

    /**
     * Of a select.
     *
     * @param rows that matched, in no particular order
     */
    record Rows(List<Row> rows) implements OperationResult {
        /** Copies the rows. */
        public Rows {
            rows = List.copyOf(rows);
        }
    }

    /** Of a wait, commit, comment or assert. */
    record Empty() implements OperationResult {}

    /** Stored, but the answer was lost: what the server had to say of it nobody knows. */
    record Unseen() implements OperationResult {}

    /**
     * The operation that broke the transaction.
     *
     * @param error why
     */
    record Failed(OvsdbError error) implements OperationResult {}

    /** Comes after the one that failed. */
    record NotExecuted() implements OperationResult {}
}
