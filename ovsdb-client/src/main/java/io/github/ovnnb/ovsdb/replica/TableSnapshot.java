package io.github.ovnnb.ovsdb.replica;

import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.protocol.RowShape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of one table at one moment. */
record TableSnapshot(
        RowShape shape,
        HashTrie<UUID, Row> rows,
        List<TableIndex> indexes,
        List<ElementIndex> elementIndexes,
        List<SortedIndex> sortedIndexes) {

    @Nullable
    TableIndex index(Index wanted) {
        for (int i = 0; i < indexes.size(); i++) {
            if (indexes.get(i).index().equals(wanted)) {
                return indexes.get(i);
            }
        }
        return null;
    }

    @Nullable
    ElementIndex elementIndex(Index wanted) {
        for (var index : elementIndexes) {
            if (index.index().equals(wanted)) {
                return index;
            }
        }
        return null;
    }

    @Nullable
    SortedIndex sortedIndex(Index wanted) {
        for (var index : sortedIndexes) {
            if (index.index().equals(wanted)) {
                return index;
            }
        }
        return null;
    }

    /** Collects the rows of a dump. For one use, by one thread. */
    static final class Builder {
        private final RowShape shape;
        private final Collection<Index> indexes;
        private final HashTrieBuild<UUID, Row> rows = new HashTrieBuild<>(RowKeys.BY_UUID, (earlier, later) -> later);
        private final List<TableIndex.Builder> indexBuilders = new ArrayList<>();
        private int count;

        Builder(RowShape shape, Collection<Index> indexes) {
            this.shape = shape;
            this.indexes = indexes;
            indexes.stream()
                    .filter(index -> !index.isOfElements() && !index.isSorted())
                    .forEach(index -> indexBuilders.add(new TableIndex.Builder(index, shape)));
        }

        void add(Row row) {
            rows.add(row);
            for (int i = 0; i < indexBuilders.size(); i++) {
                indexBuilders.get(i).add(row);
            }
            count++;
        }

        /** The last of several rows with one uuid counts. */
        TableSnapshot build() {
            var byUuid = rows.build();
            if (byUuid.size() < count) {
                var distinct = new Builder(shape, indexes);
                byUuid.forEach(distinct::add);
                return distinct.build();
            }
            return new TableSnapshot(
                    shape,
                    byUuid,
                    indexBuilders.stream().map(TableIndex.Builder::build).toList(),
                    indexes.stream()
                            .filter(Index::isOfElements)
                            .map(index -> ElementIndex.of(index, shape, byUuid))
                            .toList(),
                    indexes.stream()
                            .filter(Index::isSorted)
                            .map(index -> SortedIndex.of(index, shape, byUuid))
                            .toList());
        }
    }

    /** Follows updates. Confined to one thread. */
    static final class Editor {
        private final RowShape shape;
        private final HashTrie.Editor<UUID, Row> rows;
        private final List<TableIndex.Editor> indexes = new ArrayList<>();
        private final List<ElementIndex.Editor> elementIndexes = new ArrayList<>();
        private final SortedIndex[] sortedIndexes;

        Editor(TableSnapshot origin) {
            this.shape = origin.shape;
            this.rows = origin.rows.edit();
            origin.indexes.forEach(index -> indexes.add(new TableIndex.Editor(index)));
            origin.elementIndexes.forEach(index -> elementIndexes.add(new ElementIndex.Editor(index)));
            sortedIndexes = origin.sortedIndexes.toArray(SortedIndex[]::new);
        }

        RowShape shape() {
            return shape;
        }

        @Nullable
        Row find(UUID uuid) {
            return rows.find(uuid);
        }

        /** Returns what the row was before. */
        @Nullable
        Row put(Row row) {
            var old = rows.put(row);
            changed(old, row);
            return old;
        }

        /** Returns what was removed. */
        @Nullable
        Row remove(UUID uuid) {
            var old = rows.remove(uuid);
            if (old != null) {
                changed(old, null);
            }
            return old;
        }

        private void changed(@Nullable Row old, @Nullable Row row) {
            for (int i = 0; i < indexes.size(); i++) {
                indexes.get(i).changed(old, row);
            }
            for (int i = 0; i < elementIndexes.size(); i++) {
                elementIndexes.get(i).changed(old, row);
            }
            for (int i = 0; i < sortedIndexes.length; i++) {
                sortedIndexes[i] = sortedIndexes[i].changed(old, row);
            }
        }

        TableSnapshot build() {
            var built = new ArrayList<TableIndex>(indexes.size());
            for (int i = 0; i < indexes.size(); i++) {
                built.add(indexes.get(i).build());
            }
            var elementsBuilt = new ArrayList<ElementIndex>(elementIndexes.size());
            for (int i = 0; i < elementIndexes.size(); i++) {
                elementsBuilt.add(elementIndexes.get(i).build());
            }
            return new TableSnapshot(shape, rows.build(), built, elementsBuilt, List.of(sortedIndexes));
        }
    }
}
