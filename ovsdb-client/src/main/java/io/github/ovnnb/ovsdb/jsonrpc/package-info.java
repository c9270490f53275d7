/** Who waits for which answer, and whether the other side is still alive. JSON-RPC 1.0 as RFC 7047 section 4 uses it; no sockets. */
@NullMarked
package io.github.ovnnb.ovsdb.jsonrpc;

import org.jspecify.annotations.NullMarked;
