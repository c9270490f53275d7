package io.github.ovnnb.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between an OVSDB client and a server, sees every message of either, and does to it what its plan says: delays,
 * splits, loses it, answers it, or breaks the connection before, within or after it. TCP on both sides, no TLS.
 */
public final class FaultProxy implements AutoCloseable {

    private final ServerSocket listening;
    private final InetSocketAddress server;
    private final AtomicInteger attempts = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger cuts = new AtomicInteger();
    private final Set<ProxiedConnection> open = ConcurrentHashMap.newKeySet();
    private volatile FaultPlan plan;
    private volatile boolean closed;

    private FaultProxy(InetSocketAddress server, FaultPlan plan) throws IOException {
        this.server = server;
        this.plan = plan;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /**
     * Begins to listen on a free port of loopback.
     *
     * @param server a remote as OVS writes it: {@code tcp:HOST:PORT}
     */
    public static FaultProxy before(String server, FaultPlan plan) {
        var parts = server.split(":", -1);
        if (parts.length != 3 || !parts[0].equals("tcp")) {
            throw new IllegalArgumentException("only tcp:HOST:PORT can be proxied, not " + server);
        }
        try {
            var proxy = new FaultProxy(new InetSocketAddress(parts[1], Integer.parseInt(parts[2])), plan);
            daemon("fault-proxy", proxy::acceptAll);
            return proxy;
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }

    /** What a client is to connect to: {@code tcp:127.0.0.1:PORT}. */
    public String remote() {
        return "tcp:127.0.0.1:" + listening.getLocalPort();
    }

    /** From the next message on. */
    public void follow(FaultPlan next) {
        plan = next;
    }

    /** Breaks every connection there is; new ones are taken. */
    public void cutAll() {
        open.forEach(ProxiedConnection::cut);
    }

    /** How often a client has tried to connect so far, whether there was a server or not. */
    public int attempts() {
        return attempts.get();
    }

    /** How many connections have been taken so far. */
    public int connections() {
        return connections.get();
    }

    /** How many connections a fault of the plan has broken. */
    public int cuts() {
        return cuts.get();
    }

    @Override
    public void close() {
        closed = true;
        try {
            listening.close();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
        cutAll();
    }

    private void acceptAll() {
        while (!closed) {
            try {
                var client = listening.accept();
                attempts.incrementAndGet();
                take(client);
            } catch (IOException closing) {
                return;
            }
        }
    }

    private void take(Socket client) throws IOException {
        var upstream = new Socket();
        try {
            upstream.connect(server, 5_000);
        } catch (IOException serverIsDown) {
            client.close();
            return;
        }
        var connection = new ProxiedConnection(connections.incrementAndGet(), client, upstream, this::decide);
        open.add(connection);
        connection.start(() -> open.remove(connection));
        if (closed) {
            connection.cut();
        }
    }

    private Fault decide(Passage passage) {
        var fault = plan.decide(passage);
        if (fault instanceof Fault.CutBefore || fault instanceof Fault.CutWithin || fault instanceof Fault.CutAfter) {
            cuts.incrementAndGet();
        }
        return fault;
    }

    static void daemon(String name, Runnable task) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }
}
