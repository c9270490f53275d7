package io.github.ovnnb.ovsdb.replica;

import io.github.ovnnb.ovsdb.protocol.OvsMap;
import io.github.ovnnb.ovsdb.protocol.OvsSet;
import io.github.ovnnb.ovsdb.protocol.OvsString;
import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.protocol.RowShape;
import io.github.ovnnb.ovsdb.protocol.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What key a row has in an index: a String where that says all, else a {@link Value}, or a list of them for several parts. */
final class IndexKeys {
    private final int[] positions;
    private final @Nullable OvsString[] mapKeys;

    private IndexKeys(int[] positions, @Nullable OvsString[] mapKeys) {
        this.positions = positions;
        this.mapKeys = mapKeys;
    }

    static IndexKeys of(Index index, RowShape shape) {
        int count = index.parts().size();
        var positions = new int[count];
        var mapKeys = new @Nullable OvsString[count];
        for (int i = 0; i < count; i++) {
            var part = index.parts().get(i);
            positions[i] = shape.positionOf(part.column());
            if ((part instanceof Index.Sorted sorted ? sorted.by() : part) instanceof Index.MapEntry entry) {
                mapKeys[i] = new OvsString(entry.key());
            }
        }
        return new IndexKeys(positions, mapKeys);
    }

    /** The form in which a key is kept: a string is compared fastest without the value around it. */
    static Object plain(Object key) {
        return key instanceof OvsString text ? text.value() : key;
    }

    /** Null if the row lacks a part of the key. */
    @Nullable
    Object keyOf(Row row) {
        if (positions.length == 1) {
            var only = part(row, 0);
            return only == null ? null : plain(only);
        }
        var parts = new Value[positions.length];
        for (int i = 0; i < parts.length; i++) {
            var part = part(row, i);
            if (part == null) {
                return null;
            }
            parts[i] = part;
        }
        return List.of(parts);
    }

    /** Null if the row lacks it. */
    @Nullable
    Value part(Row row, int i) {
        if (positions[i] < 0) {
            return null;
        }
        var value = row.value(positions[i]);
        var mapKey = mapKeys[i];
        if (mapKey != null) {
            return value instanceof OvsMap map ? map.get(mapKey).orElse(null) : null;
        }
        return value instanceof OvsSet set && set.isEmpty() ? null : value;
    }
}
