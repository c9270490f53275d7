package io.github.ovnnb.ovsdb.session;

/** Where a database server listens, written as Open vSwitch writes it (ovsdb(7), "Active" connection methods). */
public sealed interface Remote {

    /** Parses one active connection method, {@code tcp:}, {@code ssl:} or {@code unix:}. */
    static Remote parse(String text) {
        return RemoteParser.parse(text);
    }

    /** A TCP endpoint.
     *
     * @param host a name or an address; an IPv6 address without brackets
     */
    record Tcp(String host, int port) implements Remote {
        @Override
        public String toString() {
            return "tcp:" + RemoteParser.bracketed(host) + ":" + port;
        }
    }

    /** A TLS endpoint.
     *
     * @param host a name or an address; an IPv6 address without brackets
     */
    record Ssl(String host, int port) implements Remote {
        @Override
        public String toString() {
            return "ssl:" + RemoteParser.bracketed(host) + ":" + port;
        }
    }

    /** A stream socket in the file system. */
    record Unix(String path) implements Remote {
        @Override
        public String toString() {
            return "unix:" + path;
        }
    }
}
