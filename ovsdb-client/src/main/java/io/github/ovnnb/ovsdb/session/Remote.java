package io.github.ovnnb.ovsdb.session;

/** How to come to a database server, written as Open vSwitch writes it (ovsdb(7), "Active" and "Passive" connection methods). */
public sealed interface Remote {

    /**
     * Parses one connection method: {@code tcp:}, {@code ssl:} or {@code unix:}, where the server listens, or {@code ptcp:}, {@code pssl:} or
     * {@code punix:}, where we do.
     */
    static Remote parse(String text) {
        return RemoteParser.parse(text);
    }

    /**
     * A TCP endpoint.
     *
     * @param host a name or an address; an IPv6 address without brackets
     * @param port of the server, or ours
     */
    record Tcp(String host, int port) implements Remote {
        @Override
        public String toString() {
            return "tcp:" + RemoteParser.bracketed(host) + ":" + port;
        }
    }

    /**
     * A TLS endpoint.
     *
     * @param host a name or an address; an IPv6 address without brackets
     * @param port of the server, or ours
     */
    record Ssl(String host, int port) implements Remote {
        @Override
        public String toString() {
            return "ssl:" + RemoteParser.bracketed(host) + ":" + port;
        }
    }

    /** Whether the server is surely on this machine, so that silence needs no probing. */
    default boolean isLocal() {
        return false;
    }

    /**
     * A stream socket in the file system.
     *
     * @param path of the socket
     */
    record Unix(String path) implements Remote {
        @Override
        public String toString() {
            return "unix:" + path;
        }

        @Override
        public boolean isLocal() {
            return true;
        }
    }

    /**
     * We listen, and wait for as long as it takes for a server to connect, as one behind a firewall must that was told to by its
     * {@code --remote} or its {@code Connection} table. One server has the connection at a time, the one that came last: most likely the
     * connection of an earlier one died without a word.
     *
     * @param where our own address, which is written port first: {@code ptcp:6641:127.0.0.1}; without one, all of IPv4
     */
    record Passive(Remote where) implements Remote {
        /** Fails with an IllegalArgumentException for a passive one of a passive one. */
        public Passive {
            if (where instanceof Passive) {
                throw new IllegalArgumentException("there is no listening to listen at " + where);
            }
        }

        @Override
        public String toString() {
            if (where instanceof Tcp tcp) {
                return "ptcp:" + tcp.port() + ":" + RemoteParser.bracketed(tcp.host());
            }
            return where instanceof Ssl ssl
                    ? "pssl:" + ssl.port() + ":" + RemoteParser.bracketed(ssl.host())
                    : "p" + where;
        }

        @Override
        public boolean isLocal() {
            return where.isLocal();
        }
    }
}
