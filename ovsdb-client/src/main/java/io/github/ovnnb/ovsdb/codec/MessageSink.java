package io.github.ovnnb.ovsdb.codec;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ovnnb.ovsdb.protocol.MonitorShape;
import io.github.ovnnb.ovsdb.protocol.TableUpdates;
import java.util.Optional;
import java.util.UUID;

/** Takes what a {@link MessageDecoder} reads, in the order of the wire and on the thread that feeds it. */
public interface MessageSink {

    /**
     * Asked as soon as the id of a reply is known, which is usually long before its end, and once per reply. Empty for an id
     * that nobody waits for (any more): the reply is then skipped and {@link #unexpectedReply} follows.
     */
    Optional<PendingReply<?>> pendingReply(long id);

    /** Asked when an update arrives. Empty for a monitor that is not ours (any more): the update is then skipped. */
    Optional<MonitorShape> monitorShape(String monitorId);

    /** A reply that no request waits for, with its id as JSON. */
    void unexpectedReply(String id);

    /** The peer asks something, such as {@code echo}; an answer must carry the same id. */
    void request(JsonNode id, String method, JsonNode params);

    /**
     * Rows of a monitor changed.
     *
     * @param transaction up to which the monitor is now current; only a monitor with a history says so
     */
    void updates(String monitorId, Optional<UUID> transaction, TableUpdates updates);

    /** The lock is ours. May be told twice (ovsdb-server: when another waiter gives up). */
    void locked(String lock);

    /** The lock is somebody else's now, who did not wait for it (RFC 7047 section 4.1.10). */
    void stolen(String lock);

    /** The database was converted or removed: get the schema and monitor again. */
    void monitorCanceled(String monitorId);

    /** Any other notification. */
    void notification(String method, JsonNode params);
}
