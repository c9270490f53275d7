package io.github.ovnnb.ovsdb;

import io.github.ovnnb.ovsdb.protocol.OperationResult;
import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import java.util.List;

/** What became of a transaction, named by what the caller may do next. */
public sealed interface TransactionOutcome {

    /** It is stored, and the replica shows its effect (as far as it is monitored).
     *
     * @param results one for each operation
     */
    record Committed(List<OperationResult> results) implements TransactionOutcome {
        /** Copies the results. */
        public Committed {
            results = List.copyOf(results);
        }
    }

    /**
     * Nothing of it is stored. {@link OvsdbError#consequence} says whether it may succeed when computed afresh.
     *
     * <p>A cluster may execute a transaction twice, and answers the second time. Where that would have met the transaction's own rows
     * (as {@code duplicate uuid}, or by the values of an index), the outcome is unknown instead. Not told apart is a guard that the
     * transaction itself makes untrue, such as a {@code wait} for a value that it then overwrites: on a cluster look before you
     * conclude from such a {@code timed out} that somebody else was quicker.
     *
     * @param operationIndex which operation was refused, counted from 0; the number of operations if each was well but the commit
     *     failed (a duplicate index value, a dangling reference); {@link #WHOLE_REQUEST} if the server refused the request as such
     * @param error what the server said
     */
    record Refused(int operationIndex, OvsdbError error) implements TransactionOutcome {
        /** In place of an operation's index. */
        public static final int WHOLE_REQUEST = -1;
    }

    /**
     * Nothing of it is stored, and it may be given again as it is: it never left this process, or a server gave it back unexecuted because
     * the database was being converted.
     *
     * @param reason for a human
     */
    record NotSent(String reason) implements TransactionOutcome {}

    /**
     * It may or may not be stored: it was written and not answered, or refused by a cluster for a row that is perhaps its own. Look in
     * the replica before giving it again, or let {@link OvsdbClient#transactResolved} look.
     *
     * @param reason for a human
     */
    record OutcomeUnknown(String reason) implements TransactionOutcome {}
}
