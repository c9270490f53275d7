package io.github.ovnnb.ovsdb.codec;

import io.github.ovnnb.ovsdb.protocol.AtomType;
import io.github.ovnnb.ovsdb.protocol.ColumnType;
import io.github.ovnnb.ovsdb.protocol.MonitorReply;
import io.github.ovnnb.ovsdb.protocol.MonitorShape;
import io.github.ovnnb.ovsdb.protocol.RowShape;
import java.util.UUID;

/**
 * What a server might answer to a monitor request for tables of certain shapes: made-up rows in which every form of a value occurs
 * that a server uses, about as often as in life.
 */
public final class SampleReply {
    private static final int EXPECTED_BYTES_OF_A_ROW = 512;
    /** One row in so many refers to many others, as a switch to its ports. */
    private static final int FEW = 100;

    private static final int MANY_ELEMENTS = 300;

    private static final int LOWEST_OF_EIGHT_DIGITS = 10_000_000;

    private final JsonWriter json;
    /** Counts the atoms, so that each is another. */
    private int atoms;

    private SampleReply(JsonWriter json) {
        this.json = json;
    }

    /**
     * The bytes of one message.
     *
     * @param since in the form of {@code monitor_cond_since}, else in that of {@code monitor_cond}
     * @param rows of each table
     */
    public static byte[] of(long id, MonitorShape tables, boolean since, int rows) {
        var json = new JsonWriter(EXPECTED_BYTES_OF_A_ROW * rows);
        new SampleReply(json).message(id, tables, since, rows);
        return json.taken();
    }

    private void message(long id, MonitorShape tables, boolean since, int rows) {
        json.startObject();
        json.name("id");
        json.number(id);
        json.name("result");
        if (since) {
            json.startArray();
            json.bool(false);
            json.string(MonitorReply.NO_TRANSACTION);
        }
        json.startObject();
        for (var table : tables.tables().values()) {
            json.name(table.table());
            table(table, rows);
        }
        json.endObject();
        if (since) {
            json.endArray();
        }
        json.name("error");
        json.nul();
        json.endObject();
    }

    private void table(RowShape shape, int rows) {
        json.startObject();
        for (int row = 0; row < rows; row++) {
            json.name(uuid(row).toString());
            json.startObject();
            json.name("initial");
            json.startObject();
            for (var column : shape.columns()) {
                json.name(column.name());
                value(column.type(), row);
            }
            json.endObject();
            json.endObject();
        }
        json.endObject();
    }

    private void value(ColumnType type, int row) {
        if (type.isMap()) {
            map(type, row % 4);
        } else if (type.max() == 1) {
            if (type.min() == 0 && row % 2 == 0) {
                set(type, 0);
            } else {
                atom(type.key().type());
            }
        } else if (row % FEW == 1) {
            set(type, Math.min(type.max(), MANY_ELEMENTS));
        } else if (type.min() == 1 || row % 4 < 2) {
            // A set of one is written as the element.
            atom(type.key().type());
        } else {
            set(type, row % 4 == 2 ? 2 : 0);
        }
    }

    private void set(ColumnType type, int size) {
        json.startArray();
        json.string("set");
        json.startArray();
        for (int i = 0; i < size; i++) {
            atom(type.key().type());
        }
        json.endArray();
        json.endArray();
    }

    private void map(ColumnType type, int size) {
        json.startArray();
        json.string("map");
        json.startArray();
        for (int i = 0; i < size; i++) {
            json.startArray();
            mapKey(type.key().type(), i);
            atom(type.value().orElse(type.key()).type());
            json.endArray();
        }
        json.endArray();
        json.endArray();
    }

    /** The same keys occur in row after row, in order. */
    private void mapKey(AtomType type, int place) {
        if (type == AtomType.STRING) {
            json.string("key-" + place);
        } else {
            atom(type);
        }
    }

    /** Each above the one before it where the type has so many values: a server sends its sets in order. */
    private void atom(AtomType type) {
        int number = atoms++;
        switch (type) {
            case STRING -> json.string("0a:58:0a:00:00:01 10." + (LOWEST_OF_EIGHT_DIGITS + number));
            case UUID -> {
                json.startArray();
                json.string("uuid");
                json.string(uuid(number));
                json.endArray();
            }
            case INTEGER -> json.number(number);
            case REAL -> json.number(number / 4.0);
            case BOOLEAN -> json.bool(number % 2 == 0);
        }
    }

    /** Rising with the number, and spread in its lower half, because rows are found by it. */
    private static UUID uuid(int number) {
        return new UUID((long) number << 32 | 0x4000, number * 0x9E3779B97F4A7C15L);
    }
}
