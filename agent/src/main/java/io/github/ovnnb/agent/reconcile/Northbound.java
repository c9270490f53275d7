package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.PortChange;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The Northbound database: a replica to read, and changes to commit. */
public interface Northbound {
    /** The row of that name, whoever made it. */
    Optional<PortFacts> port(String name);

    default Optional<PortFacts> port(PortIdentity port) {
        return port(port.portName());
    }

    /** The identities of all rows that are ours to manage. */
    Collection<PortIdentity> ports();

    /**
     * To be called before the first change, and whenever somebody else may have written meanwhile. When it completes, the rows show all that
     * earlier writers have done and will ever do. Never fails; if it can't be had now, changes answer {@link LookAgain} until it can.
     */
    CompletionStage<Void> takeOver();

    /**
     * Nothing more is sent until {@link #takeOver}: all changes that wait, and all that come, answer {@link LookAgain} at once. What the database has
     * been sent already it may still do.
     */
    void cease();

    /**
     * Tells after each take-over why we may not write until a person acts, and how, in words for that person; empty if that is not so. On the
     * reconciler's thread, before the take-over completes.
     */
    void onStanding(Consumer<Optional<String>> listener);

    /** Never fails: what went wrong is a value. When it completes as committed, {@link #port} shows the change. */
    CompletionStage<CommitOutcome> commit(PortChange change);

    /** The same for a port that is nobody's, in the name of all agents; not done unless we are the one that does this. */
    CompletionStage<CommitOutcome> sweep(PortChange change);

    /** Named by what is to be done next. */
    sealed interface CommitOutcome {}

    record Committed() implements CommitOutcome {}

    /** The database would not have it; the same again would be refused again until something changes. */
    record Refused(String why) implements CommitOutcome {}

    /** Others were quicker, and what they did has been heard. Nothing has happened: decide again at once. */
    record Overtaken() implements CommitOutcome {}

    /** Nothing is known to have happened: look again, then decide again. */
    record LookAgain(String why) implements CommitOutcome {}
}
