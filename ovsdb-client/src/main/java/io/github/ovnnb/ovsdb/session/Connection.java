package io.github.ovnnb.ovsdb.session;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ovnnb.ovsdb.codec.JsonLimits;
import io.github.ovnnb.ovsdb.codec.MalformedMessageException;
import io.github.ovnnb.ovsdb.codec.MessageDecoder;
import io.github.ovnnb.ovsdb.codec.MessageSink;
import io.github.ovnnb.ovsdb.codec.PendingReply;
import io.github.ovnnb.ovsdb.codec.ReplyShape;
import io.github.ovnnb.ovsdb.codec.RequestEncoder;
import io.github.ovnnb.ovsdb.jsonrpc.InactivityProbe;
import io.github.ovnnb.ovsdb.jsonrpc.PendingCalls;
import io.github.ovnnb.ovsdb.protocol.MonitorShape;
import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import io.github.ovnnb.ovsdb.protocol.TableUpdates;
import io.github.ovnnb.ovsdb.replica.OutOfStepException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, from the first attempt to its end: bytes to messages and back, answers to their callers, echoes both ways. Never
 * used again after its loss. Confined to the loop.
 */
final class Connection implements Connector.Events, Calls {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final int SCRATCH = 64 * 1024;

    /** What the session wants to know. */
    interface Listener {
        void securing(Connection connection);

        void connected(Connection connection);

        void writable(Connection connection);

        /** Any byte: the server lives. */
        void received(Connection connection, int bytes);

        Optional<MonitorShape> monitorShape(String monitor);

        void updated(String monitor, Optional<UUID> transaction, TableUpdates updates);

        void monitorCanceled(String monitor);

        void locked(String lock);

        void stolen(String lock);

        /** What the server says does not fit what the replica holds. */
        void outOfStep(Connection connection, String how);

        void closed(Connection connection, String reason);
    }

    private final Remote remote;
    private final Loop loop;
    private final AtomicLong ids;
    private final Listener listener;
    private final PendingCalls<PendingReply<?>> pending = new PendingCalls<>();
    private final MessageDecoder decoder;
    private final Inbox inbox = new Inbox();
    private final byte[] scratch = new byte[SCRATCH];
    private Connector.@Nullable Wire wire;
    private @Nullable InactivityProbe probe;
    private Loop.@Nullable Timer probeTimer;
    private boolean closed;

    Connection(Remote remote, Loop loop, AtomicLong ids, MessageLimits limits, Listener listener) {
        this.remote = remote;
        this.loop = loop;
        this.ids = ids;
        this.listener = listener;
        decoder = new MessageDecoder(
                new Messages(), new JsonLimits(limits.depth(), limits.messageBytes(), limits.stringBytes()));
    }

    void open(Connector connector) {
        wire = connector.connect(remote, this);
    }

    Remote remote() {
        return remote;
    }

    void close(String reason) {
        if (wire != null) {
            wire.close(reason);
        }
    }

    boolean isWritable() {
        return wire != null && wire.isWritable();
    }

    @Override
    public <T> void call(
            LongFunction<byte[]> request, ReplyShape<T> shape, Consumer<T> answered, Consumer<OvsdbError> refused) {
        var id = ids.incrementAndGet();
        send(id, ByteBuffer.wrap(request.apply(id)), new Callback<>(shape, answered, refused));
    }

    void send(long id, ByteBuffer request, PendingReply<?> reply) {
        pending.add(id, reply);
        write(request);
    }

    /** Sends what is not answered. */
    void notify(byte[] notification) {
        write(ByteBuffer.wrap(notification));
    }

    private void write(ByteBuffer message) {
        if (wire != null && !closed) {
            if (LOG.isTraceEnabled()) {
                LOG.trace("{} <- {}", remote, StandardCharsets.UTF_8.decode(message.duplicate()));
            }
            wire.write(message);
        }
    }

    /** From now on silence is suspicious. Before, the deadlines of the phases rule: a server is silent while it composes a dump. */
    void startProbing(Duration interval) {
        probe = new InactivityProbe(remote.isLocal() ? Duration.ZERO : interval, loop.nanoTime());
        scheduleProbe();
    }

    void stopProbing() {
        probe = null;
        if (probeTimer != null) {
            probeTimer.cancel();
        }
    }

    private void scheduleProbe() {
        if (probe != null && probe.isOn()) {
            probeTimer = loop.schedule(probe.untilNextCheck(loop.nanoTime()), this::probe);
        }
    }

