package io.github.ovnnb.agent.northbound;

/** What befalls a transaction on its way. */
public interface NorthboundFaults {
    enum Fault {
        NONE,
        /** The connection breaks before the request arrives. */
        LOST_REQUEST,
        /** It is committed, and the connection breaks before the answer arrives. */
        LOST_REPLY,
        /** The connection breaks while the request waits in the server, which carries it out some time after the client is back. */
        LATE,
        /** The disk is full. */
        IO_ERROR
    }

    Fault next();

    /** How long a message is on its way, in microseconds. */
    long travel();

    /** How long a broken connection stays broken, in microseconds. */
    long outage();
}
