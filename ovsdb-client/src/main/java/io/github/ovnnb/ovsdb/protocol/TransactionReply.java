package io.github.ovnnb.ovsdb.protocol;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The answer to {@code transact} (RFC 7047 section 4.1.3).
 *
 * @param results one for each operation
 * @param commitError the extra last element: every operation looked well but the commit failed, nothing was stored
 */
public record TransactionReply(List<OperationResult> results, Optional<OvsdbError> commitError) {
    /** Copies the results. */
    public TransactionReply {
        results = List.copyOf(results);
    }

    /**
     * Why nothing was stored, and by which operation (counted from 0; empty if it was the commit).
     *
     * @param operation that was refused
     * @param error what the server said
     */
    public record Failure(OptionalInt operation, OvsdbError error) {}

    /** Empty if the transaction was committed. */
    public Optional<Failure> failure() {
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) instanceof OperationResult.Failed failed) {
                return Optional.of(new Failure(OptionalInt.of(i), failed.error()));
            }
        }
        return commitError.map(error -> new Failure(OptionalInt.empty(), error));
    }
}
