package io.github.ovnnb.agent.northbound;

import io.github.ovnnb.ovsdb.TransactionOutcome;
import io.github.ovnnb.ovsdb.protocol.Operation;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What entitles us to write, put into the database so that the database itself can refuse us when it is over. */
interface Tenure {
    boolean isUp();

    /** Not to be relied on any more; it has to be raised anew. */
    void lower();

    /** What every transaction relies on. Only while it is up. */
    List<Operation> preconditions();

    /** The transaction that begins it. */
    List<Operation> raising(UUID newToken, UUID newRow);

    /** Takes in what became of {@link #raising}; anything but success leaves it down. */
    void raised(UUID newToken, TransactionOutcome outcome);

    /** Whether raising it again at once may succeed. */
    boolean wantsAnotherTry();

    /** Why it is not to be had until a person acts, and how; empty if that is not so. */
    Optional<String> refusal();
}
