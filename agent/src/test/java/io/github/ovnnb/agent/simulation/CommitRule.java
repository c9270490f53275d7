package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.PortFacts;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Looks at the true state of the database right after each commit. */
interface CommitRule {
    /**
     * @param ours whether an agent wrote it
     * @param ports whose rows it changed
     * @param touched ports as they are now of which anything is different, be it which switch lists them
     * @param all ports as they are now
     */
    record Commit(
            boolean ours, List<ChangedPort> ports, Map<UUID, Optional<PortFacts>> touched, Collection<PortFacts> all) {}

    void committed(Commit commit);

    /** All rows are as they were at an earlier time. */
    default void restored(Collection<PortFacts> all) {}
}
