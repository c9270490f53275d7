package io.github.ovnnb.ovsdb.replica;

import io.github.ovnnb.ovsdb.protocol.OvsMap;
import io.github.ovnnb.ovsdb.protocol.OvsSet;
import io.github.ovnnb.ovsdb.protocol.OvsString;
import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.protocol.RowShape;
import io.github.ovnnb.ovsdb.protocol.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows by the key of an index. An entry is a {@link Row}, or a {@link RowGroup} of rows with one key. A key to look for is a
 * {@link Value}, a String that stands for its value, or a list of values for several parts.
 */
final class IndexKeys implements HashTrie.Keying<Object, Object> {
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
            if (part instanceof Index.MapEntry entry) {
                mapKeys[i] = new OvsString(entry.key());
            }
        }
        return new IndexKeys(positions, mapKeys);
    }

    /** Whether the row has every part of the key. */
    boolean covers(Row row) {
        for (int i = 0; i < positions.length; i++) {
            if (part(row, i) == null) {
                return false;
            }
        }
        return true;
    }

    private @Nullable Value part(Row row, int i) {
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

    private Value presentPart(Row row, int i) {
        var part = part(row, i);
        if (part == null) {
            throw new IllegalStateException("the row is not covered by the index: " + row);
        }
        return part;
    }

    @Override
    public int hash(Object key) {
        if (key instanceof List<?> parts) {
            int hash = 0;
            for (var part : parts) {
                hash = 31 * hash + part.hashCode();
            }
            return hash;
        }
        return key.hashCode();
    }

    @Override
    public int hashOf(Object entry) {
        var row = rowOf(entry);
        int hash = presentPart(row, 0).hashCode();
        for (int i = 1; i < positions.length; i++) {
            hash = 31 * hash + presentPart(row, i).hashCode();
        }
        return hash;
    }

    @Override
    public boolean hasKey(Object entry, Object key) {
        var row = rowOf(entry);
        if (key instanceof String text) {
            return positions.length == 1
                    && presentPart(row, 0) instanceof OvsString held
                    && held.value().equals(text);
        }
        if (key instanceof Value value) {
            return positions.length == 1 && presentPart(row, 0).equals(value);
        }
        return key instanceof List<?> parts && hasParts(row, parts);
    }

    private boolean hasParts(Row row, List<?> parts) {
        if (parts.size() != positions.length) {
            return false;
        }
        for (int i = 0; i < positions.length; i++) {
            if (!presentPart(row, i).equals(parts.get(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean sameKey(Object one, Object other) {
        return sameKey(rowOf(one), rowOf(other));
    }

    boolean sameKey(Row one, Row other) {
        for (int i = 0; i < positions.length; i++) {
            if (!presentPart(one, i).equals(presentPart(other, i))) {
                return false;
            }
        }
        return true;
    }

    /** The key in the form that finds it. */
    Object keyOf(Row row) {
        if (positions.length == 1) {
            return presentPart(row, 0);
        }
        var parts = new Value[positions.length];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = presentPart(row, i);
        }
        return List.of(parts);
    }

    private static Row rowOf(Object entry) {
        return entry instanceof RowGroup group ? group.first() : (Row) entry;
    }
}
