package io.github.ovnnb.ovsdb;

import io.github.ovnnb.ovsdb.TransactionOutcome.OutcomeUnknown;
import io.github.ovnnb.ovsdb.TransactionOutcome.Refused;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.Operation.Insert;
import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a cluster's refusal may hide. A member that loses its leader while a transaction is under way executes it again by itself
 * (ovsdb/trigger.c); if the first execution was stored all the same, the answer is the second one's, which finds the rows of the first.
 */
final class Reexecution {
    private Reexecution() {}

    /** A refusal as it may be told of by whoever sent the transaction once. */
    static TransactionOutcome judge(Refused refused, List<Operation> operations, boolean executedOnce) {
        return !executedOnce && mayHaveMet(refused, operations)
                ? new OutcomeUnknown("refused by a cluster, which may have executed it twice, for a row that is perhaps"
                        + " its own: " + refused.error())
                : refused;
    }

    /** Whether a row that the transaction itself inserts may be what it was refused for. */
    static boolean mayHaveMet(Refused refused, List<Operation> operations) {
        var error = refused.error();
        if (error.isDuplicateUuid()) {
            return insertAt(refused.operationIndex(), operations)
                    .flatMap(Insert::uuid)
                    .isPresent();
        }
        var chosen = operations.stream()
                .flatMap(operation -> chosenUuid(operation).stream())
                .toList();
        return chosen.isEmpty()
                ? mayHaveMetAnonymousRow(error, operations)
                : chosen.stream().anyMatch(error::isDuplicateOf);
    }

    /** Its uuid is the server's choice, another one at each execution: nothing tells the two apart. */
    private static boolean mayHaveMetAnonymousRow(OvsdbError error, List<Operation> operations) {
        return error.isDuplicateOfStored() && operations.stream().anyMatch(Insert.class::isInstance);
    }

    /** Whether it was this row that was there before. A second insert of one uuid fails in any case. */
    static boolean met(UUID row, Refused refused, List<Operation> operations) {
        var index = refused.operationIndex();
        return refused.error().isDuplicateOf(row)
                || (refused.error().isDuplicateUuid()
                        && insertAt(index, operations).flatMap(Insert::uuid).equals(Optional.of(row))
                        && operations.subList(0, index).stream()
                                .noneMatch(operation -> chosenUuid(operation).equals(Optional.of(row))));
    }

    static Optional<UUID> chosenUuid(Operation operation) {
        return operation instanceof Insert insert ? insert.uuid() : Optional.empty();
    }

    private static Optional<Insert> insertAt(int index, List<Operation> operations) {
        return index >= 0 && index < operations.size() && operations.get(index) instanceof Insert insert
                ? Optional.of(insert)
                : Optional.empty();
    }
}
