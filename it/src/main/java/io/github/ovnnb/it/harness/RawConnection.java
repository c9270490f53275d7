package io.github.ovnnb.it.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The plainest possible OVSDB connection: one request, one answer, over a unix socket, on the caller's thread. To write
 * behind the back of a client under test, and to ask the server itself what is true.
 */
public final class RawConnection implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final RawSocket socket;
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    private final JsonMessages messages = new JsonMessages();
    private final Queue<byte[]> received = new ArrayDeque<>();
    private int lastId;

    private RawConnection(RawSocket socket) {
        this.socket = socket;
    }

    static RawConnection to(Path socket) {
        return new RawConnection(RawSocket.to(UnixDomainSocketAddress.of(socket)));
    }

    /**
     * Sends a request and waits for its answer, notifications passed over.
     *
     * @param params JSON
     * @return the {@code result}
     * @throws IllegalStateException when the server answers with an error
     */
    public JsonNode call(String method, String params) {
        try {
            var id = ++lastId;
            send("{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + params + "}");
            return resultOf(id);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /**
     * Runs a transaction that must succeed.
     *
     * @param operations JSON objects
     * @return the results, one for each operation
     */
    public JsonNode transact(String database, String... operations) {
        var results = call("transact", "[\"" + database + "\"," + String.join(",", operations) + "]");
        for (var result : results) {
            if (result.has("error")) {
                throw new IllegalStateException("refused: " + result + " for " + String.join(",", operations));
            }
        }
        return results;
    }

    /** All rows of a table, every column. */
    public JsonNode rows(String database, String table) {
        return transact(database, "{\"op\":\"select\",\"table\":\"" + table + "\",\"where\":[]}")
                .get(0)
                .get("rows");
    }

    /**
     * Waits for the next notification, such as an {@code update} of a monitor; answers the server's echo requests.
     *
     * @throws UncheckedIOException when the connection is over
     */
    public JsonNode awaitNotification() {
        try {
            while (true) {
                var message = JSON.readTree(next());
                if (message.path("method").asText().equals("echo")) {
                    send("{\"id\":" + message.path("id") + ",\"error\":null,\"result\":" + message.path("params")
                            + "}");
                } else if (message.has("method")) {
                    return message;
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void send(String message) {
        socket.write(ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8)));
    }

    private JsonNode resultOf(int id) throws IOException {
        while (true) {
            var message = JSON.readTree(next());
            if (!message.has("method") && message.path("id").asInt() == id) {
                // OVS 3.1 sends one of the two members, later versions both.
                if (message.hasNonNull("error")) {
                    throw new IllegalStateException("refused: " + message.get("error"));
                }
                return message.get("result");
            }
        }
    }

    private byte[] next() {
        while (received.isEmpty()) {
            var count = socket.read(buffer);
            received.addAll(messages.feed(buffer.array(), 0, count));
        }
        return received.remove();
    }

    @Override
    public void close() {
        socket.close();
    }
}