    private void probe() {
        if (probe == null || closed) {
            return;
        }
        switch (probe.check(loop.nanoTime())) {
            case WAIT -> {}
            case SEND_ECHO ->
                call(id -> RequestEncoder.request(id, "echo"), ReplyShape.json(), alive -> {}, refused -> {});
            case GIVE_UP -> close("no sign of life after an inactivity probe");
        }
        scheduleProbe();
    }

    @Override
    public void securing() {
        listener.securing(this);
    }

    @Override
    public void connected() {
        listener.connected(this);
    }

    @Override
    public void writable() {
        listener.writable(this);
    }

    @Override
    public void received(ByteBuffer bytes) {
        if (probe != null) {
            probe.received(loop.nanoTime());
        }
        listener.received(this, bytes.remaining());
        process(() -> decode(bytes));
    }

    private void decode(ByteBuffer bytes) {
        while (bytes.hasRemaining() && !closed) {
            var length = Math.min(scratch.length, bytes.remaining());
            bytes.get(scratch, 0, length);
            if (LOG.isTraceEnabled()) {
                LOG.trace("{} -> {}", remote, new String(scratch, 0, length, StandardCharsets.UTF_8));
            }
            decoder.feed(scratch, 0, length);
        }
    }

    @Override
    public void aside(Runnable work, Runnable afterwards) {
        inbox.hold();
        loop.aside().execute(() -> {
            var done = new FutureTask<>(work, true);
            done.run();
            try {
                loop.execute(() -> goOn(done, afterwards));
            } catch (RejectedExecutionException theClientIsClosed) {
                LOG.debug("{}: the client was closed before its rows were indexed", remote);
            }
        });
    }

    @Override
    public void meanwhile(Runnable work) {
        try {
            loop.meanwhile(work);
        } catch (RejectedExecutionException theClientIsClosed) {
            LOG.debug("{}: the client was closed", remote);
        }
    }

    private void goOn(FutureTask<Boolean> done, Runnable afterwards) {
        if (closed) {
            return;
        }
        process(() -> {
            require(done);
            afterwards.run();
            inbox.release();
        });
    }

    /** Whatever the work threw is thrown where the connection can be closed for it. */
    private static void require(FutureTask<Boolean> done) {
        try {
            done.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException impossible) {
            throw new IllegalStateException("work that is done need not be waited for", impossible);
        }
    }

    private void process(Runnable whatTheServerSaid) {
        try {
            whatTheServerSaid.run();
        } catch (MalformedMessageException e) {
            close("the server sent what is no OVSDB message: " + e.getMessage());
        } catch (OutOfStepException e) {
            listener.outOfStep(this, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("{}: a message could not be processed; please report this", remote, e);
            close("a message could not be processed: " + e);
        }
    }

    @Override
    public void closed(String reason) {
        closed = true;
        stopProbing();
        listener.closed(this, reason);
    }

    /** The answer to one of our own questions. */
    private record Callback<T>(ReplyShape<T> shape, Consumer<T> onAnswer, Consumer<OvsdbError> onRefusal)
            implements PendingReply<T> {
        @Override
        public void answered(T result) {
            onAnswer.accept(result);
        }

        @Override
        public void refused(OvsdbError error) {
            onRefusal.accept(error);
        }
    }

    /** What the decoder has read. */
    private final class Messages implements MessageSink {
        @Override
        public Optional<PendingReply<?>> pendingReply(long id) {
            // Asked once per reply; two replies to one request would be the server's mistake.
            return pending.answered(id).map(inbox::inOrder);
        }

        @Override
        public Optional<MonitorShape> monitorShape(String monitor) {
            return listener.monitorShape(monitor);
        }

        @Override
        public void unexpectedReply(String id) {
            LOG.debug("{} answered {}, which nobody asked", remote, id);
        }

        @Override
        public void request(JsonNode id, String method, JsonNode params) {
            if (method.equals("echo")) {
                write(ByteBuffer.wrap(RequestEncoder.response(id, params)));
            } else {
                LOG.debug("{} requests {}, which a client does not offer", remote, method);
            }
        }

        @Override
        public void updates(String monitor, Optional<UUID> transaction, TableUpdates updates) {
            inbox.take(() -> listener.updated(monitor, transaction, updates));
        }

        @Override
        public void locked(String lock) {
            inbox.take(() -> listener.locked(lock));
        }

        @Override
        public void stolen(String lock) {
            inbox.take(() -> listener.stolen(lock));
        }

        @Override
        public void monitorCanceled(String monitor) {
            inbox.take(() -> listener.monitorCanceled(monitor));
        }

        @Override
        public void notification(String method, JsonNode params) {
            LOG.debug("{} notifies of {}, which is not known", remote, method);
        }
    }
}
