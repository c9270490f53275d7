package io.github.ovnnb.ovsdb.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.FileRegion;
import io.netty.channel.nio.AbstractNioByteChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import jnr.unixsocket.UnixSocketChannel;

/**
 * A unix stream socket as a Netty channel. jnr brings the system calls and a selector over poll(2); the event loop must have been
 * made with {@code NioIoHandler.newFactory(NativeSelectorProvider.getInstance())}.
 */
final class UnixStreamChannel extends AbstractNioByteChannel {
    private final ChannelConfig config = new DefaultChannelConfig(this);
    /** jnr's own {@code isConnected} is true from birth on. */
    private volatile boolean connected;

    private UnixStreamChannel(UnixSocketChannel socket) {
        super(null, socket);
    }

    static UnixStreamChannel open() {
        try {
            return new UnixStreamChannel(UnixSocketChannel.open());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected UnixSocketChannel javaChannel() {
        return (UnixSocketChannel) super.javaChannel();
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public boolean isActive() {
        return connected && javaChannel().isOpen();
    }

    @Override
    protected boolean doConnect(SocketAddress remote, SocketAddress local) throws IOException {
        // A unix connect completes at once or not at all: EAGAIN means that the listener's queue is full, and poll(2)
        // would not
        // tell when it is not. Whoever connects tries again later.
        if (!javaChannel().connect(remote)) {
            throw new ConnectException("the queue of the listening socket is full");
        }
        connected = true;
        return true;
    }

    @Override
    protected void doFinishConnect() {
        throw new IllegalStateException("a unix connect never stays pending");
    }

    @Override
    protected int doReadBytes(ByteBuf target) throws IOException {
        var handle = unsafe().recvBufAllocHandle();
        handle.attemptedBytesRead(target.writableBytes());
        return target.writeBytes(javaChannel(), handle.attemptedBytesRead());
    }

    @Override
    protected int doWriteBytes(ByteBuf source) throws IOException {
        return source.readBytes(javaChannel(), source.readableBytes());
    }

    @Override
    protected long doWriteFileRegion(FileRegion region) {
        throw new UnsupportedOperationException("OVSDB sends no files");
    }

    @Override
    protected boolean isInputShutdown0() {
        return !isActive();
    }

    @Override
    protected ChannelFuture shutdownInput() {
        return close();
    }

    @Override
    protected SocketAddress localAddress0() {
        return javaChannel().getLocalSocketAddress();
    }

    @Override
    protected SocketAddress remoteAddress0() {
        return javaChannel().getRemoteSocketAddress();
    }

    @Override
    protected void doBind(SocketAddress local) {
        throw new UnsupportedOperationException("a client's socket has no name");
    }

    @Override
    protected void doDisconnect() throws Exception {
        doClose();
    }

    @Override
    protected void doClose() throws Exception {
        super.doClose();
        javaChannel().close();
    }
}
