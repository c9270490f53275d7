package io.github.ovnnb.it.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {
    private static final int NOTHING_COMES_MILLIS = 200;

    private ServerSocket server;
    private TcpProxy proxy;

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        proxy = TcpProxy.before("https://127.0.0.1:" + server.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        server.close();
    }

    private Socket connect() throws IOException {
        var way = proxy.on(new Kubeconfig("https://127.0.0.1:1", Path.of("ca"), "token"));
        return new Socket(
                InetAddress.getLoopbackAddress(), URI.create(way.server()).getPort());
    }

    private static void say(Socket socket, int word) throws IOException {
        socket.getOutputStream().write(word);
    }

    @Test
    void passesBytesBothWaysAndTheEndToo() throws IOException {
        try (var client = connect();
                var accepted = server.accept()) {
            say(client, 7);
            assertThat(accepted.getInputStream().read()).isEqualTo(7);
            say(accepted, 8);
            assertThat(client.getInputStream().read()).isEqualTo(8);

            accepted.close();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void whatItHoldsComesWhenItPassesAgain() throws IOException {
        try (var client = connect();
                var accepted = server.accept()) {
            proxy.hold();
            say(client, 7);
            accepted.setSoTimeout(NOTHING_COMES_MILLIS);
            assertThatThrownBy(() -> accepted.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

            proxy.pass();
            accepted.setSoTimeout(0);

            assertThat(accepted.getInputStream().read()).isEqualTo(7);
        }
    }

    @Test
    void bytesComeLateByAsMuchAsItWasTold() throws IOException {
        var late = Duration.ofMillis(150);
        try (var client = connect();
                var accepted = server.accept()) {
            proxy.delay(late);
            var begin = System.nanoTime();
            say(client, 7);

            assertThat(accepted.getInputStream().read()).isEqualTo(7);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(late);
        }
    }

    @Test
    void cutsWhatThereIsAndTakesNewConnections() throws IOException {
        try (var client = connect();
                var accepted = server.accept()) {
            proxy.cutAll();
            assertThat(isOver(client)).isTrue();
            assertThat(isOver(accepted)).isTrue();
        }
        try (var again = connect();
                var accepted = server.accept()) {
            say(again, 9);
            assertThat(accepted.getInputStream().read()).isEqualTo(9);
        }
    }

    private static boolean isOver(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() == -1;
        } catch (SocketException reset) {
            return true;
        }
    }
}
