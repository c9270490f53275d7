package io.github.ovnnb.ovsdb;

import io.github.ovnnb.ovsdb.TransactionOutcome.Committed;
import io.github.ovnnb.ovsdb.TransactionOutcome.Refused;
import io.github.ovnnb.ovsdb.protocol.Operation;
import java.util.List;
import java.util.Optional;

/**
 * What became of a change.
 *
 * @param outcome of the last attempt
 * @param operations of the last attempt, to which the outcome's results and its operation index belong; none if nothing was to be done,
 *     or nothing was drafted
 * @param attempts how often the draft was made: more than once if what it relied on had been changed by others
 */
public record ChangeOutcome(TransactionOutcome outcome, List<Operation> operations, int attempts) {
    /** Copies the operations. */
    public ChangeOutcome {
        operations = List.copyOf(operations);
    }

    /** Whether everything that was drafted is stored, also if that was nothing. */
    public boolean isCommitted() {
        return outcome instanceof Committed;
    }

    /** The operation that the server refused; empty if none was, or the commit as a whole, or the request. */
    public Optional<Operation> refusedOperation() {
        return outcome instanceof Refused refused
                        && refused.operationIndex() >= 0
                        && refused.operationIndex() < operations.size()
                ? Optional.of(operations.get(refused.operationIndex()))
                : Optional.empty();
    }
}
