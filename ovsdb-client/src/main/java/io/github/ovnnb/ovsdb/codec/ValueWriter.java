package io.github.ovnnb.ovsdb.codec;

import com.fasterxml.jackson.core.JsonGenerator;
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
import java.io.IOException;
import java.util.Map;

/** Writes values (RFC 7047 section 5.1). Sets always in the long form, {@code ["set",[…]]}. */
final class ValueWriter {
    private ValueWriter() {}

    /** {@code <row>}. */
    static void row(JsonGenerator json, Map<String, Value> row) throws IOException {
        json.writeStartObject();
        for (var column : row.entrySet()) {
            json.writeFieldName(checked(column.getKey()));
            value(json, column.getValue());
        }
        json.writeEndObject();
    }

    static void value(JsonGenerator json, Value value) throws IOException {
        if (value instanceof OvsSet set) {
            start(json, "set");
            for (var element : set) {
                atom(json, element);
            }
            end(json);
        } else if (value instanceof OvsMap map) {
            start(json, "map");
            for (int i = 0; i < map.size(); i++) {
                json.writeStartArray();
                atom(json, map.key(i));
                atom(json, map.value(i));
                json.writeEndArray();
            }
            end(json);
        } else if (value instanceof Atom atom) {
            atom(json, atom);
        }
    }

    private static void start(JsonGenerator json, String kind) throws IOException {
        json.writeStartArray();
        json.writeString(kind);
        json.writeStartArray();
    }

    private static void end(JsonGenerator json) throws IOException {
        json.writeEndArray();
        json.writeEndArray();
    }

    private static void atom(JsonGenerator json, Atom atom) throws IOException {
        if (atom instanceof OvsString text) {
            string(json, text.value());
        } else if (atom instanceof OvsUuid uuid) {
            tagged(json, "uuid", uuid.toString());
        } else if (atom instanceof NamedUuid named) {
            tagged(json, "named-uuid", named.name());
        } else if (atom instanceof OvsInteger integer) {
            json.writeNumber(integer.value());
        } else if (atom instanceof OvsBoolean bool) {
            json.writeBoolean(bool.value());
        } else if (atom instanceof OvsReal real) {
            json.writeNumber(real.value());
        }
    }

    private static void tagged(JsonGenerator json, String tag, String text) throws IOException {
        json.writeStartArray();
        json.writeString(tag);
        json.writeString(text);
        json.writeEndArray();
    }

    static void string(JsonGenerator json, String text) throws IOException {
        json.writeString(checked(text));
    }

    private static String checked(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw new IllegalArgumentException("OVSDB strings cannot contain NUL");
            }
            if (Character.isSurrogate(c)) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
                    throw new IllegalArgumentException("OVSDB strings cannot contain half of a surrogate pair");
                }
                i++;
            }
        }
        return text;
    }
}
