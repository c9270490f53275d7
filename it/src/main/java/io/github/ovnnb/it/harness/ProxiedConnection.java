package io.github.ovnnb.it.harness;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.ovnnb.it.harness.Passage.Direction;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/** One client's connection through a {@link FaultProxy}: a thread for each direction. */
final class ProxiedConnection {

    private final int number;
    private final Socket client;
    private final Socket server;
    private final OutputStream toClient;
    private final OutputStream toServer;
    private final FaultPlan plan;
    private final AtomicBoolean broken = new AtomicBoolean();

    ProxiedConnection(int number, Socket client, Socket server, FaultPlan plan) throws IOException {
        this.number = number;
        this.client = client;
        this.server = server;
        this.plan = plan;
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        toClient = client.getOutputStream();
        toServer = server.getOutputStream();
    }

    void start(Runnable whenOver) {
        FaultProxy.daemon("fault-proxy-" + number + "-to-server", () -> pump(Direction.TO_SERVER, whenOver));
        FaultProxy.daemon("fault-proxy-" + number + "-to-client", () -> pump(Direction.TO_CLIENT, whenOver));
    }

    /** At once and in both directions. What is on its way already may still arrive. */
    void cut() {
        if (broken.compareAndSet(false, true)) {
            closeQuietly(client);
            closeQuietly(server);
        }
    }

    private void pump(Direction direction, Runnable whenOver) {
        var from = direction == Direction.TO_SERVER ? client : server;
        var to = direction == Direction.TO_SERVER ? toServer : toClient;
        var messages = new JsonMessages();
        var buffer = new byte[64 * 1024];
        var count = 0;
        try {
            for (var length = from.getInputStream().read(buffer);
                    length >= 0;
                    length = from.getInputStream().read(buffer)) {
                for (var message : messages.feed(buffer, 0, length)) {
                    handle(new Passage(number, direction, ++count, message), to);
                }
            }
        } catch (IOException either) {
            // Broken by a peer or by us: both mean the end of both directions.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            cut();
            whenOver.run();
        }
    }

    private void handle(Passage passage, OutputStream to) throws IOException, InterruptedException {
        if (broken.get()) {
            return;
        }
        var fault = plan.decide(passage);
        if (fault instanceof Fault.Delay delay) {
            Thread.sleep(delay.delay().toMillis());
            write(passage.bytes(), to);
        } else if (fault instanceof Fault.Split split) {
            writeInPieces(passage.bytes(), split.pieceBytes(), to);
        } else if (fault instanceof Fault.CutBefore) {
            cut();
        } else if (fault instanceof Fault.CutWithin within) {
            write(Arrays.copyOf(passage.bytes(), Math.min(within.bytes(), passage.length())), to);
            cut();
        } else if (fault instanceof Fault.CutAfter) {
            write(passage.bytes(), to);
            cut();
        } else if (fault instanceof Fault.AnswerError answer) {
            write(reply(passage, answer), toClient);
        } else if (fault instanceof Fault.Pass) {
            write(passage.bytes(), to);
        }
    }

    /** Both directions may write to the client. */
    private static void write(byte[] bytes, OutputStream to) throws IOException {
        synchronized (to) {
            to.write(bytes);
            to.flush();
        }
    }

    private static void writeInPieces(byte[] bytes, int piece, OutputStream to) throws IOException {
        synchronized (to) {
            for (var at = 0; at < bytes.length; at += piece) {
                to.write(bytes, at, Math.min(piece, bytes.length - at));
                to.flush();
            }
        }
    }

    private static byte[] reply(Passage request, Fault.AnswerError answer) {
        var id = request.json().path("id");
        var result = answer.withResult() ? ",\"result\":null" : "";
        var text = "{\"id\":" + (id.isMissingNode() ? JsonNodeFactory.instance.nullNode() : id) + ",\"error\":"
                + answer.error() + result + "}";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // It was to be closed, and it is.
        }
    }
}
