package io.github.ovnnb.ovsdb.session;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** How far the database has come, as far as we have seen; outlives connections. Confined to the loop. */
final class Progress {
    private Optional<UUID> clusterId = Optional.empty();
    private OptionalLong lastIndex = OptionalLong.empty();

    void seen(DatabaseRow database) {
        if (!database.clusterId().equals(clusterId)) {
            clusterId = database.clusterId();
            lastIndex = OptionalLong.empty();
        }
        if (database.index().isPresent() && database.index().getAsLong() > lastIndex.orElse(Long.MIN_VALUE)) {
            lastIndex = database.index();
        }
    }

    void forget() {
        lastIndex = OptionalLong.empty();
    }

    /** Known for the cluster seen last; another cluster counts anew. */
    OptionalLong lastIndexOf(DatabaseRow database) {
        return database.clusterId().equals(clusterId) ? lastIndex : OptionalLong.empty();
    }
}
