package io.github.ovnnb.ovsdb.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ovnnb.ovsdb.OvsdbClient;
import io.github.ovnnb.ovsdb.OvsdbClientOptions;
import io.github.ovnnb.ovsdb.session.Connector;
import io.github.ovnnb.ovsdb.session.Connector.Wire;
import io.github.ovnnb.ovsdb.session.Loop;
import io.github.ovnnb.ovsdb.session.Remote;
import io.github.ovnnb.ovsdb.session.Remotes;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(20)
class NettyTransportTest {
    private static final int LARGE = 20 << 20;

    enum Socket {
        TCP,
        UNIX
    }

    @TempDir
    Path directory;

    private final NettyTransport transport = NettyTransport.create();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (var resource : open) {
            resource.close();
        }
        transport.close();
    }

    @ParameterizedTest
    @EnumSource(Socket.class)
    void carriesBytesBothWays(Socket socket) throws IOException {
        var server = listen(socket);
        var client = new Client(server.remote());
        var peer = server.accept();
        await().until(() -> client.events.events.contains("connected"));

        client.write("{\"id\":1}".getBytes());
        assertThat(read(peer, 8)).isEqualTo("{\"id\":1}".getBytes());

        peer.write(ByteBuffer.wrap("[]".getBytes()));
        await().until(() -> client.events.bytes().length == 2);
        assertThat(client.events.strayThreads).isEmpty();
    }

    /** The threads that resolve names take nothing at all here. */
    @Test
    void anAddressNeedsNoResolver() throws IOException {
        transport.aside().shutdown();
        var server = listen(Socket.TCP);
        var client = new Client(server.remote());
        server.accept();

        await().until(() -> client.events.events.contains("connected"));
    }

    @Test
    void aLookUpThatBlocksKeepsNobodyElseWaiting() throws IOException {
        var never = new CountDownLatch(1);
        open.add(never::countDown);
        for (var blocked = 0; blocked < 8; blocked++) {
            transport.aside().execute(() -> awaitQuietly(never));
        }
        var server = listen(Socket.TCP);
        var port = ((Remote.Tcp) server.remote()).port();
        var client = new Client(new Remote.Tcp("localhost", port));

        await().until(() -> client.events.events.contains("connected"));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException theTestIsOver) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @EnumSource(Socket.class)
    void aWireThatIsGivenUpIsNotWritable(Socket socket) throws IOException {
        var server = listen(socket);
        var client = new Client(server.remote());
        server.accept();
        await().until(() -> client.events.events.contains("connected"));

        assertThat(client.<Boolean>onLoop(() -> {
                    var before = client.wire.isWritable();
                    client.wire.close("enough");
                    return before && !client.wire.isWritable();
                }))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(Socket.class)
    void writesInPartsWhatASlowServerDoesNotTakeAtOnce(Socket socket) throws IOException {
        var server = listen(socket);
        var client = new Client(server.remote());
        var peer = server.accept();
        await().until(() -> client.events.events.contains("connected"));
        var bytes = new byte[LARGE];
        new Random(1).nextBytes(bytes);

        for (var chunk = 0; chunk < 20; chunk++) {
            client.write(java.util.Arrays.copyOfRange(bytes, chunk << 20, (chunk + 1) << 20));
        }
        await().until(() -> !client.onLoop(client.wire::isWritable));
        assertThat(client.<Long>onLoop(client.wire::unwrittenBytes)).isPositive();

        assertThat(read(peer, LARGE)).isEqualTo(bytes);
        await().until(() -> client.events.events.contains("writable"));
        assertThat(client.<Long>onLoop(client.wire::unwrittenBytes)).isZero();
    }

    @ParameterizedTest
    @EnumSource(Socket.class)
    void readsALargeAnswerWhole(Socket socket) throws IOException {
        var server = listen(socket);
        var client = new Client(server.remote());
        var peer = server.accept();
        var bytes = new byte[LARGE];
        new Random(2).nextBytes(bytes);

        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            peer.write(buffer);
        }

        await().until(() -> client.events.bytes().length == LARGE);
        assertThat(client.events.bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @EnumSource(Socket.class)
    void reportsTheEndWhenTheServerCloses(Socket socket) throws IOException {
        var server = listen(socket);
        var client = new Client(server.remote());
        var peer = server.accept();

        peer.write(ByteBuffer.wrap("last words".getBytes()));
        peer.close();

        await().until(() -> client.events.events.contains("closed: closed by the server"));
        assertThat(client.events.bytes()).isEqualTo("last words".getBytes());
    }

    @ParameterizedTest
    @EnumSource(Socket.class)
    void aServerThatOnlyStopsSendingIsGoneToo(Socket socket) throws IOException {
        var server = listen(socket);
        var client = new Client(server.remote());
        var peer = server.accept();

        peer.shutdownOutput();

        await().until(() -> client.events.events.contains("closed: closed by the server"));
        assertThat(peer.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }

    @ParameterizedTest
    @EnumSource(Socket.class)
    void reportsItsOwnReasonWhenItCloses(Socket socket) throws IOException {
        var server = listen(socket);
        var client = new Client(server.remote());
        var peer = server.accept();
        await().until(() -> client.events.events.contains("connected"));

        client.loop.execute(() -> client.wire.close("not the leader"));

        await().until(() -> client.events.events.contains("closed: not the leader"));
        assertThat(peer.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        assertThat(client.events.events).containsExactly("connected", "closed: not the leader");
    }

    @ParameterizedTest
    @EnumSource(Socket.class)
    void waitsForAServerToConnect(Socket socket) throws IOException {
        var where = own(socket);
        var client = new Client(new Remote.Passive(where));
        var peer = connectTo(where);
        await().until(() -> client.events.events.contains("connected"));

        client.write("{\"id\":1}".getBytes());
        assertThat(read(peer, 8)).isEqualTo("{\"id\":1}".getBytes());
        peer.write(ByteBuffer.wrap("[]".getBytes()));
        await().until(() -> client.events.bytes().length == 2);
        peer.close();

        await().until(() -> client.events.events.contains("closed: closed by the server"));
        assertThat(client.events.strayThreads).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Socket.class)
    void aLaterServerTakesThePlaceOfTheOneThatIsConnected(Socket socket) throws IOException {
        var where = own(socket);
        var client = new Client(new Remote.Passive(where));
        var first = connectTo(where);
        await().until(() -> client.events.events.contains("connected"));

        var second = connectTo(where);
        second.write(ByteBuffer.wrap("early".getBytes()));

        await().until(() -> client.events.events.contains("closed: another server has connected in its place"));
        assertThat(first.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        var events = client.connectAgain(new Remote.Passive(where));
        await().until(() -> events.bytes().length == 5);
        assertThat(events.events).containsExactly("connected");
        assertThat(events.bytes()).isEqualTo("early".getBytes());
        assertThat(events.strayThreads).isEmpty();
    }

    @Test
    void ofSeveralServersThatComeBetweenTwoConnectionsTheLastIsTaken() throws IOException {
        var where = ownPort();
        var client = new Client(new Remote.Passive(where));
        connectTo(where).close();
        await().until(() -> client.events.events.contains("closed: closed by the server"));

        var first = connectTo(where);
        var second = connectTo(where);
        assertThat(first.read(ByteBuffer.allocate(1))).isEqualTo(-1);

        second.write(ByteBuffer.wrap("second".getBytes()));
        var events = client.connectAgain(new Remote.Passive(where));
        await().until(() -> events.bytes().length == 6);
        assertThat(events.bytes()).isEqualTo("second".getBytes());
    }

    @Test
    void carriesAServerOnALoopThatIsNotTheClients() throws IOException {
        var where = ownPort();
        var loop = transport.loopFor(Remotes.parse("unix:" + directory.resolve("db.sock")));
        var client = new Client(new Remote.Passive(where), loop);
        var first = connectTo(where);
        await().until(() -> client.events.events.contains("connected"));
        connectTo(where);

        await().until(() -> client.events.events.contains("closed: another server has connected in its place"));
        assertThat(first.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        var events = client.connectAgain(new Remote.Passive(where));
        await().until(() -> events.events.contains("connected"));
        assertThat(client.events.strayThreads).isEmpty();
        assertThat(events.strayThreads).isEmpty();
    }

    @Test
    void stopsListeningWhenItIsToConnectElsewhere() throws IOException {
        var where = ownPort();
        var client = new Client(new Remote.Passive(where));
        await().until(() -> isTaken(where));

        client.connectAgain(new Remote.Tcp("127.0.0.1", freePort()));

        await().until(() -> !isTaken(where));
    }

    @Test
    void aClosedClientListensNoMore() throws IOException {
        var where = ownPort();
        try (var client = OvsdbClient.create(OvsdbClientOptions.builder()
                .remotes(new Remote.Passive(where).toString())
                .database("Small")
                .transport(transport)
                .build())) {
            var unused = client.start();
            await().until(() -> isTaken(where));
        }

        await().until(() -> !isTaken(where));
    }

    @Test
    void aServerThatWaitsForItsTurnIsSentAwayWhenNobodyWantsAnother() throws IOException {
        var where = ownPort();
        var client = new Client(new Remote.Passive(where));
        connectTo(where).close();
        await().until(() -> client.events.events.contains("closed: closed by the server"));
        var waiting = connectTo(where);

        client.loop.execute(client.connector::release);

        assertThat(waiting.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }

    @Test
    void doesNotListenInThePlaceOfAFile() throws IOException {
        var file = Files.writeString(directory.resolve("notes.txt"), "mine");

        var client = new Client(new Remote.Passive(new Remote.Unix(file.toString())));

        await().until(() -> !client.events.events.isEmpty());
        assertThat(client.events.events.get(0)).startsWith("closed: ").contains("in use");
        assertThat(file).hasContent("mine");
    }

    private Remote own(Socket socket) throws IOException {
        return switch (socket) {
            case TCP -> ownPort();
            case UNIX -> new Remote.Unix(directory.resolve("own.sock").toString());
        };
    }

    private static Remote.Tcp ownPort() throws IOException {
        return new Remote.Tcp("127.0.0.1", freePort());
    }

    private static boolean isTaken(Remote.Tcp where) {
        try (var unused = new ServerSocket(where.port(), 1, InetAddress.getByName(where.host()))) {
            return false;
        } catch (IOException taken) {
            return true;
        }
    }

    private SocketChannel connectTo(Remote where) {
        return await().ignoreException(ConnectException.class)
                .ignoreException(SocketException.class)
                .until(() -> address(where).connect(), channel -> true);
    }

    private Dialing address(Remote where) {
        SocketAddress address = where instanceof Remote.Tcp tcp
                ? new InetSocketAddress(tcp.host(), tcp.port())
                : UnixDomainSocketAddress.of(((Remote.Unix) where).path());
        return () -> {
            var channel = SocketChannel.open(address);
            open.add(channel);
            return channel;
        };
    }

    private interface Dialing {
        SocketChannel connect() throws IOException;
    }

    private static int freePort() throws IOException {
        try (var unused = new ServerSocket(0)) {
            return unused.getLocalPort();
        }
    }

    @Test
    void saysThatNobodyListens() throws IOException {
        var client = new Client(new Remote.Tcp("127.0.0.1", freePort()));

        await().until(() -> client.events.events.contains("closed: connection refused"));
    }

    @Test
    void saysThatASocketsPathDoesNotExist() {
        var client = new Client(new Remote.Unix(directory.resolve("none.sock").toString()));

        await().until(() -> !client.events.events.isEmpty());
        assertThat(client.events.events).containsExactly("closed: no such file or directory");
    }

    @Test
    void saysThatNobodyListensBehindASocketsPath() throws IOException {
        var server = listen(Socket.UNIX);
        server.channel.close();

        var client = new Client(server.remote());

        await().until(() -> client.events.events.contains("closed: connection refused"));
    }

    @Test
    void saysThatAServerDoesNotComeToAcceptItsConnections() throws IOException {
        var path = directory.resolve("busy.sock");
        var busy = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        open.add(busy.bind(UnixDomainSocketAddress.of(path), 1));
        var clients = new ArrayList<Client>();
        for (var number = 0; number < 8; number++) {
            clients.add(new Client(new Remote.Unix(path.toString())));
        }

        await().until(() -> clients.stream()
                .anyMatch(
                        client -> client.events.events.contains("closed: the queue of the listening socket is full")));
    }

    @Test
    void saysThatANameCannotBeResolved() {
        var client = new Client(new Remote.Tcp("no-such-host.invalid", 6641));

        await().until(() -> !client.events.events.isEmpty());
        assertThat(client.events.events.get(0)).contains("the host name cannot be resolved");
    }

    @Test
    void anSslRemoteWithoutACertificateAuthorityCannotBeUsed() {
        var client = new Client(new Remote.Ssl("127.0.0.1", 1));

        await().until(() ->
                client.events.events.contains("closed: an ssl: remote needs at least the CA's certificate"));
    }

    @Test
    void canBeGivenUpWhileConnecting() {
        var loop = transport.loopFor(Remotes.parse("tcp:127.0.0.1:1"));
        var events = new RecordedEvents(loop);
        var connector = transport.connectorOn(loop, Optional.empty());

        // An address of RFC 5737: packets to it are lost or refused, and the reason given first is the one told.
        loop.execute(() ->
                connector.connect(new Remote.Tcp("192.0.2.1", 6641), events).close("no connection within 10 s"));

        await().until(() -> events.events.contains("closed: no connection within 10 s"));
        assertThat(events.events).hasSize(1);
    }

    @Test
    void bringsTheEventsOfAUnixSocketToAClientThatAlsoHasOtherRemotes() throws IOException {
        var server = listen(Socket.UNIX);
        var loop = transport.loopFor(Remotes.parse("tcp:127.0.0.1:1," + server.remote()));
        var client = new Client(server.remote(), loop);
        var peer = server.accept();
        await().until(() -> client.events.events.contains("connected"));

        client.write("ping".getBytes());
        assertThat(read(peer, 4)).isEqualTo("ping".getBytes());
        peer.write(ByteBuffer.wrap("pong".getBytes()));
        await().until(() -> client.events.bytes().length == 4);
        peer.close();

        await().until(() -> client.events.events.contains("closed: closed by the server"));
        assertThat(client.events.strayThreads).isEmpty();
    }

    @Test
    void readsNoMoreThanAClientOnAnotherLoopCanTake() throws Exception {
        var server = listen(Socket.UNIX);
        var loop = transport.loopFor(Remotes.parse("tcp:127.0.0.1:1," + server.remote()));
        var client = new Client(server.remote(), loop);
        var peer = server.accept();
        await().until(() -> client.events.events.contains("connected"));
        var busy = new CountDownLatch(1);
        loop.execute(() -> awaitOf(busy));
        var bytes = new byte[LARGE];
        new Random(3).nextBytes(bytes);
        var unsent = ByteBuffer.wrap(bytes);

        peer.configureBlocking(false);
        var fruitless = new AtomicInteger();
        await().pollInterval(Duration.ofMillis(5)).until(() -> {
            fruitless.set(peer.write(unsent) > 0 ? 0 : fruitless.get() + 1);
            return fruitless.get() == 10 || !unsent.hasRemaining();
        });
        assertThat(unsent.position()).isLessThan(LARGE / 2);

        busy.countDown();
        peer.configureBlocking(true);
        while (unsent.hasRemaining()) {
            peer.write(unsent);
        }
        await().until(() -> client.events.bytes().length == LARGE);
        assertThat(client.events.bytes()).isEqualTo(bytes);
    }

    private static void awaitOf(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private Server listen(Socket socket) throws IOException {
        var server = switch (socket) {
            case TCP ->
                Server.bind(ServerSocketChannel.open(), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            case UNIX ->
                Server.bind(
                        ServerSocketChannel.open(StandardProtocolFamily.UNIX),
                        UnixDomainSocketAddress.of(directory.resolve("db.sock")));
        };
        open.add(server.channel);
        return server;
    }

    private static byte[] read(SocketChannel peer, int length) throws IOException {
        var buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining() && peer.read(buffer) >= 0) {}
        return buffer.array();
    }

    private record Server(ServerSocketChannel channel, SocketAddress address) {
        static Server bind(ServerSocketChannel channel, SocketAddress address) throws IOException {
            channel.bind(address);
            return new Server(channel, channel.getLocalAddress());
        }

        Remote remote() {
            return address instanceof InetSocketAddress internet
                    ? new Remote.Tcp(internet.getHostString(), internet.getPort())
                    : new Remote.Unix(address.toString());
        }

        SocketChannel accept() throws IOException {
            return channel.accept();
        }
    }

    private final class Client {
        final Loop loop;
        final RecordedEvents events;
        final Connector connector;
        final Wire wire;

        Client(Remote remote) {
            this(remote, transport.loopFor(Remotes.parse(remote.toString())));
        }

        Client(Remote remote, Loop loop) {
            this.loop = loop;
            events = new RecordedEvents(loop);
            connector = transport.connectorOn(loop, Optional.empty());
            wire = onLoop(() -> connector.connect(remote, events));
        }

        /** As a session does after a pause. */
        RecordedEvents connectAgain(Remote next) {
            var recorded = new RecordedEvents(loop);
            loop.execute(() -> connector.connect(next, recorded));
            return recorded;
        }

        void write(byte[] bytes) {
            loop.execute(() -> wire.write(ByteBuffer.wrap(bytes)));
        }

        <T> T onLoop(Supplier<T> question) {
            return CompletableFuture.supplyAsync(question, loop).join();
        }
    }
}
