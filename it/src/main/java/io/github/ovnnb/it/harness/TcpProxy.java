package io.github.ovnnb.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The network between a client and any server, TLS or not: bytes pass, come late, or do not come through at all. It understands nothing of
 * what is said; {@link FaultProxy} does.
 */
public final class TcpProxy implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;

    private final ServerSocket listening;
    private final InetSocketAddress server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition passable = lock.newCondition();
    private boolean holding;
    private volatile Duration lateness = Duration.ZERO;
    private volatile boolean closed;

    private TcpProxy(InetSocketAddress server) throws IOException {
        this.server = server;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /** Begins to listen on a free port of loopback, for the server of that {@code https://HOST:PORT}. */
    public static TcpProxy before(String url) {
        var address = URI.create(url);
        try {
            var proxy = new TcpProxy(new InetSocketAddress(address.getHost(), address.getPort()));
            FaultProxy.daemon("tcp-proxy", proxy::acceptAll);
            return proxy;
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }

    /** The same identity, by way of this proxy. */
    public Kubeconfig on(Kubeconfig direct) {
        return new Kubeconfig(
                "https://127.0.0.1:" + listening.getLocalPort(), direct.certificateAuthority(), direct.token());
    }

    /**
     * From now on nothing comes through, as when a cable is pulled: connections stay, and new ones seem to come to be. What was held comes
     * through after {@link #pass}, as TCP sends again what got lost.
     */
    public void hold() {
        setHolding(true);
    }

    /** From now on everything comes through, at once. */
    public void pass() {
        lateness = Duration.ZERO;
        setHolding(false);
    }

    private void setHolding(boolean hold) {
        lock.lock();
        try {
            holding = hold;
            passable.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** From now on whatever is sent, either way, comes so much later. */
    public void delay(Duration by) {
        lateness = by;
    }

    /** Breaks every connection there is; new ones are taken. */
    public void cutAll() {
        open.forEach(TcpProxy::closeQuietly);
    }

    @Override
    public void close() {
        closed = true;
        pass();
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
                open.add(client);
                FaultProxy.daemon("tcp-proxy-connection", () -> serve(client));
            } catch (IOException closing) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (var upstream = new Socket()) {
            awaitPassable();
            upstream.connect(server, CONNECT_MILLIS);
            open.add(upstream);
            if (closed) {
                return;
            }
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            FaultProxy.daemon("tcp-proxy-answers", () -> pump(upstream, client));
            pump(client, upstream);
            open.remove(upstream);
        } catch (IOException serverIsDown) {
            // The client sees its connection end.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
            closeQuietly(client);
        }
    }

    private void pump(Socket from, Socket to) {
        var buffer = new byte[64 * 1024];
        try {
            for (var length = from.getInputStream().read(buffer);
                    length >= 0;
                    length = from.getInputStream().read(buffer)) {
                TimeUnit.NANOSECONDS.sleep(lateness.toNanos());
                awaitPassable();
                to.getOutputStream().write(buffer, 0, length);
            }
        } catch (IOException either) {
            // Broken by a peer or by us: both mean the end of both directions.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    private void awaitPassable() throws InterruptedException {
        lock.lock();
        try {
            while (holding) {
                passable.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // It was to be closed, and it is.
        }
    }
}
