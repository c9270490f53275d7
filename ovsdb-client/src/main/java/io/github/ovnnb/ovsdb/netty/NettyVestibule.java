package io.github.ovnnb.ovsdb.netty;

import io.github.ovnnb.ovsdb.session.Remote;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where servers shake hands while another one is connected; the session knows nothing of them. Who succeeds may take the other's place.
 * Confined to the client's loop, except for the handlers.
 */
final class NettyVestibule {
    private static final Logger LOG = LoggerFactory.getLogger(NettyVestibule.class);

    /** At a time; more are turned away, so that strangers cannot fill the memory. */
    private static final int MOST = 16;

    /** For the handshake. In the time of the wall: the session, whose time is another, knows nothing of it. */
    private static final int PATIENCE_MILLIS = 10_000;

    private final Remote remote;
    private final Preparer preparer;
    private final Consumer<Channel> welcome;
    private int present;

    /** @param welcome is given who has succeeded, which is not read from any more */
    NettyVestibule(Remote remote, Preparer preparer, Consumer<Channel> welcome) {
        this.remote = remote;
        this.preparer = preparer;
        this.welcome = welcome;
    }

    void receive(Channel server, Supplier<NettyConnector.Handshake> handshakes) {
        if (present >= MOST) {
            turnAway(server, "so many are shaking hands already");
            return;
        }
        present++;
        preparer.aside(
                () -> {
                    var handshake = handshakes.get();
                    return () -> shakeHands(server, handshake);
                },
                unusable -> {
                    present--;
                    turnAway(server, unusable);
                });
    }

    private void shakeHands(Channel server, NettyConnector.Handshake handshake) {
        if (!server.isActive()) {
            present--;
            return;
        }
        var tls = handshake.handler(server);
        tls.setHandshakeTimeoutMillis(PATIENCE_MILLIS);
        server.pipeline().addLast(tls, new Keeping());
        tls.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                // What it says from now on is for the wire.
                server.config().setAutoRead(false);
            }
            preparer.onLoop(() -> {
                present--;
                if (done.isSuccess()) {
                    welcome.accept(server);
                } else {
                    turnAway(server, Problems.ofHandshake(done.cause()));
                }
            });
        });
        server.config().setAutoRead(true);
    }

    /** @param carry takes over what was said so far, too */
    static void leave(Channel server, Consumer<Channel> carry) {
        carry.accept(server);
        server.eventLoop().execute(() -> {
            var keeping = server.pipeline().get(Keeping.class);
            // A channel that was closed meanwhile has none.
            if (keeping != null) {
                server.pipeline().remove(keeping);
            }
        });
    }

    private void turnAway(Channel server, String why) {
        LOG.warn("{}: a server that came while another was connected was turned away: {}", remote, why);
        var unused = server.close();
    }

    /** What a server says right after the handshake, for the wire that comes in this handler's place. */
    private static final class Keeping extends ChannelInboundHandlerAdapter {
        private final Queue<Object> kept = new ArrayDeque<>();

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            kept.add(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // The handshake's future says the same.
            var unused = context.close();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            kept.forEach(ReferenceCountUtil::release);
            kept.clear();
            context.fireChannelInactive();
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext context) {
            kept.forEach(context::fireChannelRead);
            kept.clear();
        }
    }
}
