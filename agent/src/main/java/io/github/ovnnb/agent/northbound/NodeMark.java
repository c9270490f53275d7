package io.github.ovnnb.agent.northbound;

import io.github.ovnnb.ovsdb.TransactionOutcome;
import io.github.ovnnb.ovsdb.protocol.Mutation;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The word {@code nodes} where a central agent has its {@link Fence}'s token: node agents write here, any number of them, and a central
 * agent's fence can't be raised over it. A central agent's token is not overwritten either: only a person knows whether it is still in use.
 */
final class NodeMark implements Tenure {
    private static final Value ENTRY = Fence.entry(Fence.NODES);

    /** Where the operations that ask stand in what raises it. */
    private static final int NO_ROW = 0;

    private static final int GUARD = 1;

    private boolean up;
    private boolean rowMayBeMissing;
    private Optional<String> refusal = Optional.empty();

    @Override
    public boolean isUp() {
        return up;
    }

    @Override
    public void lower() {
        up = false;
    }

    @Override
    public List<Operation> preconditions() {
        return List.of(Fence.guard(Fence.NODES));
    }

    /** Where it stands already nothing changes, so the start of an agent costs ovn-northd nothing. */
    @Override
    public List<Operation> raising(UUID newToken, UUID newRow) {
        return rowMayBeMissing
                ? List.of(
                        Operation.noRow(Fence.TABLE, Fence.THE_ONE_ROW),
                        Operation.insert(Fence.TABLE, newRow, Map.of(Fence.COLUMN, ENTRY)))
                : List.of(
                        // Leaves the value of a key that is there as it is, RFC 7047 section 5.1; the guard then sees
                        // it.
                        new Operation.Mutate(
                                Fence.TABLE, Fence.THE_ONE_ROW, List.of(Mutation.insert(Fence.COLUMN, ENTRY))),
                        Fence.guard(Fence.NODES));
    }

    @Override
    public void raised(UUID newToken, TransactionOutcome outcome) {
        boolean tried = rowMayBeMissing;
        up = outcome instanceof TransactionOutcome.Committed;
        // By the operation that asks; a full disk, say, refuses the whole and tells nothing of what stands there.
        boolean standsOther = outcome instanceof TransactionOutcome.Refused refused
                && refused.operationIndex() == (tried ? NO_ROW : GUARD);
        rowMayBeMissing = standsOther && !tried;
        refusal = standsOther && tried ? Optional.of(words()) : Optional.empty();
    }

    private static String words() {
        return "a central agent writes to this Northbound, or did: " + Fence.PLACE
                + " holds its token. If none runs any" + " more, let node agents in with: " + Fence.REMOVAL;
    }

    @Override
    public boolean wantsAnotherTry() {
        return rowMayBeMissing;
    }

    @Override
    public Optional<String> refusal() {
        return refusal;
    }
}
