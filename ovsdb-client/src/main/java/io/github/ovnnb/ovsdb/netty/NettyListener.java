package io.github.ovnnb.ovsdb.netty;

import io.github.ovnnb.ovsdb.session.Remote;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Listens for as long as a passive remote is wanted, and gives each wire one of the servers that connect. While one is connected, a
 * later one takes its place, as in jsonrpc_session_run (lib/jsonrpc.c): the earlier is then most likely a connection that died without
 * a word. Over TLS the later one must have shown first who it is, or any stranger could end a connection. Confined to the client's
 * loop.
 */
final class NettyListener {
    private static final String REPLACED = "another server has connected in its place";

    private final Remote.Passive remote;
    private final EventLoopGroup group;
    private final Preparer preparer;
    private final Optional<Supplier<NettyConnector.Handshake>> handshakes;
    private final NettyVestibule vestibule;
    /** The one that has a server, or waits for one. */
    private NettyWire wire;

    private @Nullable Channel socket;
    /** A server that waits for the next wire. It is not read from before. */
    private @Nullable Channel successor;

    private boolean listening;
    private boolean stopped;

    /**
     * @param group of the listening channel and of those accepted
     * @param handshakes for {@code pssl:}; reads files
     */
    NettyListener(
            Remote.Passive remote,
            EventLoopGroup group,
            Preparer preparer,
            Optional<Supplier<NettyConnector.Handshake>> handshakes,
            NettyWire first) {
        this.remote = remote;
        this.group = group;
        this.preparer = preparer;
        this.handshakes = handshakes;
        this.vestibule = new NettyVestibule(remote, preparer, this::succeed);
        this.wire = first;
    }

    boolean isFor(Remote wanted) {
        return !stopped && remote.equals(wanted);
    }

    /** Gives this one the server that waits, or the next that comes. */
    void serve(NettyWire next) {
        wire = next;
        if (!listening) {
            listening = true;
            open();
        } else {
            // Whoever asked for the wire has not got it yet.
            preparer.later(this::seatSuccessor);
        }
    }

    void stop() {
        stopped = true;
        close(socket);
        close(successor);
    }

    private static void close(@Nullable Channel channel) {
        if (channel != null) {
            var unused = channel.close();
        }
    }

    private void open() {
        var where = remote.where();
        if (where instanceof Remote.Unix unix) {
            preparer.aside(
                    () -> {
                        var path = Path.of(unix.path());
                        removeStale(path);
                        return () ->
                                bind(NioServerDomainSocketChannel::new, UnixDomainSocketAddress.of(path), bootstrap());
                    },
                    this::failed);
        } else if (where instanceof Remote.Tcp tcp) {
            Preparer.Preparation lookUp = () -> binding(tcp.host(), tcp.port());
            if (Addresses.isLiteral(tcp.host())) {
                preparer.here(lookUp, this::failed);
            } else {
                preparer.aside(lookUp, this::failed);
            }
        } else if (where instanceof Remote.Ssl ssl) {
            preparer.aside(
                    () -> {
                        // That there is no certificate is better said now than to the first who comes.
                        var unused = handshakes.map(Supplier::get);
                        return binding(ssl.host(), ssl.port());
                    },
                    this::failed);
        }
    }

    /** An earlier process of ours cannot have taken its socket away if it was killed; anything else under that name is somebody's. */
    private static void removeStale(Path path) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                && Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .isOther()) {
            Files.delete(path);
        }
    }

    private Runnable binding(String host, int port) throws IOException {
        var address = new InetSocketAddress(InetAddress.getByName(host), port);
        return () -> bind(
                NioServerSocketChannel::new,
                address,
                bootstrap()
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.SO_KEEPALIVE, true));
    }

    private ServerBootstrap bootstrap() {
        return new ServerBootstrap()
                .group(group)
                .option(ChannelOption.SO_BACKLOG, 1)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, NettyConnector.reads())
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, NettyConnector.WATER_MARK);
    }

    private void bind(ChannelFactory<ServerChannel> channels, SocketAddress address, ServerBootstrap listening) {
        if (!stopped) {
            listening
                    .channelFactory(channels)
                    .childHandler(new Arrivals())
                    .bind(address)
                    .addListener((ChannelFutureListener) done -> preparer.onLoop(() -> bound(done)));
        }
    }

    private void bound(ChannelFuture done) {
        if (!done.isSuccess()) {
            failed(Problems.describe(done.cause()));
        } else if (stopped) {
            close(done.channel());
        } else {
            socket = done.channel();
        }
    }

    private void failed(String reason) {
        listening = false;
        wire.failed(reason);
    }

    /** Each is told of on the client's loop, and has no other handler yet. */
    @ChannelHandler.Sharable
    private final class Arrivals extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.pipeline().remove(this);
            preparer.onLoop(() -> arrived(context.channel()));
        }
    }

    private void arrived(Channel server) {
        if (stopped) {
            close(server);
        } else if (wire.isWaiting()) {
            wire.opened(server);
            seat(server);
        } else if (handshakes.isPresent()) {
            vestibule.receive(server, handshakes.get());
        } else {
            succeed(server);
        }
    }

    /** The session hears of the handshake, which has a deadline there. */
    private void seat(Channel server) {
        var seated = wire;
        handshakes.ifPresentOrElse(
                made -> preparer.aside(
                        () -> {
                            var handshake = made.get();
                            return () -> {
                                seated.secure(handshake);
                                seated.carry(server);
                            };
                        },
                        seated::close),
                () -> seated.carry(server));
    }

    /** Waits for its wire: of several, the last. The one that it replaces ends now, if it has not ended already. */
    private void succeed(Channel server) {
        if (stopped) {
            close(server);
            return;
        }
        close(successor);
        successor = server;
        if (wire.isWaiting()) {
            seatSuccessor();
        } else {
            wire.close(REPLACED);
        }
    }

    private void seatSuccessor() {
        var server = successor;
        if (server != null && !stopped && wire.isWaiting()) {
            successor = null;
            wire.opened(server);
            if (handshakes.isPresent()) {
                NettyVestibule.leave(server, wire::carrySecured);
            } else {
                wire.carry(server);
            }
        }
    }
}
