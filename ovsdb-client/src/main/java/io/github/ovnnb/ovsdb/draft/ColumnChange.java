package io.github.ovnnb.ovsdb.draft;

import io.github.ovnnb.ovsdb.protocol.Mutation;
import io.github.ovnnb.ovsdb.protocol.OvsMap;
import io.github.ovnnb.ovsdb.protocol.OvsSet;
import io.github.ovnnb.ovsdb.protocol.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is to be done to one column of a row. */
sealed interface ColumnChange {

    /** What the column holds afterwards. */
    Value appliedTo(Value present);

    /** This and then that, as one. */
    ColumnChange followedBy(ColumnChange later);

    /** The column holds just this afterwards, whatever it held. */
    record Assigned(Value value) implements ColumnChange {
        @Override
        public Value appliedTo(Value present) {
            return value;
        }

        @Override
        public ColumnChange followedBy(ColumnChange later) {
            return new Assigned(later.appliedTo(value));
        }
    }

    /** What is relative to the contents and leaves the rest of them to other writers. */
    sealed interface Partial extends ColumnChange {

        /** Without what makes no difference to a column that holds this. */
        Partial differenceFrom(Value present);

        /** In the order in which they must be carried out; none if nothing is to be done. */
        List<Mutation> mutations(String column);
    }

    /** Elements of a set; none is in both. */
    record Elements(OvsSet added, OvsSet removed) implements Partial {
        static Elements added(OvsSet elements) {
            return new Elements(elements, OvsSet.empty());
        }

        static Elements removed(OvsSet elements) {
            return new Elements(OvsSet.empty(), elements);
        }

        @Override
        public Value appliedTo(Value present) {
            return present.asSet().without(removed).with(added);
        }

        @Override
        public ColumnChange followedBy(ColumnChange later) {
            return later instanceof Elements next
                    ? new Elements(
                            added.without(next.removed).with(next.added),
                            removed.without(next.added).with(next.removed))
                    : later;
        }

        @Override
        public Partial differenceFrom(Value present) {
            var held = present.asSet();
            return new Elements(added.without(held), removed.filtered(held::contains));
        }

        @Override
        public List<Mutation> mutations(String column) {
            return nonEmpty(
                    removed.isEmpty() ? Optional.empty() : Optional.of(Mutation.delete(column, removed)),
                    added.isEmpty() ? Optional.empty() : Optional.of(Mutation.insert(column, added)));
        }
    }

    /** Entries of a map; no key is in both. */
    record Entries(OvsMap put, OvsSet removed) implements Partial {
        static Entries put(OvsMap entries) {
            return new Entries(entries, OvsSet.empty());
        }

        static Entries removed(OvsSet keys) {
            return new Entries(OvsMap.EMPTY, keys);
        }

        @Override
        public Value appliedTo(Value present) {
            return map(present).without(removed).with(put);
        }

        @Override
        public ColumnChange followedBy(ColumnChange later) {
            return later instanceof Entries next
                    ? new Entries(
                            put.without(next.removed).with(next.put),
                            removed.without(next.put.keys()).with(next.removed))
                    : later;
        }

        @Override
        public Partial differenceFrom(Value present) {
            var held = map(present);
            return new Entries(
                    put.filtered((key, value) -> !held.get(key).equals(Optional.of(value))),
                    removed.filtered(held::containsKey));
        }

        /** The server leaves a key alone that is there already (RFC 7047 section 5.1): it has to go first. */
        @Override
        public List<Mutation> mutations(String column) {
            var gone = removed.with(put.keys());
            return nonEmpty(
                    gone.isEmpty() ? Optional.empty() : Optional.of(Mutation.delete(column, gone)),
                    put.isEmpty() ? Optional.empty() : Optional.of(Mutation.insert(column, put)));
        }

        /** A map that was never written may read as the empty set. */
        private static OvsMap map(Value value) {
            return value instanceof OvsMap map ? map : OvsMap.EMPTY;
        }
    }

    private static List<Mutation> nonEmpty(Optional<Mutation> first, Optional<Mutation> second) {
        return Stream.of(first, second).flatMap(Optional::stream).toList();
    }
}
