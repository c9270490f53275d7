package io.github.ovnnb.ovsdb.netty;

import io.github.ovnnb.ovsdb.session.Connector;
import io.github.ovnnb.ovsdb.session.Loop;
import io.github.ovnnb.ovsdb.session.Remote;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.resolver.NoopAddressResolverGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import jnr.unixsocket.UnixSocketAddress;

/** Opens one Netty channel per connection. Names are resolved, and TLS files read, on threads aside: both block. */
final class NettyConnector implements Connector {
    /** Small enough that decoding it never holds the loop for long, not even before the JIT has compiled the decoder. */
    private static final int BYTES_PER_READ = 64 * 1024;

    /** Whatever else waits for the loop, such as an echo that is due, waits for one read at most. */
    private static final int READS_PER_TURN = 1;

    static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(256 * 1024, 1024 * 1024);

    private final NettyTransport transport;
    private final Loop loop;
    private final Preparer preparer;
    private final Optional<TlsContexts> tls;
    private Optional<NettyListener> listener = Optional.empty();
    /** Which of a host's addresses to begin with. */
    private final Map<String, Integer> turns = new ConcurrentHashMap<>();

    NettyConnector(NettyTransport transport, Loop loop, Optional<TlsContexts> tls) {
        this.transport = transport;
        this.loop = loop;
        this.preparer = new Preparer(work -> transport.aside().execute(work), loop);
        this.tls = tls;
    }

    @Override
    public Wire connect(Remote remote, Events events) {
        var wire = new NettyWire(loop, events);
        if (listener.isPresent() && !listener.get().isFor(remote)) {
            release();
        }
        if (remote instanceof Remote.Unix unix) {
            // Later: a unix connect succeeds at once, before whoever asked for the connection has got its wire.
            var address = Addresses.of(new UnixSocketAddress(unix.path()));
            loop.execute(() -> dial(wire, transport.unix(), UnixStreamChannel::open, address));
        } else if (remote instanceof Remote.Tcp tcp) {
            if (Addresses.isLiteral(tcp.host())) {
                preparer.here(() -> dialing(wire, tcp.host(), tcp.port()), wire::failed);
            } else {
                preparer.aside(() -> dialing(wire, tcp.host(), tcp.port()), wire::failed);
            }
        } else if (remote instanceof Remote.Passive passive) {
            listen(passive, wire);
        } else if (remote instanceof Remote.Ssl ssl) {
            preparer.aside(
                    () -> {
                        var handshake = Handshake.with(contexts().current(), ssl.host(), ssl.port(), transport.aside());
                        var dialing = dialing(wire, ssl.host(), ssl.port());
                        return () -> {
                            wire.secure(handshake);
                            dialing.run();
                        };
                    },
                    wire::failed);
        }
        return wire;
    }

    private void listen(Remote.Passive passive, NettyWire wire) {
        var listening = listener.orElseGet(() -> new NettyListener(
                passive,
                sameLoop(transport.internet()),
                preparer,
                passive.where() instanceof Remote.Ssl ? Optional.of(this::toBeAskedFor) : Optional.empty(),
                wire));
        listener = Optional.of(listening);
        listening.serve(wire);
    }

    private Handshake toBeAskedFor() {
        return Handshake.asked(contexts().forListening(), transport.aside());
    }

    @Override
    public void release() {
        listener.ifPresent(NettyListener::stop);
        listener = Optional.empty();
    }

    private Runnable dialing(NettyWire wire, String host, int port) throws IOException {
        var turn = turns.getOrDefault(host, 0);
        var addresses = Addresses.of(host, port, turn, next -> turns.put(host, next));
        return () -> dial(wire, transport.internet(), NioSocketChannel::new, addresses);
    }

    private TlsContexts contexts() {
        return tls.orElseThrow(() -> new TlsContexts.Unusable("an ssl: remote needs at least the CA's certificate"));
    }

    /** Tries one address after the other, on the loop. */
    private void dial(NettyWire wire, EventLoopGroup group, ChannelFactory<Channel> channels, Addresses addresses) {
        if (wire.isGivenUp()) {
            // The last one did not answer in time: begin with another the next time.
            addresses.passOver();
            return;
        }
        var address = addresses.next();
        var connecting = new Bootstrap()
                .group(sameLoop(group))
                .channelFactory(channels)
                .resolver(NoopAddressResolverGroup.INSTANCE)
                .option(ChannelOption.RECVBUF_ALLOCATOR, reads())
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                // The deadline of each phase is the session's, in its own time.
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0);
        if (address instanceof InetSocketAddress) {
            connecting.option(ChannelOption.TCP_NODELAY, true).option(ChannelOption.SO_KEEPALIVE, true);
        }
        connecting.handler(initializer(wire));
        connecting.connect(address).addListener(done -> {
            if (!done.isSuccess()) {
                failed(wire, done.cause(), addresses, () -> dial(wire, group, channels, addresses));
            }
        });
    }

    private void failed(NettyWire wire, Throwable cause, Addresses addresses, Runnable dialNext) {
        if (addresses.hasNext()) {
            preparer.later(dialNext);
        } else {
            wire.failed(Problems.describe(cause));
        }
    }

    private static ChannelInitializer<Channel> initializer(NettyWire wire) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                wire.opened(channel);
                wire.handshake().ifPresent(handshake -> channel.pipeline().addLast(handshake.handler(channel)));
                channel.pipeline().addLast(wire.handler());
            }
        };
    }

    static FixedRecvByteBufAllocator reads() {
        var allocator = new FixedRecvByteBufAllocator(BYTES_PER_READ);
        allocator.maxMessagesPerRead(READS_PER_TURN);
        return allocator;
    }

    /** The session's own event loop where it can carry the channel: then nothing needs to change threads. */
    private EventLoopGroup sameLoop(EventLoopGroup group) {
        for (var executor : group) {
            if (executor instanceof EventLoop eventLoop && loop instanceof NettyLoop netty && netty.isOn(eventLoop)) {
                return eventLoop;
            }
        }
        return group;
    }

    /** A TLS handshake to be had with one server. What takes it long, such as a signature, is done aside of the event loop. */
    record Handshake(Function<ByteBufAllocator, SslHandler> maker) {
        /** The host is sent by name (SNI) and, where asked for, verified. */
        static Handshake with(SslContext context, String host, int port, Executor tasks) {
            return new Handshake(buffers -> context.newHandler(buffers, host, port, tasks));
        }

        /** The server begins it. */
        static Handshake asked(SslContext context, Executor tasks) {
            return new Handshake(buffers -> context.newHandler(buffers, tasks));
        }

        SslHandler handler(Channel channel) {
            var handler = maker.apply(channel.alloc());
            // The deadline of each phase is the session's, in its own time.
            handler.setHandshakeTimeoutMillis(0);
            return handler;
        }
    }
}
