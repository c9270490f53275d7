package io.github.ovnnb.ovsdb.session;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Which servers will do. As the C IDL decides (ovsdb-cs.c, ovsdb_cs_check_server_db).
 *
 * @param leaderOnly refuse a cluster's followers
 * @param clusterId refuse members of any other cluster, and servers of none
 */
record MemberPolicy(boolean leaderOnly, Optional<UUID> clusterId) {

    /** Why a server will not do that knows no clusters; empty if it will. */
    Optional<String> objectionToServerBeforeClusters() {
        return clusterId.map(id -> "the server is too old to belong to cluster " + id);
    }

    /** Why this server will not do; empty if it will.
     *
     * @param lastIndex how far the replica has come already: a member that is behind would take it back in time
     */
    Optional<String> objection(DatabaseRow database, OptionalLong lastIndex) {
        if (clusterId.isPresent() && !clusterId.equals(database.clusterId())) {
            return Optional.of("the server belongs to cluster "
                    + database.clusterId().map(UUID::toString).orElse("(none)") + ", not " + clusterId.get());
        }
        if (database.isStandalone()) {
            return Optional.empty();
        }
        if (!database.connected()) {
            return Optional.of(
                    database.isClustered()
                            ? "the server is cut off from its cluster"
                            : "the relay is cut off from its source");
        }
        return database.isClustered() ? objectionToMember(database, lastIndex) : Optional.empty();
    }

    private Optional<String> objectionToMember(DatabaseRow database, OptionalLong lastIndex) {
        if (leaderOnly && !database.leader()) {
            return Optional.of("the server is not the leader of its cluster");
        }
        if (lastIndex.isPresent()
                && database.index().isPresent()
                && database.index().getAsLong() < lastIndex.getAsLong()) {
            return Optional.of("the server is behind: its log ends at "
                    + database.index().getAsLong() + ", we have seen " + lastIndex.getAsLong());
        }
        return Optional.empty();
    }
}
