package io.github.ovnnb.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Bytes to an OVSDB server and back, over TCP or a unix socket, on the caller's thread. What they say is the caller's affair. */
public final class RawSocket implements AutoCloseable {

    private final SocketChannel channel;

    private RawSocket(SocketChannel channel) {
        this.channel = channel;
    }

    /** Connects. Small messages over TCP are sent at once. */
    public static RawSocket to(SocketAddress address) {
        try {
            var channel = SocketChannel.open(address);
            if (address instanceof InetSocketAddress) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            return new RawSocket(channel);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /** Writes all that remains in the buffer. */
    public void write(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /**
     * Waits for bytes and puts them into the buffer, which is cleared before and flipped afterwards.
     *
     * @return how many
     * @throws UncheckedIOException when the connection is over
     */
    public int read(ByteBuffer buffer) {
        try {
            var count = channel.read(buffer.clear());
            if (count < 0) {
                throw new IOException("the server closed the connection");
            }
            buffer.flip();
            return count;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
