/** {@code scripts/bench client}: the OVSDB client beside raw sockets and other clients, on one database and in one run. */
@NullMarked
package io.github.ovnnb.it.bench.client;

import org.jspecify.annotations.NullMarked;
