package io.github.ovnnb.ovsdb.session;

import java.nio.ByteBuffer;

/** Opens byte connections to remotes. Everything it reports arrives on the client's loop. */
public interface Connector {

    /** Starts connecting. Exactly one of {@code connected} and {@code closed} is reported first; after {@code closed}, nothing. */
    Wire connect(Remote remote, Events events);

    /**
     * Nobody wants another connection: what is kept for the next one, such as a socket that listens, goes. Wires are closed for themselves.
     * Called on the client's loop.
     */
    default void release() {}

    /** What becomes of a connection. */
    interface Events {
        /** The TCP connection stands and the TLS handshake begins; {@code ssl:} only. */
        void securing();

        /** Bytes may be written now. */
        void connected();

        /** Bytes have come. The buffer is valid during the call only. */
        void received(ByteBuffer bytes);

        /** More bytes fit again after {@link Wire#isWritable} was false. */
        void writable();

        /** The connection is gone, or never came to be.
         *
         * @param reason for an operator, without the remote's name
         */
        void closed(String reason);
    }

    /** One connection: born on connect, dead on loss, never used again. To be called on the loop only. */
    interface Wire {
        /** Sends these bytes after all earlier ones. The buffer belongs to the wire from now on. */
        void write(ByteBuffer bytes);

        /** Whether the socket keeps up with what has been written. */
        boolean isWritable();

        /** Bytes given to {@link #write} that the socket has not taken yet. */
        long unwrittenBytes();

        /** Gives the connection up; {@link Events#closed} follows with this reason. Has no effect on a closed one. */
        void close(String reason);
    }
}
