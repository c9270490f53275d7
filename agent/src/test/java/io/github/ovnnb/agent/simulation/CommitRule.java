package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.PortFacts;
import java.util.Collection;
import java.util.List;

/** Looks at the true state of the database right after each commit. */
interface CommitRule {
    /**
     * @param ours whether an agent wrote it
     * @param ports that it changed
     * @param all ports as they are now
     */
    record Commit(boolean ours, List<ChangedPort> ports, Collection<PortFacts> all) {}

    void committed(Commit commit);

    /** All rows are as they were at an earlier time. */
    default void restored(Collection<PortFacts> all) {}
}
