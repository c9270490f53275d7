package io.github.ovnnb.ovsdb.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.ovsdb.protocol.Atom;
import io.github.ovnnb.ovsdb.protocol.AtomType;
import io.github.ovnnb.ovsdb.protocol.ColumnType;
import io.github.ovnnb.ovsdb.protocol.OvsMap;
import io.github.ovnnb.ovsdb.protocol.OvsSet;
import io.github.ovnnb.ovsdb.protocol.Value;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ValueRoundTripPropertyTest {
    record Typed(ColumnType type, Value value) {}

    @Property
    void anyValueIsReadAsItWasWritten(@ForAll("values") Typed typed) {
        assertThat(Examples.read(typed.type(), Examples.written(typed.value()))).isEqualTo(typed.value());
    }

    @Provide
    Arbitrary<Typed> values() {
        return Arbitraries.of(AtomType.class)
                .flatMap(key -> Arbitraries.oneOf(
                        atoms(key).map(atom -> new Typed(ColumnType.scalar(key), atom)),
                        sets(key),
                        Arbitraries.of(AtomType.class).flatMap(value -> maps(key, value))));
    }

    private static Arbitrary<Typed> sets(AtomType type) {
        return atoms(type)
                .list()
                .ofMaxSize(2_000)
                .map(elements -> new Typed(ColumnType.set(type), OvsSet.copyOf(elements)));
    }

    private static Arbitrary<Typed> maps(AtomType key, AtomType value) {
        return Combinators.combine(atoms(key), atoms(value))
                .as(OvsMap::of)
                .list()
                .ofMaxSize(20)
                .map(entries -> {
                    var all = OvsMap.builder();
                    entries.forEach(entry -> all.put(entry.key(0), entry.value(0)));
                    return new Typed(ColumnType.map(key, value), all.build());
                });
    }

    private static Arbitrary<Atom> atoms(AtomType type) {
        return switch (type) {
            case INTEGER -> Arbitraries.longs().map(Value::of);
            case REAL -> Arbitraries.doubles().map(Value::of);
            case BOOLEAN -> Arbitraries.of(true, false).map(Value::of);
            case STRING -> strings().map(Value::of);
            case UUID ->
                Combinators.combine(Arbitraries.longs(), Arbitraries.longs())
                        .as(UUID::new)
                        .map(Value::of);
        };
    }

    private static Arbitrary<String> strings() {
        return Arbitraries.integers()
                .between(1, Character.MAX_CODE_POINT)
                .filter(codePoint -> codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE)
                .edgeCases(edges -> edges.add(0xffff, 0x10000, 0x1f600, Character.MAX_CODE_POINT))
                .list()
                .ofMaxSize(20)
                .map(codePoints -> codePoints.stream()
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString());
    }
}
