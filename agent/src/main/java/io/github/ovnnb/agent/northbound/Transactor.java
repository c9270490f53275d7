package io.github.ovnnb.agent.northbound;

import io.github.ovnnb.ovsdb.TransactionOutcome;
import io.github.ovnnb.ovsdb.protocol.Operation;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Sends one transaction. */
@FunctionalInterface
interface Transactor {
    /** Never fails: what went wrong is a value. */
    CompletionStage<TransactionOutcome> transact(List<Operation> operations);
}
