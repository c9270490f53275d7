package io.github.ovnnb.ovsdb;

import io.github.ovnnb.ovsdb.TransactionOutcome.Committed;
import io.github.ovnnb.ovsdb.TransactionOutcome.Refused;
import io.github.ovnnb.ovsdb.protocol.Condition;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.Operation.Insert;
import io.github.ovnnb.ovsdb.protocol.OperationResult;
import io.github.ovnnb.ovsdb.replica.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** The row by which one sees that a transaction was stored: one that it inserts under a uuid chosen for it. */
record StoredRow(String table, UUID uuid, Supplier<Snapshot> replica) implements Evidence {

    /** Preferably one that the replica would show. */
    static Optional<Evidence> of(List<Operation> operations, Supplier<Snapshot> replica) {
        var chosen = operations.stream()
                .filter(Insert.class::isInstance)
                .map(Insert.class::cast)
                .filter(insert -> insert.uuid().isPresent())
                .toList();
        return chosen.stream()
                .filter(insert -> replica.get().hasEveryRow(insert.table()))
                .findFirst()
                .or(() -> chosen.stream().findFirst())
                .map(insert -> new StoredRow(insert.table(), insert.uuid().orElseThrow(), replica));
    }

    @Override
    public boolean isProvedBy(Refused refused, List<Operation> operations) {
        return Reexecution.met(uuid, refused, operations);
    }

    @Override
    public Optional<Boolean> inReplica() {
        var now = replica.get();
        if (now.tables().contains(table) && now.row(table, uuid).isPresent()) {
            return Optional.of(true);
        }
        return now.hasEveryRow(table) ? Optional.of(false) : Optional.empty();
    }

    @Override
    public Operation question() {
        return Operation.select(table, List.of(Condition.uuid(uuid)), "_uuid");
    }

    @Override
    public boolean isOurs() {
        return true;
    }

    static Committed committed(List<Operation> operations) {
        return new Committed(operations.stream().map(StoredRow::result).toList());
    }

    private static OperationResult result(Operation operation) {
        return Reexecution.chosenUuid(operation)
                .<OperationResult>map(OperationResult.Inserted::new)
                .orElseGet(OperationResult.Unseen::new);
    }
}
