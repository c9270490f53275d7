/**
 * Values to JSON and back.
 *
 * <p>Incoming: {@link MessageDecoder} is fed bytes as they arrive, cut anywhere, and tells a {@link MessageSink} what they
 * say, in the order of the wire. It asks the sink what to expect of a reply ({@link PendingReply}, {@link ReplyShape}) or of
 * a monitor's update ({@code MonitorShape}) as soon as it knows whose it is, and from there on reads the bytes directed by
 * the schema, straight into rows: no tree of the message is built, so a dump needs no more memory than its rows.
 *
 * <p>Outgoing: {@link RequestEncoder}.
 *
 * <p>Nothing here knows sockets, threads or time. A decoder belongs to one connection and one thread.
 */
@NullMarked
package io.github.ovnnb.ovsdb.codec;

import org.jspecify.annotations.NullMarked;
