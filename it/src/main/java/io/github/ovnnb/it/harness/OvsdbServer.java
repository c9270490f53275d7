package io.github.ovnnb.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** One ovsdb-server in an {@link OvsdbHost}. It keeps its database, ports and socket from start to start. */
public final class OvsdbServer {

    private final OvsdbHost host;
    private final int number;
    private final String database;
    private final String file;

    OvsdbServer(OvsdbHost host, int number, String database, String file) {
        this.host = host;
        this.number = number;
        this.database = database;
        this.file = file;
    }

    /** Starts it; returns when it listens. */
    public OvsdbServer start() {
        daemon("start");
        return this;
    }

    /** Ends it politely (SIGTERM). */
    public void terminate() {
        daemon("end", "TERM");
    }

    /** Ends it as a crash would (SIGKILL). */
    public void kill9() {
        daemon("end", "KILL");
    }

    /** Freezes it (SIGSTOP): connections stay open and even come to be, nothing is answered. */
    public void pause() {
        daemon("signal", "STOP");
    }

    /** Lets it go on (SIGCONT). */
    public void resume() {
        daemon("signal", "CONT");
    }

    /** Cuts it off from the other members of its cluster (packets are dropped); clients reach it as before. */
    public void partition() {
        daemon("part");
    }

    /** Ends the {@link #partition}. */
    public void rejoin() {
        daemon("join");
    }

    /** Has it write its file anew ({@code ovsdb-server/compact}), as it does by itself now and then. */
    public void compact() {
        appctl("ovsdb-server/compact", database);
    }

    /** {@code tcp:HOST:PORT}. */
    public String tcp() {
        return "tcp:" + host.address(OvsdbHost.tcpPort(number));
    }

    /** {@code ssl:HOST:PORT}; there once the host has a {@link Pki}. */
    public String ssl() {
        return "ssl:" + host.address(OvsdbHost.tlsPort(number));
    }

    /** {@code unix:PATH}, on this machine. */
    public String unix() {
        return "unix:" + host.directory().resolve(number + ".sock");
    }

    public String database() {
        return database;
    }

    /** A connection of the test's own, without the client under test. */
    public RawConnection connect() {
        return RawConnection.to(host.directory().resolve(number + ".sock"));
    }

    /** {@code ovsdb-client COMMAND SERVER ARGUMENTS...} */
    public String client(String command, String... arguments) {
        var line = new ArrayList<>(List.of("ovsdb-client", "--timeout=20", command, socketInside()));
        line.addAll(List.of(arguments));
        return host.run(line.toArray(String[]::new));
    }

    /** Keeps a copy of its database in a file of the host ({@code ovsdb-client backup}). */
    public void backup(String file) {
        copy("backup", ">", file);
    }

    /**
     * Puts such a copy in place of everything that it has ({@code ovsdb-client restore}), in one transaction. Rows get new
     * uuids; connections stay.
     */
    public void restore(String file) {
        copy("restore", "<", file);
    }

    private void copy(String command, String direction, String file) {
        var line = "ovsdb-client --timeout=20 " + command + " " + socketInside() + " " + database + " " + direction
                + " " + OvsdbHost.INSIDE + "/" + file;
        host.run("bash", "-c", line);
    }

    /** What ovn-nbctl says of all ports that this server shows, whether it leads or not. */
    public List<PortRow> ports() {
        return PortRow.parse(host.run(
                "ovn-nbctl",
                "--db=" + socketInside(),
                "--no-leader-only",
                "--timeout=20",
                "--format=json",
                "--data=json",
                "--columns=" + PortRow.COLUMNS,
                "list",
                PortRow.TABLE));
    }

    /** {@code ovs-appctl} on this server. */
    public String appctl(String... command) {
        var line =
                new ArrayList<>(List.of("ovs-appctl", "--timeout=10", "-t", OvsdbHost.INSIDE + "/" + number + ".ctl"));
        line.addAll(List.of(command));
        return host.run(line.toArray(String[]::new));
    }

    /** What it has logged since its first start. */
    public String log() {
        try {
            return Files.readString(host.directory().resolve(number + ".log"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    String file() {
        return file;
    }

    String raftAddress() {
        return "tcp:127.0.0.1:" + (7000 + number);
    }

    /** {@code unix:PATH}, in the container. */
    public String socketInside() {
        return "unix:" + OvsdbHost.INSIDE + "/" + number + ".sock";
    }

    private void daemon(String verb, String... arguments) {
        var line = new ArrayList<>(List.of("ovsdb-daemon", verb, Integer.toString(number), file));
        line.addAll(List.of(arguments));
        host.run(line.toArray(String[]::new));
    }

    @Override
    public String toString() {
        return "server " + number + " of " + database;
    }
}
