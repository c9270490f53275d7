package io.github.ovnnb.it.ovsdb;

import static io.github.ovnnb.it.ovsdb.ClientUnderTest.within;
import static io.github.ovnnb.it.ovsdb.ProvingServer.DATABASE;
import static io.github.ovnnb.it.ovsdb.ProvingServer.EVERYTHING;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.ovsdb.TransactionOutcome.Committed;
import io.github.ovnnb.ovsdb.protocol.Atom;
import io.github.ovnnb.ovsdb.protocol.AtomType;
import io.github.ovnnb.ovsdb.protocol.ColumnType;
import io.github.ovnnb.ovsdb.protocol.Condition;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.OperationResult;
import io.github.ovnnb.ovsdb.protocol.OvsMap;
import io.github.ovnnb.ovsdb.protocol.OvsSet;
import io.github.ovnnb.ovsdb.protocol.RowShape;
import io.github.ovnnb.ovsdb.protocol.Value;
import io.github.ovnnb.ovsdb.replica.TableDefinition;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.arbitraries.StringArbitrary;
import net.jqwik.api.lifecycle.AfterContainer;

/** Any value in any column that a schema can have goes to a real server and comes back unchanged, by every way back. */
class AnyValueIT {

    private static final ProvingServer PROVING = new ProvingServer();
    private static final RowShape SHAPE = shape();
    private static final ClientUnderTest UNDER = ClientUnderTest.start(PROVING.options(everything()), EVERYTHING);

    private static RowShape shape() {
        try (var first = ClientUnderTest.start(PROVING.options(TableDefinition.of(EVERYTHING)), EVERYTHING)) {
            return RowShape.of(within(first.client.schema()).table(EVERYTHING).orElseThrow());
        }
    }

    @AfterContainer
    static void stop() {
        UNDER.close();
        PROVING.close();
    }

    private static TableDefinition everything() {
        return TableDefinition.of(
                EVERYTHING,
                SHAPE.columns().stream().map(column -> column.name()).toArray(String[]::new));
    }

    @Property
    void comesBackUnchangedInTheUpdateInASelectInTheServersOwnWordsAndInADump(@ForAll("rows") Map<String, Value> row) {
        var uuid = UUID.randomUUID();
        var expected = new HashMap<String, Object>();
        row.forEach((column, value) -> expected.put(column, Canonical.value(value)));

        var committed = UNDER.transact(Operation.insert(EVERYTHING, uuid, row));

        assertThat(committed).isInstanceOf(Committed.class);
        assertThat(Canonical.rows(UNDER.snapshot().rows(EVERYTHING)).get(uuid)).isEqualTo(expected);
        var select = UNDER.commit(Operation.select(EVERYTHING, List.of(Condition.uuid(uuid))));
        var selected = ((OperationResult.Rows) select.results().get(0)).rows().get(0);
        expected.forEach((column, value) ->
                assertThat(Canonical.value(selected.value(column))).isEqualTo(value));
        assertDumpsAgree();
        UNDER.commit(Operation.delete(EVERYTHING, uuid));
        UNDER.assertMirrorIsTrue();
    }

    /** What a client that comes now is sent, and what the server tells somebody who is not our client. */
    private static void assertDumpsAgree() {
        var rows = Canonical.rows(UNDER.snapshot().rows(EVERYTHING));
        try (var raw = PROVING.server().connect();
                var fresh = ClientUnderTest.start(PROVING.options(everything()), EVERYTHING)) {
            assertThat(Canonical.rows(raw.rows(DATABASE, EVERYTHING), SHAPE)).isEqualTo(rows);
            assertThat(Canonical.rows(fresh.snapshot().rows(EVERYTHING))).isEqualTo(rows);
        }
    }

    @Property
    void aRowThatBecomesAnotherArrivesAsTheOther(
            @ForAll("rows") Map<String, Value> before, @ForAll("rows") Map<String, Value> after) {
        var uuid = UUID.randomUUID();
        var expected = new HashMap<String, Object>();
        after.forEach((column, value) -> expected.put(column, Canonical.value(value)));

        UNDER.commit(Operation.insert(EVERYTHING, uuid, before));
        UNDER.commit(Operation.update(EVERYTHING, uuid, after));

        assertThat(Canonical.rows(UNDER.snapshot().rows(EVERYTHING)).get(uuid)).isEqualTo(expected);
        UNDER.commit(Operation.delete(EVERYTHING, uuid));
        UNDER.assertMirrorIsTrue();
    }

    @Provide
    Arbitrary<Map<String, Value>> rows() {
        Arbitrary<Map<String, Value>> rows = Arbitraries.just(Map.of());
        for (var column : SHAPE.columns()) {
            rows = rows.flatMap(row -> values(column.type()).map(value -> with(row, column.name(), value)));
        }
        return rows;
    }

    private static Map<String, Value> with(Map<String, Value> row, String column, Value value) {
        var more = new HashMap<>(row);
        more.put(column, value);
        return more;
    }

    private static Arbitrary<Value> values(ColumnType type) {
        var keys = atoms(type.key().type());
        var max = Math.min(type.max(), 6);
        if (type.isMap()) {
            return Arbitraries.maps(keys, atoms(type.value().orElseThrow().type()))
                    .ofMinSize(type.min())
                    .ofMaxSize(type.key().type() == AtomType.BOOLEAN ? 2 : max)
                    .map(AnyValueIT::map);
        }
        if (type.isScalar()) {
            return keys.map(atom -> atom);
        }
        return keys.set()
                .ofMinSize(type.min())
                .ofMaxSize(type.key().type() == AtomType.BOOLEAN ? Math.min(max, 2) : max)
                .map(OvsSet::copyOf);
    }

    private static Value map(Map<Atom, Atom> entries) {
        var builder = OvsMap.builder();
        entries.forEach(builder::put);
        return builder.build();
    }

    private static Arbitrary<Atom> atoms(AtomType type) {
        return switch (type) {
            case INTEGER -> Arbitraries.longs().map(Value::of);
            // The server writes reals with 15 digits (DBL_DIG in its lib/json.c), on the wire and on disk.
            case REAL ->
                Arbitraries.doubles()
                        .between(-1e300, 1e300)
                        .map(AnyValueIT::withFifteenDigits)
                        .map(Value::of);
            case BOOLEAN -> Arbitraries.of(true, false).map(Value::of);
            case STRING -> strings().map(Value::of);
            case UUID -> Arbitraries.create(UUID::randomUUID).map(Value::of);
        };
    }

    private static double withFifteenDigits(double any) {
        return new BigDecimal(any).round(new MathContext(15)).doubleValue();
    }

    /** Everything a string can hold but NUL, with more than a fair share of what needs an escape. */
    private static StringArbitrary strings() {
        return Arbitraries.strings()
                .withCharRange('\u0001', '\uD7FF')
                .withCharRange('\uE000', '\uFFFF')
                .withChars('"', '\\', '/', '\n', '\t', '\u0001', '\u001f', '\u007f', '[', '{', '\'')
                .ofMaxLength(20);
    }
}
