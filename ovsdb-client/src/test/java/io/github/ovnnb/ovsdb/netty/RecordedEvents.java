package io.github.ovnnb.ovsdb.netty;

import io.github.ovnnb.ovsdb.session.Connector;
import io.github.ovnnb.ovsdb.session.Loop;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what a wire reports, and whether it came on the right thread. */
final class RecordedEvents implements Connector.Events {
    final List<String> events = new CopyOnWriteArrayList<>();
    final List<String> strayThreads = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final Loop loop;

    RecordedEvents(Loop loop) {
        this.loop = loop;
    }

    private void note(String event) {
        if (!loop.isCurrent()) {
            strayThreads.add(event + " on " + Thread.currentThread().getName());
        }
        events.add(event);
    }

    byte[] bytes() {
        return received.toByteArray();
    }

    @Override
    public void securing() {
        note("securing");
    }

    @Override
    public void connected() {
        note("connected");
    }

    @Override
    public void received(ByteBuffer bytes) {
        var copy = new byte[bytes.remaining()];
        bytes.get(copy);
        received.writeBytes(copy);
    }

    @Override
    public void writable() {
        note("writable");
    }

    @Override
    public void closed(String reason) {
        note("closed: " + reason);
    }
}
