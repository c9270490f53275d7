package io.github.ovnnb.ovsdb.codec;

import io.github.ovnnb.ovsdb.protocol.MonitorShape;
import io.github.ovnnb.ovsdb.protocol.RowUpdate;
import io.github.ovnnb.ovsdb.protocol.TableUpdates;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the params of {@code update} and {@code update2} {@code [monitor, tables]} and of {@code update3} {@code [monitor, transaction, tables]}. */
final class UpdateParamsReader implements JsonEvents {
    private final boolean withTransaction;
    private final Function<String, Optional<MonitorShape>> monitors;
    private final AtomPool strings;
    private final List<RowUpdate> rows = new ArrayList<>();
    private final UuidText uuid = new UuidText();

    private JsonEvents tables = new IgnoredValue();
    private boolean known;
    private int depth;
    private int element;
    private String monitor = "";
    private @Nullable UUID transaction;

    UpdateParamsReader(boolean withTransaction, Function<String, Optional<MonitorShape>> monitors, AtomPool strings) {
        this.withTransaction = withTransaction;
        this.monitors = monitors;
        this.strings = strings;
    }

    void tell(MessageSink sink) {
        if (element != (withTransaction ? 3 : 2)) {
            throw unexpected("too little");
        }
        if (known) {
            sink.updates(monitor, Optional.ofNullable(transaction), new TableUpdates(rows));
        }
    }

    private boolean inTables() {
        return depth > 1;
    }

    @Override
    public void string(JsonText text) {
        if (inTables()) {
            tables.string(text);
            return;
        }
        element++;
        if (element == 1) {
            monitor = text.toString();
            monitors.apply(monitor).ifPresent(shape -> {
                known = true;
                tables = new TableUpdatesReader(shape, strings, rows::add);
            });
        } else if (element == 2 && withTransaction) {
            uuid.parse(text);
            transaction = new UUID(uuid.mostSignificantBits(), uuid.leastSignificantBits());
        } else {
            throw unexpected("a string");
        }
    }

    @Override
    public void startObject() {
        if (!inTables() && ++element != (withTransaction ? 3 : 2)) {
            throw unexpected("an object");
        }
        depth++;
        tables.startObject();
    }

    @Override
    public void endObject() {
        depth--;
        tables.endObject();
    }

    @Override
    public void startArray() {
        depth++;
        if (inTables()) {
            tables.startArray();
        }
    }

    @Override
    public void endArray() {
        if (inTables()) {
            tables.endArray();
        }
        depth--;
    }

    @Override
    public void name(JsonText name) {
        tables.name(name);
    }

    @Override
    public void number(JsonText number) {
        requireTables("a number");
        tables.number(number);
    }

    @Override
    public void bool(boolean value) {
        requireTables("a boolean");
        tables.bool(value);
    }

    @Override
    public void nul() {
        requireTables("null");
        tables.nul();
    }

    private void requireTables(String found) {
        if (!inTables()) {
            throw unexpected(found);
        }
    }

    private static MalformedMessageException unexpected(String found) {
        return new MalformedMessageException("found " + found + " in the params of an update");
    }
}
