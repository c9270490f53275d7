package io.github.ovnnb.ovsdb.session;

import java.util.Optional;

/** Threads and sockets for any number of clients. */
public interface Transport extends AutoCloseable {

    /** The thread that will own a client of these remotes. */
    Loop loopFor(Remotes remotes);

    /** Connections whose events arrive on {@code loop}. */
    Connector connectorOn(Loop loop, Optional<TlsFiles> tls);

    /** Ends the threads; connections that are still open are lost. */
    @Override
    void close();
}
