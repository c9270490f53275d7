package io.github.ovnnb.ovsdb.codec;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ovnnb.ovsdb.protocol.DatabaseSchema;
import io.github.ovnnb.ovsdb.protocol.MonitorReply;
import io.github.ovnnb.ovsdb.protocol.MonitorShape;
import io.github.ovnnb.ovsdb.protocol.MonitorSink;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.TransactionReply;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** What kind of result a request will be answered with, and so how to read it. */
public final class ReplyShape<T> {
    private final Supplier<ResultReader<T>> readers;

    private ReplyShape(Supplier<ResultReader<T>> readers) {
        this.readers = readers;
    }

    /** A reader for one reply. */
    ResultReader<T> newReader() {
        return readers.get();
    }

    /** Any JSON, as a tree; a missing result reads as null. Echo, unlock, set_db_change_aware, convert … */
    public static ReplyShape<JsonNode> json() {
        return tree(node -> node);
    }

    /** {@code list_dbs}. */
    public static ReplyShape<List<String>> databases() {
        return tree(JsonResults::strings);
    }

    /** {@code get_schema}. */
    public static ReplyShape<DatabaseSchema> schema() {
        return tree(SchemaParser::parse);
    }

    /** {@code get_server_id}. */
    public static ReplyShape<UUID> serverId() {
        return tree(JsonResults::uuid);
    }

    /** {@code lock} and {@code steal}: whether the lock is ours already. */
    public static ReplyShape<Boolean> locked() {
        return tree(JsonResults::locked);
    }

    /** {@code transact} with these operations. The schema is needed for the rows of selects. */
    public static ReplyShape<TransactionReply> transaction(DatabaseSchema schema, List<Operation> operations) {
        var all = List.copyOf(operations);
        return new ReplyShape<>(() -> new TransactionReplyReader(schema, all));
    }

    /** {@code monitor} and {@code monitor_cond}. */
    public static ReplyShape<MonitorReply> monitor(MonitorShape shape) {
        return new ReplyShape<>(() -> MonitorReplyReader.collecting(shape, false));
    }

    /** {@code monitor_cond_since}. */
    public static ReplyShape<MonitorReply> monitorSince(MonitorShape shape) {
        return new ReplyShape<>(() -> MonitorReplyReader.collecting(shape, true));
    }

    /** {@code monitor} and {@code monitor_cond}, the rows handed to {@code rows} while they arrive. */
    public static ReplyShape<MonitorReply> monitor(MonitorShape shape, MonitorSink rows) {
        return new ReplyShape<>(() -> MonitorReplyReader.streaming(shape, false, rows));
    }

    /** {@code monitor_cond_since}, the rows handed to {@code rows} while they arrive. */
    public static ReplyShape<MonitorReply> monitorSince(MonitorShape shape, MonitorSink rows) {
        return new ReplyShape<>(() -> MonitorReplyReader.streaming(shape, true, rows));
    }

    private static <T> ReplyShape<T> tree(Function<JsonNode, T> conversion) {
        return new ReplyShape<>(() -> new TreeResultReader<>(conversion));
    }
}
