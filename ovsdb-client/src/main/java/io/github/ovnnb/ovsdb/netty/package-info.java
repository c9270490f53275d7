/** The only package that sees Netty and jnr-unixsocket: tcp, ssl and unix connections behind {@code session.Connector}. */
@NullMarked
package io.github.ovnnb.ovsdb.netty;

import org.jspecify.annotations.NullMarked;
