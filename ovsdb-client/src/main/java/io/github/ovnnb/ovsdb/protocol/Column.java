package io.github.ovnnb.ovsdb.protocol;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A column of a known schema, with the Java type of its contents: {@code T} is a Long, Double, Boolean, String or UUID; an
 * Optional or a Set of one of these; or a Map. Usually generated from a schema.
 */
public final class Column<T> {
    private final String table;
    private final String name;
    private final Function<Row, T> reading;
    private final Function<T, Value> writing;
    /** Of the elements of a set, the keys of a map, or the only atom. */
    private final AtomKind<?> keys;

    private final Optional<String> refersTo;

    private Column(
            String table,
            String name,
            AtomKind<?> keys,
            Function<Row, T> reading,
            Function<T, Value> writing,
            Optional<String> refersTo) {
        this.table = table;
        this.name = name;
        this.keys = keys;
        this.reading = reading;
        this.writing = writing;
        this.refersTo = refersTo;
    }

    private static <T> Column<T> of(
            String table, String name, AtomKind<?> keys, Function<Row, T> reading, Function<T, Value> writing) {
        return new Column<>(table, name, keys, reading, writing, Optional.empty());
    }

    /** A column of exactly one value; {@code absent} is read where the server lacks the column. */
    public static <A> Column<A> scalar(String table, String name, AtomKind<A> kind, A absent) {
        return of(table, name, kind, row -> optional(row, name, kind).orElse(absent), kind::atom);
    }

    /** A column of one value or none. */
    public static <A> Column<Optional<A>> optional(String table, String name, AtomKind<A> kind) {
        return of(
                table,
                name,
                kind,
                row -> optional(row, name, kind),
                value -> value.<Value>map(kind::atom).orElse(OvsSet.empty()));
    }

    /** A column of any number of values. */
    public static <A> Column<Set<A>> set(String table, String name, AtomKind<A> kind) {
        return of(table, name, kind, row -> new AtomSetView<>(row.set(name), kind), elements -> atoms(elements, kind));
    }

    /** A column of entries. */
    public static <K, V> Column<Map<K, V>> map(String table, String name, AtomKind<K> keys, AtomKind<V> values) {
        return of(table, name, keys, row -> new AtomMapView<>(row.map(name), keys, values), entries -> {
            var all = OvsMap.builder();
            entries.forEach((key, value) -> all.put(keys.atom(key), values.atom(value)));
            return all.build();
        });
    }

    private static <A> Optional<A> optional(Row row, String name, AtomKind<A> kind) {
        var value = row.value(name);
        return value instanceof Atom atom ? Optional.of(kind.java(atom)) : Optional.empty();
    }

    private static <A> OvsSet atoms(Collection<A> elements, AtomKind<A> kind) {
        var atoms = new ArrayList<Atom>(elements.size());
        elements.forEach(element -> atoms.add(kind.atom(element)));
        return OvsSet.copyOf(atoms);
    }

    /** The same column, which holds uuids of rows of this table ({@code refTable} in the schema). */
    public Column<T> referringTo(String otherTable) {
        return new Column<>(table, name, keys, reading, writing, Optional.of(otherTable));
    }

    /** The table of the rows that it refers to, if it was said to do so. */
    public Optional<String> refersTo() {
        return refersTo;
    }

    /** {@return the table that has the column} */
    public String table() {
        return table;
    }

    /** {@return what the column is called in the schema} */
    public String name() {
        return name;
    }

    /** What the row holds; if the server lacks the column, the default or nothing. */
    public T of(Row row) {
        return reading.apply(row);
    }

    /** For an insert or update: {@code Map.ofEntries(NAME.to("a"), TAG.to(Optional.of(7L)))}. */
    public Map.Entry<String, Value> to(T contents) {
        return Map.entry(name, value(contents));
    }

    /** {@return the contents as the protocol has them} */
    public Value value(T contents) {
        return writing.apply(contents);
    }

    /** The condition that the column holds just this. */
    public Condition is(T contents) {
        return Condition.equal(name, value(contents));
    }

    /** The condition that the column holds something else. */
    public Condition isNot(T contents) {
        return Condition.notEqual(name, value(contents));
    }

    /** Of a column of numbers, or of one number or none; see {@link Condition#lessThan}. */
    public Condition isLessThan(T limit) {
        return Condition.lessThan(name, value(limit));
    }

    /** Of a column of numbers, or of one number or none; see {@link Condition#lessThan}. */
    public Condition isAtMost(T limit) {
        return Condition.atMost(name, value(limit));
    }

    /** Of a column of numbers, or of one number or none; see {@link Condition#lessThan}. */
    public Condition isAtLeast(T limit) {
        return Condition.atLeast(name, value(limit));
    }

    /** Of a column of numbers, or of one number or none; see {@link Condition#lessThan}. */
    public Condition isGreaterThan(T limit) {
        return Condition.greaterThan(name, value(limit));
    }

    /** The condition that the column, a set or map, holds nothing of this. */
    public Condition excludes(T contents) {
        return Condition.excludes(name, value(contents));
    }

    /** The condition that the column, a set or map, holds all of this. */
    public Condition includes(T contents) {
        return Condition.includes(name, value(contents));
    }

    /** The change that adds elements or entries, see {@link Mutation#insert}. */
    public Mutation insert(T contents) {
        return Mutation.insert(name, value(contents));
    }

    /** The change that removes elements or entries, see {@link Mutation#delete}. */
    public Mutation delete(T contents) {
        return Mutation.delete(name, value(contents));
    }

    /** The change that removes entries of a map by their keys, whatever their values. */
    public static <K, V> Mutation deleteKeys(Column<Map<K, V>> column, Collection<K> keys) {
        var atoms = keys.stream().<Atom>map(column.keys::atomOfObject).toList();
        return Mutation.delete(column.name, OvsSet.copyOf(atoms));
    }

    /** Of a column of numbers; see {@link Mutation#add}. */
    public Mutation plus(T amount) {
        return calculated(Mutation.Mutator.ADD, amount);
    }

    /** Of a column of numbers; see {@link Mutation#subtract}. */
    public Mutation minus(T amount) {
        return calculated(Mutation.Mutator.SUBTRACT, amount);
    }

    /** Of a column of numbers; see {@link Mutation#multiply}. */
    public Mutation times(T factor) {
        return calculated(Mutation.Mutator.MULTIPLY, factor);
    }

    /** Of a column of numbers; see {@link Mutation#divide}. */
    public Mutation dividedBy(T divisor) {
        return calculated(Mutation.Mutator.DIVIDE, divisor);
    }

    /** Of a column of integers; see {@link Mutation#modulo}. */
    public Mutation modulo(T divisor) {
        return calculated(Mutation.Mutator.MODULO, divisor);
    }

    private Mutation calculated(Mutation.Mutator mutator, T operand) {
        return new Mutation(name, mutator, value(operand));
    }

    @Override
    public String toString() {
        return table + "." + name;
    }
}
