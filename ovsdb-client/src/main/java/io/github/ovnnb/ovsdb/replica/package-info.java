/**
 * The in-memory copy of the monitored tables.
 *
 * <p>One thread, the connection's, applies updates in the order of the wire; any thread reads {@link Snapshot}s, without locks.
 * A snapshot is what one notification left behind, so it never shows half of a transaction. Listeners hear of true changes only,
 * in order, each on an executor of its own choice. Nothing here knows of connections or of JSON.
 */
@NullMarked
package io.github.ovnnb.ovsdb.replica;

import org.jspecify.annotations.NullMarked;
