package io.github.ovnnb.ovsdb.session;

/** How far a client has come on its way to a database. */
enum Phase {
    /** Nothing is tried now; the next attempt is due later. */
    WAITING,
    /** A TCP or unix connection is being made. */
    CONNECTING,
    /** The TLS handshake is going on. */
    SECURING,
    /** The server was asked what it is and which schema it has. */
    SCHEMA,
    /** The server was asked for the rows. */
    DUMP,
    /** The replica follows the database. */
    SYNCED
}
