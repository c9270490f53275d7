package io.github.ovnnb.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.it.harness.Passage.Direction;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a server that answers every request {@code {"id":N,...}} with {@code {"id":N,"result":"done"}}. */
@Timeout(20)
class FaultProxyTest {

    private final List<String> arrived = new CopyOnWriteArrayList<>();
    private ServerSocket server;

    @BeforeEach
    void startServer() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        FaultProxy.daemon("test-server", this::serve);
    }

    @AfterEach
    void stopServer() throws IOException {
        server.close();
    }

    @Test
    void handsEverythingOnByDefault() throws IOException {
        try (var proxy = proxy(FaultPlan.none());
                var client = new Client(proxy)) {
            assertThat(client.ask(request(1))).isEqualTo("{\"id\":1,\"result\":\"done\"}");
            assertThat(client.ask(request(2))).isEqualTo("{\"id\":2,\"result\":\"done\"}");
        }
    }

    @Test
    void splitsAndDelaysWithoutChangingAByte() throws IOException {
        FaultPlan plan =
                passage -> passage.number() % 2 == 0 ? new Fault.Delay(Duration.ofMillis(20)) : new Fault.Split(1);
        try (var proxy = proxy(plan);
                var client = new Client(proxy)) {
            assertThat(client.ask(request(1))).isEqualTo("{\"id\":1,\"result\":\"done\"}");
            assertThat(client.ask(request(2))).isEqualTo("{\"id\":2,\"result\":\"done\"}");
            assertThat(arrived).containsExactly(request(1), request(2));
        }
    }

    @Test
    void aRequestCutBeforeNeverArrives() throws IOException {
        try (var proxy = proxy(cut(Direction.TO_SERVER, new Fault.CutBefore()));
                var client = new Client(proxy)) {
            assertThat(client.ask(request(1))).isEmpty();
            assertThat(arrived).isEmpty();
            assertThat(proxy.cuts()).isEqualTo(1);
        }
    }

    @Test
    void aReplyCutBeforeIsLostAfterItsRequestWasExecuted() throws IOException {
        try (var proxy = proxy(cut(Direction.TO_CLIENT, new Fault.CutBefore()));
                var client = new Client(proxy)) {
            assertThat(client.ask(request(1))).isEmpty();
            assertThat(arrived).containsExactly(request(1));
        }
    }

    @Test
    void aReplyCutWithinArrivesInPart() throws IOException {
        try (var proxy = proxy(cut(Direction.TO_CLIENT, new Fault.CutWithin(5)));
                var client = new Client(proxy)) {
            assertThat(client.ask(request(1))).isEqualTo("{\"id\"");
        }
    }

    @Test
    void takesTheNextConnectionAfterACut() throws IOException {
        try (var proxy = proxy(FaultPlan.once(passage -> true, new Fault.CutBefore()))) {
            try (var client = new Client(proxy)) {
                assertThat(client.ask(request(1))).isEmpty();
            }
            try (var client = new Client(proxy)) {
                assertThat(client.ask(request(2))).isEqualTo("{\"id\":2,\"result\":\"done\"}");
            }
            assertThat(proxy.connections()).isEqualTo(2);
        }
    }

    @Test
    void withholdsOneMessageAndLetsTheOthersPass() throws IOException {
        try (var proxy = proxy(FaultPlan.when(passage -> passage.isMethod("echo"), new Fault.Withhold()));
                var client = new Client(proxy)) {
            client.send("{\"id\":1,\"method\":\"echo\"}");
            assertThat(client.ask(request(2))).isEqualTo("{\"id\":2,\"result\":\"done\"}");
            assertThat(arrived).containsExactly(request(2));
        }
    }

    @Test
    void answersARequestWithAnErrorWithAndWithoutAResult() throws IOException {
        var error = "{\"error\":\"not allowed\"}";
        FaultPlan plan = passage -> passage.direction() == Direction.TO_SERVER
                ? new Fault.AnswerError(error, passage.number() == 1)
                : Fault.pass();
        try (var proxy = proxy(plan);
                var client = new Client(proxy)) {
            assertThat(client.ask(request(1))).isEqualTo("{\"id\":1,\"error\":" + error + ",\"result\":null}");
            assertThat(client.ask(request(2))).isEqualTo("{\"id\":2,\"error\":" + error + "}");
            assertThat(arrived).isEmpty();
        }
    }

    @Test
    void faultsByChanceAreTheSameForTheSameSeed() {
        assertThat(faults(7)).isEqualTo(faults(7)).isNotEqualTo(faults(8));
        assertThat(faults(7)).anyMatch(Fault.CutBefore.class::isInstance).anyMatch(Fault.Split.class::isInstance);
    }

    private static List<Fault> faults(long seed) {
        var plan = new RandomFaults(seed, 0.2, 0.2);
        return IntStream.rangeClosed(1, 200)
                .mapToObj(number ->
                        plan.decide(new Passage(1, Direction.TO_SERVER, number, new byte[] {'{', ' ', ' ', '}'})))
                .toList();
    }

    private static FaultPlan cut(Direction direction, Fault fault) {
        return FaultPlan.when(passage -> passage.direction() == direction, fault);
    }

    private static String request(int id) {
        return "{\"id\":" + id + ",\"method\":\"do\"}";
    }

    private FaultProxy proxy(FaultPlan plan) {
        return FaultProxy.before("tcp:127.0.0.1:" + server.getLocalPort(), plan);
    }

    private void serve() {
        while (!server.isClosed()) {
            try (var client = server.accept()) {
                answerAll(client);
            } catch (IOException cut) {
                // What the tests are about.
            }
        }
    }

    private void answerAll(Socket client) throws IOException {
        var messages = new JsonMessages();
        var buffer = new byte[100];
        for (var length = client.getInputStream().read(buffer);
                length >= 0;
                length = client.getInputStream().read(buffer)) {
            for (var message : messages.feed(buffer, 0, length)) {
                var text = new String(message, StandardCharsets.UTF_8);
                arrived.add(text);
                var id = text.replaceAll(".*\"id\":(\\d+).*", "$1");
                client.getOutputStream()
                        .write(("{\"id\":" + id + ",\"result\":\"done\"}").getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static final class Client implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader reader;

        Client(FaultProxy proxy) throws IOException {
            var port = Integer.parseInt(proxy.remote().substring(proxy.remote().lastIndexOf(':') + 1));
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        void send(String message) throws IOException {
            socket.getOutputStream().write(message.getBytes(StandardCharsets.UTF_8));
        }

        /** The next answer, or what came of it before the connection broke. */
        String ask(String message) throws IOException {
            send(message);
            var answer = new StringBuilder();
            var depth = 0;
            try {
                for (var next = reader.read(); next >= 0; next = reader.read()) {
                    answer.append((char) next);
                    depth += next == '{' ? 1 : next == '}' ? -1 : 0;
                    if (depth == 0) {
                        break;
                    }
                }
            } catch (IOException cut) {
                return answer.toString();
            }
            return answer.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
