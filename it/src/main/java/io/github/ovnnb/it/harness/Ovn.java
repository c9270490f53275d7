package io.github.ovnnb.it.harness;

import java.util.List;
import java.util.Optional;

/** A running OVN central: Northbound, Southbound and northd. Closing it stops all three. */
public interface Ovn extends AutoCloseable {

    /** Where the Northbound listens, as {@code ovn-nbctl --db} takes it: {@code tcp:HOST:PORT}. */
    String northboundTcp();

    /** The Northbound's socket on this machine, as {@code ovn-nbctl --db} takes it: {@code unix:PATH}. */
    String northboundUnix();

    /**
     * Runs {@code ovn-nbctl} against the Northbound and returns what it printed, without the last line break.
     *
     * @throws IllegalStateException when it exits with anything but 0; the message is its error output
     */
    String nbctl(String... arguments);

    /** Ends the Northbound's server, politely (SIGTERM). Connections break. */
    void stopNorthbound();

    /** Ends the Northbound's server as a crash would (SIGKILL). */
    void killNorthbound();

    /** Starts the Northbound's server again, on the same database, port and socket. */
    void startNorthbound();

    /** Freezes the Northbound's server (SIGSTOP): connections stay open, nothing is answered. */
    void pauseNorthbound();

    /** Lets a frozen Northbound go on. */
    void resumeNorthbound();

    @Override
    void close();

    /** All rows of Logical_Switch_Port, as {@code ovn-nbctl} lists them. */
    default List<PortRow> ports() {
        return PortRow.parse(nbctl(
                "--no-leader-only",
                "--format=json",
                "--data=json",
                "--columns=" + PortRow.COLUMNS,
                "list",
                PortRow.TABLE));
    }

    /** The row of that name, if there is one. */
    default Optional<PortRow> port(String name) {
        var found = PortRow.parse(nbctl(
                "--no-leader-only",
                "--format=json",
                "--data=json",
                "--columns=" + PortRow.COLUMNS,
                "find",
                PortRow.TABLE,
                "name=\"" + name + "\""));
        return found.stream().findFirst();
    }
}
