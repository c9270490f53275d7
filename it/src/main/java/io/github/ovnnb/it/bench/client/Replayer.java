package io.github.ovnnb.it.bench.client;

import io.github.ovnnb.it.harness.RawSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;

/** The least that can be done on a connection: bytes out, bytes in, and finding where a message ends. One thread, blocking. */
final class Replayer implements AutoCloseable {

    private final RawSocket socket;
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(256 * 1024);
    private final MessageBoundaries boundaries = new MessageBoundaries();

    private Replayer(RawSocket socket) {
        this.socket = socket;
    }

    static Replayer to(int port) {
        return new Replayer(RawSocket.to(new InetSocketAddress("127.0.0.1", port)));
    }

    void send(byte[] message) {
        socket.write(ByteBuffer.wrap(message));
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
            left -= socket.read(incoming);
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
            socket.write(outgoing.flip());
            readAndScan();
            answered = boundaries.replies() - begin;
        }
        if (boundaries.failures() > 0) {
            throw new IllegalStateException(boundaries.failures() + " replayed requests were refused");
        }
    }

    private int readAndScan() {
        var count = socket.read(incoming);
        boundaries.scan(incoming);
        return count;
    }

    @Override
    public void close() {
        socket.close();
    }
}
