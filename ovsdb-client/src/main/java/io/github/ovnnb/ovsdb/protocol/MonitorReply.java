package io.github.ovnnb.ovsdb.protocol;

import java.util.UUID;

/**
 * The answer to {@code monitor}, {@code monitor_cond} or {@code monitor_cond_since} (ovsdb-server(7) section 4.1.15).
 *
 * @param resumed {@code found}: the updates continue from the transaction that the request named; otherwise they are the
 *     whole contents. False for the first two
 * @param lastTransaction to name when resuming, and to be kept even when not resumed; all zero if the server keeps no history,
 *     as for the first two
 * @param updates none if the rows went to a {@link MonitorSink}
 */
public record MonitorReply(boolean resumed, UUID lastTransaction, TableUpdates updates) {
    /** Stands for no transaction: of a server that keeps no history. */
    public static final UUID NO_TRANSACTION = new UUID(0, 0);
}
