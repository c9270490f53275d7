package io.github.ovnnb.agent.northbound;

import io.github.ovnnb.ovsdb.TransactionOutcome;
import io.github.ovnnb.ovsdb.protocol.Condition;
import io.github.ovnnb.ovsdb.protocol.Mutation;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.OperationResult;
import io.github.ovnnb.ovsdb.protocol.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A fencing token in {@code NB_Global.external_ids:ovnnb.io/writer}, chosen anew by whoever begins to write and relied on by each of its
 * transactions. Whatever an earlier writer still has under way, this process before its connection broke included, is from then on refused
 * by the database, however late it arrives.
 *
 * <p>The lock alone can't promise that: in a cluster each server keeps its own locks, and a request may wait in a deposed leader until after
 * its client has come back elsewhere.
 *
 * <p>One row, written once for each beginning and only read after that, so that it costs ovn-northd nothing.
 */
final class Fence implements Tenure {
    static final String TABLE = "NB_Global";
    static final String KEY = "ovnnb.io/writer";
    static final String COLUMN = "external_ids";
    static final List<Condition> THE_ONE_ROW = List.of();

    /** Stands where a token would, for as long as node agents write; see {@link NodeMark}. */
    static final String NODES = "nodes";

    static final String PLACE = TABLE + " external_ids:" + KEY;
    static final String REMOVAL = "ovn-nbctl remove " + TABLE + " . external_ids " + KEY;

    private final String lock;
    private Optional<String> token = Optional.empty();
    private boolean rowIsMissing;
    private Optional<String> refusal = Optional.empty();

    /** @param lock asserted by every transaction too */
    Fence(String lock) {
        this.lock = lock;
    }

    @Override
    public boolean isUp() {
        return token.isPresent();
    }

    /** Not to be relied on any more: a transaction may be under way, or somebody else's token stands there. */
    @Override
    public void lower() {
        token = Optional.empty();
    }

    @Override
    public List<Operation> preconditions() {
        return preconditions(lock, token.orElseThrow());
    }

    /** As any writer would send them. */
    static List<Operation> preconditions(String lock, String token) {
        return List.of(new Operation.Assert(lock), guard(token));
    }

    /** Refuses the transaction unless that token still stands. */
    static Operation guard(String token) {
        return new Operation.Wait(
                TABLE,
                List.of(Condition.includes(COLUMN, entry(token))),
                List.of("_uuid"),
                Operation.Until.NOT_EQUAL,
                List.of(),
                Optional.of(Duration.ZERO));
    }

    /** What puts a new token there. A database that no ovn-northd has initialised yet has no row for it. */
    @Override
    public List<Operation> raising(UUID newToken, UUID newRow) {
        var entry = entry(newToken.toString());
        return rowIsMissing
                ? List.of(
                        new Operation.Assert(lock),
                        Operation.noRow(TABLE, THE_ONE_ROW),
                        Operation.insert(TABLE, newRow, Map.of(COLUMN, entry)))
                : List.of(
                        new Operation.Assert(lock),
                        Operation.noRow(TABLE, List.of(Condition.includes(COLUMN, entry(NODES)))),
                        new Operation.Mutate(
                                TABLE,
                                THE_ONE_ROW,
                                // A mutation never overwrites the value of a key that is there, so the key goes first.
                                List.of(
                                        Mutation.delete(COLUMN, Value.strings(List.of(KEY))),
                                        Mutation.insert(COLUMN, entry))));
    }

    @Override
    public void raised(UUID newToken, TransactionOutcome outcome) {
        refusal =
                outcome instanceof TransactionOutcome.Refused refused && !rowIsMissing && refused.operationIndex() == 1
                        ? Optional.of("node agents write to this Northbound: " + PLACE + " is \"" + NODES
                                + "\". If it shall be a central one, stop them and run: " + REMOVAL)
                        : Optional.empty();
        if (outcome instanceof TransactionOutcome.Committed committed) {
            boolean found = !committed.results().contains(new OperationResult.Count(0));
            rowIsMissing = !found;
            token = found ? Optional.of(newToken.toString()) : Optional.empty();
        } else {
            rowIsMissing = false;
            token = Optional.empty();
        }
    }

    @Override
    public boolean wantsAnotherTry() {
        return rowIsMissing;
    }

    @Override
    public Optional<String> refusal() {
        return refusal;
    }

    static Value entry(String token) {
        return Value.stringMap(Map.of(KEY, token));
    }
}
