package io.github.ovnnb.ovsdb.protocol;

import java.util.Optional;
import java.util.UUID;

/** Where rows are found by their keys, to follow a reference from one to another: a snapshot of a replica. */
@FunctionalInterface
public interface RowSource {

    /** The row of this key; empty if it is not there, or not replicated. */
    Optional<Row> lookUp(String table, UUID uuid);
}
