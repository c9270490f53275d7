package io.github.ovnnb.agent.northbound;

import io.github.ovnnb.ovsdb.protocol.Mutation;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.OvsSet;
import io.github.ovnnb.ovsdb.protocol.OvsUuid;
import io.github.ovnnb.ovsdb.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The same operations with other uuids for the rows that they insert; and operations in few words. */
final class Renumbering {
    private Renumbering() {}

    static Operation of(Operation operation, Map<UUID, UUID> news) {
        if (operation instanceof Operation.Insert insert) {
            return new Operation.Insert(
                    insert.table(),
                    insert.row(),
                    insert.uuid().map(uuid -> news.getOrDefault(uuid, uuid)),
                    Optional.empty());
        }
        if (operation instanceof Operation.Mutate mutate) {
            var mutations = mutate.mutations().stream()
                    .map(mutation ->
                            new Mutation(mutation.column(), mutation.mutator(), renumbered(mutation.value(), news)))
                    .toList();
            return new Operation.Mutate(mutate.table(), mutate.where(), mutations);
        }
        return operation;
    }

    private static Value renumbered(Value value, Map<UUID, UUID> news) {
        if (!(value instanceof OvsSet set)) {
            return value;
        }
        var uuids = new ArrayList<UUID>();
        for (var atom : set) {
            if (!(atom instanceof OvsUuid uuid)) {
                return value;
            }
            uuids.add(news.getOrDefault(uuid.value(), uuid.value()));
        }
        return Value.uuids(uuids);
    }

    static String brief(List<Operation> operations) {
        return operations.stream().map(Renumbering::brief).collect(Collectors.joining("; "));
    }

    private static String brief(Operation operation) {
        if (operation instanceof Operation.Insert insert) {
            return "insert " + insert.row();
        } else if (operation instanceof Operation.Update update) {
            return "update " + update.where() + " " + update.row();
        } else if (operation instanceof Operation.Mutate mutate) {
            return "mutate " + mutate.table() + " "
                    + mutate.mutations().stream()
                            .map(mutation -> mutation.mutator() + " " + mutation.value())
                            .toList();
        }
        return operation.name();
    }
}
