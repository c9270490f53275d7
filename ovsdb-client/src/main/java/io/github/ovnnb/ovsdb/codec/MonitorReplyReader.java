package io.github.ovnnb.ovsdb.codec;

import io.github.ovnnb.ovsdb.protocol.MonitorReply;
import io.github.ovnnb.ovsdb.protocol.MonitorShape;
import io.github.ovnnb.ovsdb.protocol.MonitorSink;
import io.github.ovnnb.ovsdb.protocol.RowUpdate;
import io.github.ovnnb.ovsdb.protocol.TableUpdates;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads the answer to a monitor request: the tables, or {@code [found, last transaction, tables]}. */
final class MonitorReplyReader implements ResultReader<MonitorReply> {
    private final boolean since;
    private final MonitorSink sink;
    private final List<RowUpdate> collected;
    private final TableUpdatesReader tables;
    private final UuidText uuid = new UuidText();

    /** Elements of the outer array that have been read: found, last transaction. */
    private int elements;

    private boolean inArray;
    private boolean inTables;
    private boolean resumed;
    private UUID lastTransaction = MonitorReply.NO_TRANSACTION;

    private MonitorReplyReader(MonitorShape shape, boolean since, MonitorSink sink, List<RowUpdate> collected) {
        this.since = since;
        this.sink = sink;
        this.collected = collected;
        this.tables = new TableUpdatesReader(shape, new AtomPool(), sink::accept);
    }

    static MonitorReplyReader streaming(MonitorShape shape, boolean since, MonitorSink sink) {
        return new MonitorReplyReader(shape, since, sink, List.of());
    }

    static MonitorReplyReader collecting(MonitorShape shape, boolean since) {
        var rows = new ArrayList<RowUpdate>();
        return new MonitorReplyReader(shape, since, new Collector(rows), rows);
    }

    private record Collector(List<RowUpdate> rows) implements MonitorSink {
        @Override
        public void begin(boolean resumed) {}

        @Override
        public void accept(RowUpdate update) {
            rows.add(update);
        }
    }

    @Override
    public MonitorReply result() {
        if (!tables.isDone() || inArray) {
            throw unexpected("nothing");
        }
        return new MonitorReply(resumed, lastTransaction, new TableUpdates(collected));
    }

    @Override
    public void startObject() {
        if (!inTables) {
            if (elements != (since ? 2 : 0) || tables.isDone()) {
                throw unexpected("an object");
            }
            inTables = true;
            sink.begin(resumed);
        }
        tables.startObject();
    }

    @Override
    public void endObject() {
        tables.endObject();
        inTables = !tables.isDone();
    }

    @Override
    public void startArray() {
        if (inTables) {
            tables.startArray();
        } else if (since && !inArray) {
            inArray = true;
        } else {
            throw unexpected("an array");
        }
    }

    @Override
    public void endArray() {
        if (inTables) {
            tables.endArray();
        } else {
            inArray = false;
        }
    }

    @Override
    public void name(JsonText name) {
        tables.name(name);
    }

    @Override
    public void string(JsonText text) {
        if (inTables) {
            tables.string(text);
        } else if (inArray && elements == 1) {
            uuid.parse(text);
            lastTransaction = new UUID(uuid.mostSignificantBits(), uuid.leastSignificantBits());
            elements = 2;
        } else {
            throw unexpected("a string");
        }
    }

    @Override
    public void bool(boolean value) {
        if (inTables) {
            tables.bool(value);
        } else if (inArray && elements == 0) {
            resumed = value;
            elements = 1;
        } else {
            throw unexpected("a boolean");
        }
    }

    @Override
    public void number(JsonText number) {
        if (!inTables) {
            throw unexpected("a number");
        }
        tables.number(number);
    }

    /** Beside an error some servers say {@code "result":null}. */
    @Override
    public void nul() {
        if (inTables) {
            tables.nul();
        }
    }

    private static MalformedMessageException unexpected(String found) {
        return new MalformedMessageException("found " + found + " in the answer to a monitor request");
    }
}
