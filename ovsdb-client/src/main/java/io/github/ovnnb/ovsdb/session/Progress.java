package io.github.ovnnb.ovsdb.session;

import io.github.ovnnb.ovsdb.protocol.MonitorReply;
import io.github.ovnnb.ovsdb.protocol.MonitorRequest;
import io.github.ovnnb.ovsdb.protocol.MonitorShape;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** How far the replica has come; outlives connections, so that the next one can go on from there. Confined to the loop. */
final class Progress {
    private UUID lastTransaction = MonitorReply.NO_TRANSACTION;
    private Optional<Followed> followed = Optional.empty();
    private Optional<UUID> clusterId = Optional.empty();
    private OptionalLong lastIndex = OptionalLong.empty();

    /** What the replica holds: only the very same columns can be resumed. */
    record Followed(List<MonitorRequest> requests, List<String> columnTypes) {
        static Followed of(List<MonitorRequest> requests, MonitorShape shape) {
            var types = shape.tables().values().stream()
                    .map(table -> table + " " + table.columns())
                    .toList();
            return new Followed(requests, types);
        }
    }

    /** The transaction to resume from; all zero if what is followed has changed, which needs everything afresh. */
    UUID resumeFrom(Followed now) {
        return followed.filter(now::equals).isPresent() ? lastTransaction : MonitorReply.NO_TRANSACTION;
    }

    /** The id is kept whether or not the server found the one before: a cluster names its present one in any case. */
    void synced(Followed now, UUID transaction) {
        followed = Optional.of(now);
        lastTransaction = transaction;
    }

    /** The replica and the server disagree: only a whole download helps. */
    void forget() {
        followed = Optional.empty();
    }

    void reached(UUID transaction) {
        lastTransaction = transaction;
    }

    void seen(DatabaseRow database) {
        if (!database.clusterId().equals(clusterId)) {
            clusterId = database.clusterId();
            lastIndex = OptionalLong.empty();
        }
        if (database.index().isPresent() && database.index().getAsLong() > lastIndex.orElse(Long.MIN_VALUE)) {
            lastIndex = database.index();
        }
    }

    /** Known for the cluster seen last; another cluster counts anew. */
    OptionalLong lastIndexOf(DatabaseRow database) {
        return database.clusterId().equals(clusterId) ? lastIndex : OptionalLong.empty();
    }
}
