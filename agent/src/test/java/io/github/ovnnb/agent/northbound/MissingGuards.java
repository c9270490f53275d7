package io.github.ovnnb.agent.northbound;

import io.github.ovnnb.agent.simulation.Guards;
import io.github.ovnnb.ovsdb.protocol.Operation;
import java.util.List;
import java.util.Set;

/** Transactions as an agent would send them that does not have all guards. Those keep their places, for answers tell operations by number. */
final class MissingGuards {
    private static final Operation NOTHING = new Operation.Comment("a guard was here");

    private final Set<Guards> guards;

    MissingGuards(Set<Guards> guards) {
        this.guards = guards;
    }

    List<Operation> without(List<Operation> operations) {
        boolean complete = guards.containsAll(Set.of(Guards.FENCE, Guards.EPOCH, Guards.ROW_AS_SEEN));
        return complete
                ? operations
                : operations.stream()
                        .map(operation ->
                                operation instanceof Operation.Wait wait && isMissing(wait) ? NOTHING : operation)
                        .toList();
    }

    private boolean isMissing(Operation.Wait wait) {
        return switch (wait.table()) {
            case Fence.TABLE -> !guards.contains(Guards.FENCE);
            case DatabaseModel.SWITCHES -> !guards.contains(Guards.EPOCH);
            case DatabaseModel.PORTS -> !guards.contains(Guards.ROW_AS_SEEN);
            default -> false;
        };
    }
}
