package io.github.ovnnb.ovsdb.session;

import io.github.ovnnb.ovsdb.protocol.DatabaseSchema;
import io.github.ovnnb.ovsdb.protocol.MonitorReply;
import io.github.ovnnb.ovsdb.protocol.MonitorShape;
import io.github.ovnnb.ovsdb.protocol.MonitorSink;
import io.github.ovnnb.ovsdb.protocol.TableUpdates;

/** What a session keeps in step with the database. Called on the loop, in the order of the wire. */
public interface ReplicaFeed {

    /** The rows of these shapes have been asked for; they go to the sink while they arrive. A former sink hears no more. */
    MonitorSink expect(DatabaseSchema schema, MonitorShape shape);

    /** The rows are complete: what the sink was given becomes visible at once. */
    void complete(MonitorReply reply);

    void apply(TableUpdates updates);
}
