package io.github.ovnnb.ovsdb.codec;

import io.github.ovnnb.ovsdb.protocol.Atom;
import io.github.ovnnb.ovsdb.protocol.NamedUuid;
import io.github.ovnnb.ovsdb.protocol.OvsBoolean;
import io.github.ovnnb.ovsdb.protocol.OvsInteger;
import io.github.ovnnb.ovsdb.protocol.OvsMap;
import io.github.ovnnb.ovsdb.protocol.OvsReal;
import io.github.ovnnb.ovsdb.protocol.OvsSet;
import io.github.ovnnb.ovsdb.protocol.OvsString;
import io.github.ovnnb.ovsdb.protocol.OvsUuid;
import io.github.ovnnb.ovsdb.protocol.Value;
import java.util.Map;

/** Writes values (RFC 7047 section 5.1). Sets always in the long form, {@code ["set",[…]]}. */
final class ValueWriter {
    private ValueWriter() {}

    /** {@code <row>}. */
    static void row(JsonWriter json, Map<String, Value> row) {
        json.startObject();
        for (var column : row.entrySet()) {
            json.name(column.getKey());
            value(json, column.getValue());
        }
        json.endObject();
    }

    static void value(JsonWriter json, Value value) {
        if (value instanceof OvsSet set) {
            start(json, "set");
            for (var element : set) {
                atom(json, element);
            }
            end(json);
        } else if (value instanceof OvsMap map) {
            start(json, "map");
            for (int i = 0; i < map.size(); i++) {
                json.startArray();
                atom(json, map.key(i));
                atom(json, map.value(i));
                json.endArray();
            }
            end(json);
        } else if (value instanceof Atom atom) {
            atom(json, atom);
        }
    }

    private static void start(JsonWriter json, String kind) {
        json.startArray();
        json.string(kind);
        json.startArray();
    }

    private static void end(JsonWriter json) {
        json.endArray();
        json.endArray();
    }

    private static void atom(JsonWriter json, Atom atom) {
        if (atom instanceof OvsString text) {
            json.string(text.value());
        } else if (atom instanceof OvsUuid uuid) {
            json.startArray();
            json.string("uuid");
            json.string(uuid.mostSignificantBits(), uuid.leastSignificantBits());
            json.endArray();
        } else if (atom instanceof NamedUuid named) {
            json.startArray();
            json.string("named-uuid");
            json.string(named.name());
            json.endArray();
        } else if (atom instanceof OvsInteger integer) {
            json.number(integer.value());
        } else if (atom instanceof OvsBoolean bool) {
            json.bool(bool.value());
        } else if (atom instanceof OvsReal real) {
            json.number(real.value());
        }
    }
}
