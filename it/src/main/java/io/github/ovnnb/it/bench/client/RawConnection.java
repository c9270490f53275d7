package io.github.ovnnb.it.bench.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;

/** The least that can be done on a connection: bytes out, bytes in, and finding where a message ends. One thread, blocking. */
final class RawConnection implements AutoCloseable {

    private final SocketChannel socket;
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(256 * 1024);
    private final MessageBoundaries boundaries = new MessageBoundaries();

    private RawConnection(SocketChannel socket) {
        this.socket = socket;
    }

    static RawConnection to(int port) {
        try {
            var socket = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            return new RawConnection(socket);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    void send(byte[] message) {
        write(ByteBuffer.wrap(message));
    }

    private void write(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                socket.write(bytes);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Reads until one reply is whole; its length, notifications before it included. */
    long awaitReply() {
        var length = 0L;
        var before = boundaries.replies();
        while (boundaries.replies() == before) {
            length += readAndScan();
        }
        return length;
    }

    /** Reads that many bytes and looks at none. */
    void readBytes(long count) {
        for (var left = count; left > 0; ) {
            left -= read();
        }
    }

    /** Reads until one notification is whole. */
    void awaitNotification() {
        var before = boundaries.notifications();
        while (boundaries.notifications() == before) {
            readAndScan();
        }
    }

    /** Sends all requests, with at most {@code window} of them unanswered, and waits for the last answer. */
    void replay(List<byte[]> requests, int window) {
        var outgoing = ByteBuffer.allocateDirect(8 << 20);
        var begin = boundaries.replies();
        var sent = 0;
        var answered = 0;
        while (answered < requests.size()) {
            outgoing.clear();
            for (; sent < requests.size() && sent - answered < window; sent++) {
                outgoing.put(requests.get(sent));
            }
            write(outgoing.flip());
            readAndScan();
            answered = boundaries.replies() - begin;
        }
        if (boundaries.failures() > 0) {
            throw new IllegalStateException(boundaries.failures() + " replayed requests were refused");
        }
    }

    private int readAndScan() {
        var count = read();
        boundaries.scan(incoming.flip());
        return count;
    }

    private int read() {
        try {
            var count = socket.read(incoming.clear());
            if (count < 0) {
                throw new IllegalStateException("the server closed the connection");
            }
            return count;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
