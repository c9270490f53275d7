package io.github.ovnnb.ovsdb.replica;

import io.github.ovnnb.ovsdb.protocol.Row;
import java.util.UUID;

/** Rows by their uuid. */
enum RowKeys implements HashTrie.Keying<UUID, Row> {
    BY_UUID;

    @Override
    public int hash(UUID uuid) {
        return hash(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }

    @Override
    public int hashOf(Row row) {
        return hash(row.mostSignificantBits(), row.leastSignificantBits());
    }

    private static int hash(long most, long least) {
        return Long.hashCode(most ^ least);
    }

    @Override
    public boolean hasKey(Row row, UUID uuid) {
        return row.hasUuid(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }

    @Override
    public boolean sameKey(Row one, Row other) {
        return one.hasUuid(other.mostSignificantBits(), other.leastSignificantBits());
    }
}
