package io.github.ovnnb.agent.northbound;

import io.github.ovnnb.ovsdb.TransactionOutcome;
import io.github.ovnnb.ovsdb.protocol.Mutation;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.protocol.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A wish on the row itself, which whichever agent leads honours: so it needs no lock, and a wish made while no agent runs is not lost. Made
 * only if the row's keys are still what we saw: a Pod may have taken it up meanwhile.
 */
final class ReleaseRequest {
    private static final String EXTERNAL_IDS = "external_ids";

    private ReleaseRequest() {}

    static List<Operation> operations(Row row) {
        return List.of(
                Operation.guard(NorthboundTables.PORT, row.uuid(), Map.of(EXTERNAL_IDS, row.value(EXTERNAL_IDS))),
                Operation.mutate(
                        NorthboundTables.PORT,
                        row.uuid(),
                        Mutation.insert(
                                EXTERNAL_IDS, Value.stringMap(Map.of(ExternalIds.RELEASE, ExternalIds.REQUESTED)))));
    }

    /** What kept it from being made; empty if it is made. */
    static Optional<String> problem(TransactionOutcome outcome) {
        if (outcome instanceof TransactionOutcome.Refused refused) {
            return Optional.of(
                    refused.operationIndex() == 0
                            ? "the port has changed meanwhile; look again"
                            : "the database refused: " + refused.error());
        }
        if (outcome instanceof TransactionOutcome.NotSent notSent) {
            return Optional.of("nothing was sent: " + notSent.reason());
        }
        return outcome instanceof TransactionOutcome.OutcomeUnknown unknown
                ? Optional.of("it is not known whether it was written: " + unknown.reason())
                : Optional.empty();
    }
}
