package io.github.ovnnb.ovsdb.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages of one connection (JSON-RPC 1.0, RFC 7047 section 4) from bytes cut anywhere. Confined to the thread that
 * feeds it; of no use after an exception.
 *
 * <p>A message is a request or notification if it has a method, and else a reply: a failed call has no {@code result} at all
 * with OVS 3.1, a null one with later versions.
 */
public final class MessageDecoder {
    private final MessageSink sink;
    private final JsonLimits limits;
    private final JsonTokenizer tokenizer;
    private final AtomPool strings = new AtomPool();
    /** For the members of an envelope, one after the other: most are a number or a word. */
    private final JsonTreeReader trees = new JsonTreeReader();

    private Envelope message = new Envelope();

    /** For one connection, from its first byte on. */
    public MessageDecoder(MessageSink sink, JsonLimits limits) {
        this.sink = sink;
        this.limits = limits;
        this.tokenizer = new JsonTokenizer(new Root(), limits);
    }

    /**
     * Reads {@code bytes[from]} to {@code bytes[to - 1]} and tells the sink what is whole by then. Keeps nothing of the array.
     *
     * @throws MalformedMessageException if the connection should be closed
     */
    public void feed(byte[] bytes, int from, int to) {
        tokenizer.feed(bytes, from, to);
    }

    /** Whether the last byte was the last of a message. */
    public boolean isBetweenMessages() {
        return tokenizer.isBetweenTexts();
    }

    /** The outermost object; the values of its members go to a reader each. */
    private final class Root implements JsonEvents {
        @Override
        public void startObject() {
            message = new Envelope();
        }

        @Override
        public void endObject() {
            message.tell();
        }

        @Override
        public void name(JsonText name) {
            message.member(name);
        }

        @Override
        public void startArray() {
            throw notAMessage();
        }

        @Override
        public void endArray() {
            throw notAMessage();
        }

        @Override
        public void string(JsonText value) {
            throw notAMessage();
        }

        @Override
        public void number(JsonText value) {
            throw notAMessage();
        }

        @Override
        public void bool(boolean value) {
            throw notAMessage();
        }

        @Override
        public void nul() {
            throw notAMessage();
        }

        private static MalformedMessageException notAMessage() {
            return new MalformedMessageException("a JSON-RPC message must be an object");
        }
    }

    /** What is known so far of the message being read. */
    private final class Envelope {
        private JsonNode id = MissingNode.getInstance();
        private @Nullable String method;
        private JsonNode error = MissingNode.getInstance();
        private JsonNode params = MissingNode.getInstance();
        private @Nullable UpdateParamsReader update;
        private @Nullable ReplyInProgress<?> reply;
        /** A value that came before we knew how to read it. */
        private @Nullable JsonRecorder early;

        void member(JsonText name) {
            if (name.is("id")) {
                readTree(tree -> id = tree);
            } else if (name.is("method")) {
                readTree(tree -> method = JsonResults.text(tree));
            } else if (name.is("error")) {
                readTree(tree -> error = tree);
            } else if (name.is("params")) {
                readParams();
            } else if (name.is("result")) {
                readResult();
            } else {
                read(new IgnoredValue());
            }
        }

        private void readTree(Consumer<JsonNode> then) {
            tokenizer.delegate(trees.again(), () -> then.accept(trees.tree()));
        }

        private void read(JsonEvents reader) {
            tokenizer.delegate(reader, () -> {});
        }

        private void record() {
            early = new JsonRecorder();
            read(early);
        }

        private void readParams() {
            if (method == null) {
                record();
            } else if (isUpdate(method)) {
                update = newUpdate(method);
                read(update);
            } else {
                readTree(tree -> params = tree);
            }
        }

        private void readResult() {
            if (id.isMissingNode()) {
                record();
                return;
            }
            reply = expected();
            read(reply == null ? new IgnoredValue() : reply.reader());
        }

        private @Nullable ReplyInProgress<?> expected() {
            Optional<PendingReply<?>> pending =
                    id.isIntegralNumber() ? sink.pendingReply(id.longValue()) : Optional.empty();
            return pending.<ReplyInProgress<?>>map(ReplyInProgress::of).orElse(null);
        }

        private static boolean isUpdate(String name) {
            return name.equals("update3") || name.equals("update2") || name.equals("update");
        }

        private UpdateParamsReader newUpdate(String name) {
            return new UpdateParamsReader(name.equals("update3"), sink::monitorShape, strings);
        }

        /** The message is whole. */
        void tell() {
            if (method == null) {
                tellReply();
            } else if (isUpdate(method)) {
                tellUpdate(method);
            } else {
                tellCall(method);
            }
        }

        private void tellReply() {
            if (id.isMissingNode() || id.isNull()) {
                throw new MalformedMessageException(
                        "a message has neither a method nor an id" + (error.isMissingNode() ? "" : ", but an error"));
            }
            if (reply == null) {
                reply = expected();
                if (reply != null && early != null) {
                    early.replay(reply.reader(), limits);
                }
            }
            if (reply == null) {
                sink.unexpectedReply(id.toString());
            } else if (error.isMissingNode() || error.isNull()) {
                reply.answer();
            } else {
                reply.refuse(error);
            }
        }

        private void tellUpdate(String name) {
            if (update == null) {
                update = newUpdate(name);
                if (early != null) {
                    early.replay(update, limits);
                }
            }
            update.tell(sink);
        }

        private void tellCall(String name) {
            if (early != null) {
                var reader = new JsonTreeReader();
                early.replay(reader, limits);
                params = reader.tree();
            }
            if (!id.isMissingNode() && !id.isNull()) {
                sink.request(id, name, params);
                return;
            }
            switch (name) {
                case "locked" -> sink.locked(onlyParam());
                case "stolen" -> sink.stolen(onlyParam());
                case "monitor_canceled" -> sink.monitorCanceled(onlyParam());
                default -> sink.notification(name, params);
            }
        }

        private String onlyParam() {
            var only = params.path(0);
            return only.isTextual() ? only.textValue() : only.toString();
        }
    }
}
