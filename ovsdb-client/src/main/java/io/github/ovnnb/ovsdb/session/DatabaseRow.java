package io.github.ovnnb.ovsdb.session;

import io.github.ovnnb.ovsdb.protocol.Row;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * What a server says of one of its databases, in table {@code Database} of {@code _Server} (ovsdb-server(5)).
 *
 * @param model {@code standalone}, {@code clustered} or {@code relay}
 * @param connected whether the member reaches its cluster's leader (a relay: its source)
 * @param index of the last log entry that this member has; clusters only
 */
record DatabaseRow(
        String name, String model, boolean connected, boolean leader, Optional<UUID> clusterId, OptionalLong index) {
    static final String TABLE = "Database";
    static final List<String> COLUMNS = List.of("name", "model", "connected", "leader", "cid", "sid", "index");

    static DatabaseRow of(Row row) {
        return new DatabaseRow(
                row.string("name"),
                row.string("model"),
                row.bool("connected"),
                row.bool("leader"),
                row.has("cid") ? row.optionalUuid("cid") : Optional.empty(),
                row.has("index") ? row.optionalInteger("index") : OptionalLong.empty());
    }

    boolean isStandalone() {
        return model.equals("standalone");
    }

    boolean isClustered() {
        return model.equals("clustered");
    }
}
