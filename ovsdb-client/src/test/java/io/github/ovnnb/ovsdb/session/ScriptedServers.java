package io.github.ovnnb.ovsdb.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Servers on a wire of the test's own making, in virtual time: the test says what they answer, and when they hang up. */
public final class ScriptedServers implements Transport, Connector {
    private static final ObjectMapper JSON = new ObjectMapper();

    public final VirtualLoop loop = new VirtualLoop();
    private final Deque<Conversation> dialed = new ArrayDeque<>();
    private int bytesPerRead = Integer.MAX_VALUE;

    /** From now on every message arrives cut into pieces of this size. */
    public void cutEvery(int bytes) {
        bytesPerRead = bytes;
    }

    @Override
    public Loop loopFor(Remotes remotes) {
        return loop;
    }

    @Override
    public Connector connectorOn(Loop ofClient, Optional<TlsFiles> tls) {
        return this;
    }

    @Override
    public Wire connect(Remote remote, Events events) {
        var conversation = new Conversation(remote, events);
        dialed.add(conversation);
        return conversation;
    }

    @Override
    public void close() {}

    /** Whether a connection attempt waits for this script. */
    public boolean isDialed() {
        loop.run();
        return !dialed.isEmpty();
    }

    /** The next attempt of the client, not yet connected. */
    public Conversation dialed() {
        loop.run();
        assertThat(dialed).as("a connection attempt").isNotEmpty();
        return dialed.remove();
    }

    /** The next attempt of the client succeeds. */
    public Conversation accept() {
        var conversation = dialed();
        conversation.events.connected();
        loop.run();
        return conversation;
    }

    /** One connection, seen from the server. */
    public final class Conversation implements Wire {
        private final Remote remote;
        private final Events events;
        private final List<JsonNode> unread = new ArrayList<>();
        private boolean writable = true;
        private Optional<String> closed = Optional.empty();

        Conversation(Remote remote, Events events) {
            this.remote = remote;
            this.events = events;
        }

        public Remote remote() {
            return remote;
        }

        /** The TCP connection stands, and the TLS handshake begins. */
        public void securing() {
            events.securing();
            loop.run();
        }

        /** What the client says next must be this method. */
        public JsonNode expect(String method) {
            loop.run();
            assertThat(unread).as("a message, expecting " + method).isNotEmpty();
            var message = unread.remove(0);
            assertThat(message.path("method").asText()).isEqualTo(method);
            return message;
        }

        /** What the client says next must be just this, apart from the id of a request. */
        public JsonNode expect(String method, String params) {
            var message = expect(method);
            assertThat(message.path("params")).isEqualTo(parse(params));
            return message;
        }

        /** What the client says next must be just this. */
        public void expectMessage(String json) {
            loop.run();
            assertThat(unread).as("a message").isNotEmpty();
            assertThat(unread.remove(0)).isEqualTo(parse(json));
        }

        public void expectNothing() {
            loop.run();
            assertThat(unread).isEmpty();
        }

        public void reply(JsonNode request, String result) {
            send("{\"id\":" + request.path("id") + ",\"result\":" + result + ",\"error\":null}");
        }

        /** As OVS 3.1 does it: without a result. */
        public void refuse(JsonNode request, String error) {
            send("{\"id\":" + request.path("id") + ",\"error\":" + error + "}");
        }

        public void send(String json) {
            var bytes = json.getBytes(StandardCharsets.UTF_8);
            for (var from = 0; from < bytes.length && closed.isEmpty(); from += bytesPerRead) {
                var length = Math.min(bytesPerRead, bytes.length - from);
                events.received(ByteBuffer.wrap(bytes, from, length).slice());
                if (bytesPerRead > bytes.length) {
                    break;
                }
            }
            loop.run();
        }

        public void hangUp(String reason) {
            closed = Optional.of(reason);
            events.closed(reason);
            loop.run();
        }

        /** Why the client hung up. */
        public Optional<String> closed() {
            loop.run();
            return closed;
        }

        public void writable(boolean now) {
            writable = now;
            if (now) {
                events.writable();
                loop.run();
            }
        }

        @Override
        public void write(ByteBuffer bytes) {
            unread.add(parse(StandardCharsets.UTF_8.decode(bytes).toString()));
        }

        @Override
        public boolean isWritable() {
            return writable;
        }

        @Override
        public long unwrittenBytes() {
            return 0;
        }

        @Override
        public void close(String reason) {
            if (closed.isEmpty()) {
                closed = Optional.of(reason);
                loop.execute(() -> events.closed(reason));
            }
        }
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
