package io.github.ovnnb.ovsdb.netty;

import io.github.ovnnb.ovsdb.session.Connector;
import io.github.ovnnb.ovsdb.session.Loop;
import io.github.ovnnb.ovsdb.session.Remote;
import io.github.ovnnb.ovsdb.session.Remotes;
import io.github.ovnnb.ovsdb.session.TlsFiles;
import io.github.ovnnb.ovsdb.session.Transport;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import jnr.enxio.channels.NativeSelectorProvider;

/**
 * Event loops for clients, made when first needed: one over the JDK's selector for {@code tcp:} and {@code ssl:}, one over jnr's for
 * {@code unix:}. Several clients may share a transport. Its threads are daemons.
 */
public final class NettyTransport implements Transport {
    private final Lazy<EventLoopGroup> internet;
    private final Lazy<EventLoopGroup> unix;
    private final Lazy<ExecutorService> aside;

    private NettyTransport(int threads) {
        internet = new Lazy<>(() -> new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory("ovsdb-client", true), NioIoHandler.newFactory()));
        unix = new Lazy<>(() -> new MultiThreadIoEventLoopGroup(
                threads,
                new DefaultThreadFactory("ovsdb-client-unix", true),
                NioIoHandler.newFactory(NativeSelectorProvider.getInstance())));
        // For rows to be indexed, names to be resolved, files to be read and signatures to be made: a thread for each,
        // so that none waits
        // for another that blocks. They end when there was nothing to do for a minute.
        aside = new Lazy<>(() -> Executors.newCachedThreadPool(new DefaultThreadFactory("ovsdb-client-aside", true)));
    }

    /** A transport with one thread for each kind of socket in use. */
    public static NettyTransport create() {
        return new NettyTransport(1);
    }

    /** A transport with up to {@code threads} threads for each kind of socket in use; a client lives on one of them. */
    public static NettyTransport create(int threads) {
        return new NettyTransport(threads);
    }

    @Override
    public Loop loopFor(Remotes remotes) {
        var onlyUnix = remotes.members().stream().allMatch(Remote.Unix.class::isInstance);
        return new NettyLoop((onlyUnix ? unix : internet).get().next(), aside::get);
    }

    @Override
    public Connector connectorOn(Loop loop, Optional<TlsFiles> tls) {
        return new NettyConnector(this, loop, tls.map(TlsContexts::new));
    }

    EventLoopGroup internet() {
        return internet.get();
    }

    EventLoopGroup unix() {
        return unix.get();
    }

    ExecutorService aside() {
        return aside.get();
    }

    @Override
    public void close() {
        internet.ifMade(NettyTransport::shutDown);
        unix.ifMade(NettyTransport::shutDown);
        aside.ifMade(ExecutorService::shutdown);
    }

    private static void shutDown(EventLoopGroup group) {
        var unused = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /** A thing made when first asked for. */
    private static final class Lazy<T> {
        private final Supplier<T> maker;
        private Optional<T> made = Optional.empty();

        Lazy(Supplier<T> maker) {
            this.maker = maker;
        }

        synchronized T get() {
            var thing = made.orElseGet(maker);
            made = Optional.of(thing);
            return thing;
        }

        synchronized void ifMade(Consumer<T> end) {
            made.ifPresent(end);
        }
    }
}
