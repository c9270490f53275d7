package io.github.ovnnb.ovsdb.netty;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;

/** Lets one server connect to us, and then no other: a session has one wire. */
final class NettyListener {
    private final NettyWire wire;
    private final EventLoopGroup loop;
    private final ChannelInitializer<Channel> child;

    /** @param loop of the listening channel and of the one accepted */
    NettyListener(NettyWire wire, EventLoopGroup loop, ChannelInitializer<Channel> child) {
        this.wire = wire;
        this.loop = loop;
        this.child = child;
    }

    /** An earlier process of ours cannot have taken its socket away if it was killed; anything else under that name is somebody's. */
    static void removeStale(Path path) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                && Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .isOther()) {
            Files.delete(path);
        }
    }

    void listen(InetSocketAddress address) {
        listen(
                NioServerSocketChannel::new,
                address,
                bootstrap()
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.SO_KEEPALIVE, true));
    }

    void listen(Path path) {
        listen(NioServerDomainSocketChannel::new, UnixDomainSocketAddress.of(path), bootstrap());
    }

    private ServerBootstrap bootstrap() {
        return new ServerBootstrap()
                .group(loop)
                .option(ChannelOption.SO_BACKLOG, 1)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, NettyConnector.reads())
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, NettyConnector.WATER_MARK);
    }

    private void listen(ChannelFactory<ServerChannel> channels, SocketAddress address, ServerBootstrap listening) {
        if (wire.isGivenUp()) {
            return;
        }
        listening
                .channelFactory(channels)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel server) {
                        wire.opened(server);
                    }
                })
                .childHandler(new FirstOnly())
                .bind(address)
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        wire.failed(Problems.describe(done.cause()));
                    }
                });
    }

    /** Several may have come before the listening socket is closed. */
    @ChannelHandler.Sharable
    private final class FirstOnly extends ChannelInboundHandlerAdapter {
        private boolean taken;

        @Override
        public void channelRegistered(ChannelHandlerContext context) {
            var channel = context.channel();
            if (taken || wire.isGivenUp()) {
                var unused = channel.close();
                return;
            }
            taken = true;
            var unused = channel.parent().close();
            channel.pipeline().replace(this, "wire", child);
            context.fireChannelRegistered();
        }
    }
}
