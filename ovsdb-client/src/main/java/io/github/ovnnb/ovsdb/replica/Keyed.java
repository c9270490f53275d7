package io.github.ovnnb.ovsdb.replica;

import io.github.ovnnb.ovsdb.protocol.Row;
import java.util.Collection;
import java.util.List;

/**
 * The rows of one key: a {@link Row}, or a {@link RowGroup} of several. The key stands beside them, because to read it from a row
 * is to fetch three objects more, of which no cache of the processor holds any.
 */
final class Keyed {
    private final Object key;
    private final int hash;
    private final Object rows;

    private Keyed(Object key, int hash, Object rows) {
        this.key = key;
        this.hash = hash;
        this.rows = rows;
    }

    static Keyed of(Object key, Row row) {
        return new Keyed(key, key.hashCode(), row);
    }

    Keyed with(Row row) {
        var both = rows instanceof RowGroup group ? group.with(row) : RowGroup.of((Row) rows, row);
        return new Keyed(key, hash, both);
    }

    boolean isOfSeveral() {
        return rows instanceof RowGroup;
    }

    Keyed without(Row row) {
        return rows instanceof RowGroup group ? new Keyed(key, hash, group.without(row)) : this;
    }

    /** One of the rows. */
    Row any() {
        return rows instanceof RowGroup group ? group.first() : (Row) rows;
    }

    Collection<Row> all() {
        return rows instanceof RowGroup group ? group : List.of((Row) rows);
    }

    /** Entries by their keys. */
    enum Keying implements HashTrie.Keying<Object, Keyed> {
        BY_KEY;

        @Override
        public int hash(Object key) {
            return key.hashCode();
        }

        @Override
        public int hashOf(Keyed entry) {
            return entry.hash;
        }

        @Override
        public boolean hasKey(Keyed entry, Object key) {
            return entry.key.equals(key);
        }

        @Override
        public boolean sameKey(Keyed one, Keyed other) {
            return one.hash == other.hash && one.key.equals(other.key);
        }
    }
}
