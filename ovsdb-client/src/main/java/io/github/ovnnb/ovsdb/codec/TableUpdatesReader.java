package io.github.ovnnb.ovsdb.codec;

import io.github.ovnnb.ovsdb.protocol.MonitorShape;
import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.protocol.RowDifference;
import io.github.ovnnb.ovsdb.protocol.RowShape;
import io.github.ovnnb.ovsdb.protocol.RowUpdate;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code <table-updates>} (RFC 7047 section 4.1.6) and {@code <table-updates2>} (ovsdb-server(7) section 4.1.14), which
 * differ only in the words for what happened to a row, into rows. Tables and columns that the shape does not have are skipped.
 */
final class TableUpdatesReader implements JsonEvents {
    private enum State {
        BEFORE_TABLES,
        TABLES,
        BEFORE_ROWS,
        ROWS,
        BEFORE_ROW,
        ROW,
        BEFORE_COLUMNS,
        COLUMNS,
        COLUMN_VALUE,
        /** {@code "delete":null}. */
        DELETED,
        DONE
    }

    private final MonitorShape tables;
    private final Consumer<RowUpdate> rows;
    private final ValueReader value;
    private final UuidText uuid = new UuidText();

    private State state = State.BEFORE_TABLES;
    /** Above zero: inside of something skipped. */
    private int skipDepth;

    private boolean skipNext;
    private @Nullable RowShape shape;
    private Row.@Nullable Builder row;
    private RowDifference.@Nullable Builder difference;
    private int column;

    TableUpdatesReader(MonitorShape tables, AtomPool strings, Consumer<RowUpdate> rows) {
        this.tables = tables;
        this.rows = rows;
        this.value = new ValueReader(strings);
    }

    boolean isDone() {
        return state == State.DONE;
    }

    @Override
    public void name(JsonText name) {
        if (skipDepth > 0) {
            return;
        }
        switch (state) {
            case COLUMNS -> column(name);
            case ROW -> kind(name);
            case ROWS -> {
                uuid.parse(name);
                row = null;
                difference = null;
                state = State.BEFORE_ROW;
            }
            case TABLES -> {
                shape = tables.table(name.toString()).orElse(null);
                skipNext = shape == null;
                state = State.BEFORE_ROWS;
            }
            default -> throw unexpected("a name");
        }
    }

    private void column(JsonText name) {
        column = name.positionIn(shape());
        if (column < 0) {
            skipNext = true;
        } else {
            value.begin(shape().column(column).type());
        }
        state = State.COLUMN_VALUE;
    }

    private void kind(JsonText name) {
        state = State.BEFORE_COLUMNS;
        if (name.is("initial") || name.is("insert") || name.is("new")) {
            row = Row.builder(shape(), uuid.mostSignificantBits(), uuid.leastSignificantBits());
        } else if (name.is("modify")) {
            difference = RowDifference.builder(shape(), rowUuid());
        } else if (name.is("delete")) {
            state = State.DELETED;
        } else if (name.is("old")) {
            // Beside "new" it adds nothing; alone it means that the row is gone.
            skipNext = true;
        } else {
            throw unexpected("another name");
        }
    }

    @Override
    public void startObject() {
        if (skips()) {
            skipDepth++;
            return;
        }
        state = switch (state) {
            case BEFORE_TABLES -> State.TABLES;
            case BEFORE_ROWS -> State.ROWS;
            case BEFORE_ROW -> State.ROW;
            case BEFORE_COLUMNS -> State.COLUMNS;
            default -> throw unexpected("an object");
        };
    }

    @Override
    public void endObject() {
        if (skipDepth > 0) {
            leaveSkipped();
            return;
        }
        state = switch (state) {
            case COLUMNS -> State.ROW;
            case ROW -> {
                rows.accept(update());
                yield State.ROWS;
            }
            case ROWS -> State.TABLES;
            case TABLES -> State.DONE;
            default -> throw unexpected("the end of an object");
        };
    }

    private RowUpdate update() {
        if (row != null) {
            return new RowUpdate.Put(row.build());
        }
        return difference != null ? new RowUpdate.Change(difference.build()) : new RowUpdate.Remove(shape(), rowUuid());
    }

    @Override
    public void startArray() {
        if (skips()) {
            skipDepth++;
        } else {
            requireValue("an array");
            value.startArray();
        }
    }

    @Override
    public void endArray() {
        if (skipDepth > 0) {
            leaveSkipped();
        } else {
            requireValue("the end of an array");
            value.endArray();
            keepIfDone();
        }
    }

    @Override
    public void string(JsonText text) {
        if (!skipsAtom()) {
            requireValue("a string");
            value.string(text);
            keepIfDone();
        }
    }

    @Override
    public void number(JsonText text) {
        if (!skipsAtom()) {
            requireValue("a number");
            value.number(text);
            keepIfDone();
        }
    }

    @Override
    public void bool(boolean flag) {
        if (!skipsAtom()) {
            requireValue("a boolean");
            value.bool(flag);
            keepIfDone();
        }
    }

    @Override
    public void nul() {
        if (skipsAtom()) {
            return;
        }
        if (state != State.DELETED) {
            throw unexpected("null");
        }
        state = State.ROW;
    }

    private void keepIfDone() {
        if (!value.isDone()) {
            return;
        }
        if (row != null) {
            row.set(column, value.value());
        } else if (difference != null) {
            difference.set(column, value.value());
        }
        state = State.COLUMNS;
    }

    private boolean skips() {
        if (skipNext) {
            skipNext = false;
            return true;
        }
        return skipDepth > 0;
    }

    private boolean skipsAtom() {
        if (skipNext) {
            skipNext = false;
            afterSkipped();
            return true;
        }
        return skipDepth > 0;
    }

    private void leaveSkipped() {
        if (--skipDepth == 0) {
            afterSkipped();
        }
    }

    private void afterSkipped() {
        state = switch (state) {
            case BEFORE_ROWS -> State.TABLES;
            case BEFORE_COLUMNS -> State.ROW;
            default -> State.COLUMNS;
        };
    }

    private void requireValue(String found) {
        if (state != State.COLUMN_VALUE) {
            throw unexpected(found);
        }
    }

    private UUID rowUuid() {
        return new UUID(uuid.mostSignificantBits(), uuid.leastSignificantBits());
    }

    private RowShape shape() {
        if (shape == null) {
            throw new IllegalStateException("there is no table yet");
        }
        return shape;
    }

    private MalformedMessageException unexpected(String found) {
        return new MalformedMessageException("found " + found + " in the updates of "
                + (shape == null ? "a monitor" : shape.table()) + " (" + state + ")");
    }
}
