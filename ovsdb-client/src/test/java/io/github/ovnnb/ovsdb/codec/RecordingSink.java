package io.github.ovnnb.ovsdb.codec;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ovnnb.ovsdb.protocol.MonitorShape;
import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import io.github.ovnnb.ovsdb.protocol.TableUpdates;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Writes down what a decoder says, in order. */
final class RecordingSink implements MessageSink {
    final List<Object> heard = new ArrayList<>();
    private final Map<Long, PendingReply<?>> pending = new HashMap<>();
    private final Map<String, MonitorShape> monitors = new HashMap<>();

    record Answer(long id, Object result) {}

    record Refusal(long id, OvsdbError error) {}

    record Unexpected(String id) {}

    record Request(String id, String method, String params) {}

    record Updates(String monitor, Optional<UUID> transaction, TableUpdates updates) {}

    record Said(String what, String about) {}

    /** What is heard when these bytes arrive at once. */
    List<Object> hears(String wire) {
        return hearsInPieces(wire, Integer.MAX_VALUE);
    }

    /** What is heard when they arrive in pieces of so many bytes. */
    List<Object> hearsInPieces(String wire, int size) {
        heard.clear();
        var decoder = new MessageDecoder(this, JsonLimits.DEFAULT);
        var bytes = wire.getBytes(StandardCharsets.UTF_8);
        for (int from = 0; from < bytes.length; from += size) {
            int length = Math.min(size, bytes.length - from);
            // Each piece in an array of its own that is then spoilt: nothing may be kept of it.
            var piece = new byte[length + 2];
            System.arraycopy(bytes, from, piece, 1, length);
            decoder.feed(piece, 1, length + 1);
            java.util.Arrays.fill(piece, (byte) '#');
            if (length < size) {
                break;
            }
        }
        return heard;
    }

    <T> RecordingSink awaiting(long id, ReplyShape<T> shape) {
        pending.put(id, new PendingReply<T>() {
            @Override
            public ReplyShape<T> shape() {
                return shape;
            }

            @Override
            public void answered(T result) {
                heard.add(new Answer(id, result));
            }

            @Override
            public void refused(OvsdbError error) {
                heard.add(new Refusal(id, error));
            }
        });
        return this;
    }

    RecordingSink monitoring(String id, MonitorShape shape) {
        monitors.put(id, shape);
        return this;
    }

    @Override
    public Optional<PendingReply<?>> pendingReply(long id) {
        return Optional.ofNullable(pending.get(id));
    }

    @Override
    public Optional<MonitorShape> monitorShape(String monitorId) {
        return Optional.ofNullable(monitors.get(monitorId));
    }

    @Override
    public void unexpectedReply(String id) {
        heard.add(new Unexpected(id));
    }

    @Override
    public void request(JsonNode id, String method, JsonNode params) {
        heard.add(new Request(id.toString(), method, params.toString()));
    }

    @Override
    public void updates(String monitorId, Optional<UUID> transaction, TableUpdates updates) {
        heard.add(new Updates(monitorId, transaction, updates));
    }

    @Override
    public void locked(String lock) {
        heard.add(new Said("locked", lock));
    }

    @Override
    public void stolen(String lock) {
        heard.add(new Said("stolen", lock));
    }

    @Override
    public void monitorCanceled(String monitorId) {
        heard.add(new Said("monitor_canceled", monitorId));
    }

    @Override
    public void notification(String method, JsonNode params) {
        heard.add(new Said(method, params.toString()));
    }
}
