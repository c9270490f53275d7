package io.github.ovnnb.it.bench.client;

import io.github.ovnnb.ovsdb.codec.RequestEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** A standalone Northbound of our own: one ovsdb-server, on one file, on a free port. */
final class Northbound implements AutoCloseable {

    private static final String SCHEMA = "/usr/share/ovn/ovn-nb.ovsschema";

    private final Path file;
    private final int port;
    private final Process server;

    private Northbound(Path file) {
        this.file = file;
        this.port = freePort();
        this.server = Programs.start(
                file.resolveSibling(file.getFileName() + ".log"),
                "ovsdb-server",
                "--no-chdir",
                "-vconsole:warn",
                "--unixctl=" + file.toAbsolutePath() + ".ctl",
                "--remote=punix:" + socket(),
                "--remote=db:OVN_Northbound,NB_Global,connections",
                file.toAbsolutePath().toString());
        awaitUntil("has its unix socket", () -> Files.exists(Path.of(socket())));
        listenWithoutProbes();
        awaitUntil("listens on port " + port, this::listens);
    }

    static Northbound empty(Path file) {
        Programs.run("ovsdb-tool", "create", file.toString(), SCHEMA);
        return new Northbound(file);
    }

    /** A second server on a copy of this one's file. */
    Northbound copy(Path copy) {
        try {
            Files.copy(file, copy);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        return new Northbound(copy);
    }

    /** Stores that many ports, a thousand on each switch. */
    void fill(int rows) {
        var requests = IntStream.range(0, rows / PortTables.PORTS_PER_SWITCH)
                .mapToObj(number -> RequestEncoder.transact(number, PortTables.DATABASE, PortTables.fullSwitch(number)))
                .toList();
        try (var connection = connect()) {
            connection.replay(requests, 1);
        }
    }

    Replayer connect() {
        return Replayer.to(port);
    }

    String remote() {
        return String.format(Locale.ROOT, "tcp:127.0.0.1:%d", port);
    }

    /** A raw connection that waits for its turn answers no probe, so nobody here is probed. */
    private void listenWithoutProbes() {
        Programs.run(
                "ovn-nbctl",
                "--no-leader-only",
                "--db=unix:" + socket(),
                "--inactivity-probe=0",
                "set-connection",
                "ptcp:" + port + ":127.0.0.1");
    }

    private String socket() {
        return file.toAbsolutePath() + ".sock";
    }

    private boolean listens() {
        try (var probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return probe.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private void awaitUntil(String what, BooleanSupplier condition) {
        await(what, condition, server);
    }

    /** Waits for a condition of a server that is starting. */
    static void await(String what, BooleanSupplier condition, Process server) {
        try {
            for (var attempt = 0; attempt < 600 && !condition.getAsBoolean(); attempt++) {
                if (server.waitFor(100, TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException("ovsdb-server ended with " + server.exitValue());
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while ovsdb-server started", interrupted);
        }
        if (!condition.getAsBoolean()) {
            throw new IllegalStateException("not so after a minute: ovsdb-server " + what);
        }
    }

    /** Nobody listened on it a moment ago. */
    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    @Override
    public void close() {
        Programs.end(List.of(server));
    }
}
