package io.github.ovnnb.ovsdb.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ovnnb.ovsdb.OvsdbClient;
import io.github.ovnnb.ovsdb.OvsdbClientOptions;
import io.github.ovnnb.ovsdb.session.Connector;
import io.github.ovnnb.ovsdb.session.Connector.Wire;
import io.github.ovnnb.ovsdb.session.Loop;
import io.github.ovnnb.ovsdb.session.PhaseDeadlines;
import io.github.ovnnb.ovsdb.session.Remote;
import io.github.ovnnb.ovsdb.session.Remotes;
import io.github.ovnnb.ovsdb.session.TlsFiles;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class TlsTest {
    private static final String REFUSED =
            "closed: the server refused our certificate, or that we have none, after the TLS handshake: ";
    private static final Path PKI = Path.of("src/test/resources/tls");

    @TempDir
    Path directory;

    private final NettyTransport transport = NettyTransport.create();
    private final Loop loop = transport.loopFor(Remotes.parse("ssl:127.0.0.1:1"));
    private final RecordedEvents recorded = new RecordedEvents(loop);
    private final ExecutorService serverThread = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        transport.close();
        serverThread.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void carriesBytesBetweenTwoThatKnowEachOther(String version) throws IOException {
        try (var server = echoing("server", version)) {
            var wire = connect(server, files("authority", "client", true));
            await().until(() -> recorded.events.contains("connected"));

            loop.execute(() -> wire.write(ByteBuffer.wrap("hello".getBytes())));

            await().until(() -> recorded.bytes().length == 5);
            assertThat(recorded.events).containsExactly("securing", "connected");
        }
    }

    /** The kernel accepts for it. */
    @Test
    void aPeerThatAcceptsAndNeverShakesHandsIsGivenUpByItsDeadline() throws IOException {
        var patient = Duration.ofMinutes(1);
        var statuses = new CopyOnWriteArrayList<String>();
        try (var mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var client = OvsdbClient.create(OvsdbClientOptions.builder()
                        .remotes("ssl:127.0.0.1:" + mute.getLocalPort())
                        .database("Small")
                        .tls(files("authority", "client", true))
                        .phaseDeadlines(new PhaseDeadlines(patient, Duration.ofMillis(200), patient, patient))
                        .build())) {
            client.onStatus(status -> statuses.add(status.toString()), Runnable::run);
            var unused = client.start();

            await().until(() ->
                    statuses.stream().anyMatch(status -> status.contains("no TLS handshake within 200 ms")));
        }
    }

    @Test
    void refusesAServerOfAnotherName() throws IOException {
        try (var server = echoing("elsewhere", "TLSv1.3")) {
            connect(server, files("authority", "client", true));

            assertThat(ending()).startsWith("closed: TLS: ").contains("127.0.0.1");
            assertThat(recorded.events).doesNotContain("connected");
        }
    }

    @Test
    void trustsAnyNameOfItsAuthorityWhenToldTo() throws IOException {
        try (var server = echoing("elsewhere", "TLSv1.3")) {
            connect(server, files("authority", "client", false));

            await().until(() -> recorded.events.contains("connected"));
        }
    }

    @Test
    void refusesAServerOfAnotherAuthority() throws IOException {
        try (var server = echoing("server", "TLSv1.3")) {
            connect(server, files("stranger", "client", true));

            assertThat(ending()).startsWith("closed: TLS: ").contains("unable to find valid certification path");
        }
    }

    @Test
    void saysThatTheServerRefusedOurCertificateThoughTheHandshakeHadSucceeded() throws IOException {
        try (var server = echoing("server", "TLSv1.3")) {
            connect(server, files("authority", "strange-client", true));

            assertThat(ending()).startsWith(REFUSED);
            assertThat(recorded.events).contains("connected");
        }
    }

    @Test
    void saysThatTheServerWantsACertificateThoughTheHandshakeHadSucceeded() throws IOException {
        try (var server = echoing("server", "TLSv1.3")) {
            connect(server, new TlsFiles(PKI.resolve("authority.pem"), Optional.empty(), true));

            assertThat(ending()).startsWith(REFUSED);
        }
    }

    @Test
    void listensForAServerThatHasACertificateOfItsAuthority() throws Exception {
        var port = freePort();
        var connector = transport.connectorOn(loop, Optional.of(files("authority", "server", true)));
        listen(connector, port, recorded);

        var stranger = dial(port, "strange-client");
        assertThat(ending()).startsWith("closed: TLS: ");
        stranger.close();
        var again = new RecordedEvents(loop);
        var wire = listen(connector, port, again);
        try (var server = dial(port, "client")) {
            await().until(() -> again.events.contains("connected"));
            loop.execute(() -> wire.write(ByteBuffer.wrap("hello".getBytes())));
            assertThat(server.getInputStream().readNBytes(5)).isEqualTo("hello".getBytes());
        }
        assertThat(again.events).startsWith("securing", "connected");
    }

    @Test
    void aLaterServerTakesThePlaceOfTheFirst() throws Exception {
        var port = freePort();
        var connector = transport.connectorOn(loop, Optional.of(files("authority", "server", true)));
        listen(connector, port, recorded);
        try (var first = dial(port, "client")) {
            await().until(() -> recorded.events.contains("connected"));

            try (var second = dial(port, "client")) {
                second.getOutputStream().write("early".getBytes());
                assertThat(first.getInputStream().read()).isEqualTo(-1);
                assertThat(ending()).isEqualTo("closed: another server has connected in its place");
                var again = new RecordedEvents(loop);
                var wire = listen(connector, port, again);
                await().until(() -> again.bytes().length == 5);
                loop.execute(() -> wire.write(ByteBuffer.wrap("hello".getBytes())));
                assertThat(second.getInputStream().readNBytes(5)).isEqualTo("hello".getBytes());
                assertThat(again.events).containsExactly("connected");
                assertThat(again.strayThreads).isEmpty();
            }
        }
    }

    @Test
    void whoDoesNotShowWhoItIsTakesNobodysPlace() throws Exception {
        var port = freePort();
        var connector = transport.connectorOn(loop, Optional.of(files("authority", "server", true)));
        var wire = listen(connector, port, recorded);
        try (var server = dial(port, "client")) {
            await().until(() -> recorded.events.contains("connected"));

            try (var mute = new Socket("127.0.0.1", port);
                    var stranger = dial(port, "strange-client")) {
                assertThat(isSentAway(stranger)).isTrue();
                loop.execute(() -> wire.write(ByteBuffer.wrap("still".getBytes())));
                assertThat(server.getInputStream().readNBytes(5)).isEqualTo("still".getBytes());
                assertThat(mute.getInputStream().available()).isZero();
                assertThat(recorded.events).containsExactly("securing", "connected");
            }
        }
    }

    /** With TLS 1.3 its handshake succeeds, and what follows does not. */
    private static boolean isSentAway(Socket stranger) {
        try {
            return stranger.getInputStream().read() == -1;
        } catch (IOException alert) {
            return true;
        }
    }

    @Test
    void listensOnlyWithACertificateOfItsOwn() throws IOException {
        var files = new TlsFiles(PKI.resolve("authority.pem"), Optional.empty(), true);
        listen(transport.connectorOn(loop, Optional.of(files)), freePort(), recorded);

        assertThat(ending()).isEqualTo("closed: a pssl: remote needs a certificate and a private key of its own");
    }

    private Wire listen(Connector connector, int port, RecordedEvents events) {
        var remote = new Remote.Passive(new Remote.Ssl("127.0.0.1", port));
        return CompletableFuture.supplyAsync(() -> connector.connect(remote, events), loop)
                .join();
    }

    private static int freePort() throws IOException {
        try (var unused = new ServerSocket(0)) {
            return unused.getLocalPort();
        }
    }

    /** As a server does that was told to by its {@code --remote}. */
    private static Socket dial(int port, String certificate) throws Exception {
        var context = (JdkSslContext) SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .keyManager(file(certificate + ".pem"), file(certificate + ".key"))
                .trustManager(file("authority.pem"))
                .build();
        var factory = context.context().getSocketFactory();
        var socket = await().ignoreException(ConnectException.class)
                .until(() -> factory.createSocket("127.0.0.1", port), created -> true);
        ((SSLSocket) socket).startHandshake();
        return socket;
    }

    @Test
    void saysThatTheServerSpeaksNoTls() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            serverThread.execute(() -> {
                try (var socket = server.accept()) {
                    socket.getOutputStream().write("{\"id\":\"echo\",\"method\":\"echo\",\"params\":[]}".getBytes());
                    var unused = socket.getInputStream().read();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            connect(server, files("authority", "client", true));

            assertThat(ending()).startsWith("closed: TLS: not an SSL/TLS record");
        }
    }

    @Test
    void readsItsFilesAgainWhenTheyHaveChanged() throws IOException {
        var authority = directory.resolve("authority.pem");
        Files.copy(PKI.resolve("stranger.pem"), authority);
        var connector = transport.connectorOn(loop, Optional.of(new TlsFiles(authority, client("client"), true)));
        try (var server = echoing("server", "TLSv1.3")) {
            loop.execute(() -> connector.connect(remote(server), recorded));
            assertThat(ending()).contains("unable to find valid certification path");

            Files.delete(authority);
            Files.copy(PKI.resolve("authority.pem"), authority);
            var second = new RecordedEvents(loop);
            loop.execute(() -> connector.connect(remote(server), second));

            await().until(() -> second.events.contains("connected"));
        }
    }

    @Test
    void namesAFileThatCannotBeRead() {
        var connector = transport.connectorOn(
                loop, Optional.of(new TlsFiles(directory.resolve("none.pem"), Optional.empty(), true)));

        loop.execute(() -> connector.connect(new Remote.Ssl("127.0.0.1", 1), recorded));

        assertThat(ending()).startsWith("closed: the TLS file " + directory.resolve("none.pem") + " cannot be read");
    }

    @Test
    void takesAKeyOfTheOlderForm() throws IOException {
        try (var server = echoing("server", "TLSv1.3")) {
            var own = new TlsFiles.ClientFiles(PKI.resolve("client.pem"), PKI.resolve("client-sec1.key"));
            var wire = connect(server, new TlsFiles(PKI.resolve("authority.pem"), Optional.of(own), true));
            await().until(() -> recorded.events.contains("connected"));

            loop.execute(() -> wire.write(ByteBuffer.wrap("hello".getBytes())));

            await().until(() -> recorded.bytes().length == 5);
        }
    }

    @Test
    void saysWhichFilesDoNotMakeAnIdentity() throws IOException {
        var rubbish = Files.writeString(directory.resolve("key.pem"), "no key");
        var files = new TlsFiles(
                PKI.resolve("authority.pem"),
                Optional.of(new TlsFiles.ClientFiles(PKI.resolve("client.pem"), rubbish)),
                true);
        var connector = transport.connectorOn(loop, Optional.of(files));

        loop.execute(() -> connector.connect(new Remote.Ssl("127.0.0.1", 1), recorded));

        assertThat(ending())
                .startsWith("closed: the TLS files ")
                .contains("key.pem cannot be used: it holds no private key");
    }

    private String ending() {
        await().until(() -> recorded.events.stream().anyMatch(event -> event.startsWith("closed: ")));
        return recorded.events.get(recorded.events.size() - 1);
    }

    private static TlsFiles files(String authority, String client, boolean verifyHostName) {
        return new TlsFiles(PKI.resolve(authority + ".pem"), client(client), verifyHostName);
    }

    private static Optional<TlsFiles.ClientFiles> client(String name) {
        return Optional.of(new TlsFiles.ClientFiles(PKI.resolve(name + ".pem"), PKI.resolve(name + ".key")));
    }

    private static Remote remote(ServerSocket server) {
        return new Remote.Ssl("127.0.0.1", server.getLocalPort());
    }

    private Wire connect(ServerSocket server, TlsFiles files) {
        var connector = transport.connectorOn(loop, Optional.of(files));
        return CompletableFuture.supplyAsync(() -> connector.connect(remote(server), recorded), loop)
                .join();
    }

    /** Demands a certificate of the authority and sends back what it hears. */
    private SSLServerSocket echoing(String certificate, String version) throws IOException {
        var context =
                (JdkSslContext) SslContextBuilder.forServer(file(certificate + ".pem"), file(certificate + ".key"))
                        .sslProvider(SslProvider.JDK)
                        .trustManager(file("authority.pem"))
                        .clientAuth(ClientAuth.REQUIRE)
                        .build();
        var server = (SSLServerSocket) context.context()
                .getServerSocketFactory()
                .createServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
        server.setNeedClientAuth(true);
        server.setEnabledProtocols(new String[] {version});
        serverThread.execute(() -> {
            while (!server.isClosed()) {
                try (var socket = server.accept()) {
                    echo(socket);
                } catch (IOException expectedOfClientsThatGo) {
                    // The next client may fare better.
                }
            }
        });
        return server;
    }

    private static void echo(Socket socket) throws IOException {
        var buffer = new byte[1024];
        int length;
        while ((length = socket.getInputStream().read(buffer)) >= 0) {
            socket.getOutputStream().write(buffer, 0, length);
        }
    }

    private static File file(String name) {
        return PKI.resolve(name).toFile();
    }
}
