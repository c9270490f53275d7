package io.github.ovnnb.ovsdb.netty;

import io.github.ovnnb.ovsdb.session.Connector.Events;
import io.github.ovnnb.ovsdb.session.Connector.Wire;
import io.github.ovnnb.ovsdb.session.Loop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One channel seen as a wire. Confined to the client's loop, except for the inner handler, which lives on the channel's loop: that
 * is the same one unless a client mixes {@code unix:} with other remotes.
 */
final class NettyWire implements Wire {
    private static final int GATHERED_BYTES = 16 * 1024;
    private static final int HAND_OVER_AT_MOST = 1 << 20;

    private final Loop loop;
    private final Events events;
    private final AtomicInteger handedOver = new AtomicInteger();
    private boolean flushing;
    private @Nullable ByteBuf gathered;
    private NettyConnector.@Nullable Handshake handshake;
    private volatile @Nullable Channel channel;
    private @Nullable String givenUpBecause;
    private boolean closed;

    NettyWire(Loop loop, Events events) {
        this.loop = loop;
        this.events = events;
    }

    void secure(NettyConnector.Handshake withThis) {
        handshake = withThis;
    }

    Optional<NettyConnector.Handshake> handshake() {
        return Optional.ofNullable(handshake);
    }

    /** For one channel: each address that is tried has one. */
    ChannelHandler handler() {
        return new Lifeline(false);
    }

    void opened(Channel newChannel) {
        channel = newChannel;
    }

    /** Whether it has no channel and may get one. */
    boolean isWaiting() {
        return channel == null && givenUpBecause == null && !closed;
    }

    /** A channel that a server has opened to us: it stands already, and nobody has read from it. */
    void carry(Channel server) {
        carry(server, false);
    }

    /** The same, after the handshake. */
    void carrySecured(Channel server) {
        carry(server, true);
    }

    private void carry(Channel server, boolean secured) {
        if (!server.isActive()) {
            end("closed by the server");
            return;
        }
        handshake().ifPresent(with -> server.pipeline().addLast(with.handler(server)));
        server.pipeline().addLast(new Lifeline(secured));
        report(handshake == null ? events::connected : events::securing);
        server.config().setAutoRead(true);
    }

    boolean isGivenUp() {
        return givenUpBecause != null;
    }

    /** Reports the end once, later: whoever asked for the connection has not got its wire yet. */
    void failed(String reason) {
        loop.execute(() -> end(reason));
    }

    private void end(String reason) {
        if (!closed) {
            closed = true;
            events.closed(givenUpBecause == null ? reason : givenUpBecause);
        }
    }

    @Override
    public void write(ByteBuffer bytes) {
        var open = channel;
        if (open == null || closed) {
            return;
        }
        if (bytes.remaining() > GATHERED_BYTES) {
            writeGathered(open);
            // A failed write is followed by the end of the channel, which is reported.
            var unused = open.write(Unpooled.wrappedBuffer(bytes), open.voidPromise());
        } else {
            gather(open, bytes);
        }
        if (!flushing) {
            flushing = true;
            loop.execute(() -> {
                flushing = false;
                writeGathered(open);
                open.flush();
            });
        }
    }

    /** One buffer and one system call for all that is written in this turn of the loop. */
    private void gather(Channel open, ByteBuffer bytes) {
        var buffer = gathered;
        if (buffer == null || buffer.writableBytes() < bytes.remaining()) {
            writeGathered(open);
            buffer = open.alloc().directBuffer(GATHERED_BYTES, GATHERED_BYTES);
            gathered = buffer;
        }
        buffer.writeBytes(bytes);
    }

    private void writeGathered(Channel open) {
        var buffer = gathered;
        if (buffer != null) {
            gathered = null;
            var unused = open.write(buffer, open.voidPromise());
        }
    }

    @Override
    public boolean isWritable() {
        var open = channel;
        return open != null && givenUpBecause == null && open.isWritable();
    }

    @Override
    public long unwrittenBytes() {
        var open = channel;
        if (open == null) {
            return 0;
        }
        var outbound = open.unsafe().outboundBuffer();
        return gatheredBytes() + (outbound == null ? 0 : outbound.totalPendingWriteBytes());
    }

    private int gatheredBytes() {
        return gathered == null ? 0 : gathered.readableBytes();
    }

    @Override
    public void close(String reason) {
        if (closed || givenUpBecause != null) {
            return;
        }
        givenUpBecause = reason;
        var open = channel;
        if (open == null) {
            failed(reason);
        } else {
            open.close().addListener(done -> failed(reason));
        }
    }

    private void onLoop(Runnable event) {
        if (loop.isCurrent()) {
            event.run();
        } else {
            loop.execute(event);
        }
    }

    private void report(Runnable event) {
        onLoop(() -> {
            if (!closed && givenUpBecause == null) {
                event.run();
            }
        });
    }

    /** What Netty tells about the channel. */
    private final class Lifeline extends ChannelInboundHandlerAdapter {
        private @Nullable String problem;
        private boolean secured;
        private boolean anythingReceived;

        Lifeline(boolean secured) {
            this.secured = secured;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            report(handshake == null ? events::connected : events::securing);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslHandshakeCompletionEvent completion) {
                if (completion.isSuccess()) {
                    secured = true;
                    report(events::connected);
                } else {
                    problem = Problems.ofHandshake(completion.cause());
                    var unused = context.close();
                }
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            anythingReceived = true;
            var bytes = (ByteBuf) message;
            if (loop.isCurrent()) {
                deliver(bytes);
            } else {
                handOver(context, bytes);
            }
        }

        /** Reads no more while the other loop has this much to do: the socket then fills, and the server waits. */
        private void handOver(ChannelHandlerContext context, ByteBuf bytes) {
            var length = bytes.readableBytes();
            if (handedOver.addAndGet(length) >= HAND_OVER_AT_MOST) {
                context.channel().config().setAutoRead(false);
            }
            try {
                loop.execute(() -> {
                    deliver(bytes);
                    if (handedOver.addAndGet(-length) < HAND_OVER_AT_MOST) {
                        context.channel().config().setAutoRead(true);
                    }
                });
            } catch (RejectedExecutionException theClientIsClosed) {
                ReferenceCountUtil.release(bytes);
            }
        }

        private void deliver(ByteBuf bytes) {
            try {
                if (!closed && givenUpBecause == null) {
                    events.received(bytes.nioBuffer());
                }
            } finally {
                ReferenceCountUtil.release(bytes);
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            if (context.channel().isWritable()) {
                report(events::writable);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (problem == null) {
                problem = secured && !anythingReceived ? Problems.afterHandshake(cause) : Problems.describe(cause);
            }
            var unused = context.close();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            var reason = problem != null
                    ? problem
                    : secured && !anythingReceived ? Problems.closedAfterHandshake() : "closed by the server";
            onLoop(() -> end(reason));
        }
    }
}
