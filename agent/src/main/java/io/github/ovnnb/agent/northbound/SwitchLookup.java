package io.github.ovnnb.agent.northbound;

import java.util.Optional;
import java.util.UUID;

/** Finds the row of a logical switch. Names are not unique in the schema; the oldest answer of the replica will do. */
@FunctionalInterface
interface SwitchLookup {
    Optional<UUID> rowOf(String logicalSwitch);
}
