/**
 * One client's life on one thread: which remote to try when, what to ask it in which order, which transactions wait and which are on
 * the wire. No sockets: connections come in through {@link io.github.ovnnb.ovsdb.session.Connector}, time and the thread through
 * {@link io.github.ovnnb.ovsdb.session.Loop}.
 */
@NullMarked
package io.github.ovnnb.ovsdb.session;

import org.jspecify.annotations.NullMarked;
