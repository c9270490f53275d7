package io.github.ovnnb.ovsdb.replica;

import static io.github.ovnnb.ovsdb.replica.Ports.SCHEMA;
import static io.github.ovnnb.ovsdb.replica.Ports.uuid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ovnnb.ovsdb.protocol.Atom;
import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.protocol.RowShape;
import io.github.ovnnb.ovsdb.protocol.RowUpdate;
import io.github.ovnnb.ovsdb.protocol.TableUpdates;
import io.github.ovnnb.ovsdb.protocol.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A sorted index is what sorting all rows afresh would give, after any changes. */
class SortedRowsPropertyTest {
    private static final Index BY_TAG_AND_NAME = Index.sorted("Port", "tag", "name");
    private static final Index BY_NAME_FALLING =
            Index.sorted("Port", Index.falling(Index.column("name")), Index.mapEntry("ids", "pod"));
    private static final TableDefinition PORTS =
            TableDefinition.of("Port", "name", "tag", "ids").indexedBy(BY_TAG_AND_NAME, BY_NAME_FALLING);

    private static final Comparator<Row> BY_UUID = Comparator.comparing(Row::uuid);

    @Property(tries = 300)
    void isWhatSortingGives(@ForAll Random random) {
        var rows = new HashMap<UUID, Row>();
        for (int i = random.nextInt(50); i > 0; i--) {
            var row = row(random, random.nextInt(40));
            rows.put(row.uuid(), row);
        }
        var writer = ReplicaWriter.of(PORTS);
        var replica = writer.replica();
        Ports.load(writer, SCHEMA, List.copyOf(rows.values()));
        for (int step = 0; step < 60; step++) {
            var before = replica.snapshot();
            var expectedBefore = sorted(rows.values());
            writer.apply(new TableUpdates(updates(random, rows)));

            assertThat(before.sorted(BY_TAG_AND_NAME)).isEqualTo(expectedBefore);
            assertThat(replica.snapshot().sorted(BY_TAG_AND_NAME)).isEqualTo(sorted(rows.values()));
        }
        assertStretches(replica.snapshot().sorted(BY_TAG_AND_NAME));
        assertThat(replica.snapshot().sorted(BY_NAME_FALLING))
                .isEqualTo(rows.values().stream()
                        .filter(row -> row.stringMap("ids").containsKey("pod"))
                        .sorted(Comparator.comparing((Row row) -> row.string("name"))
                                .reversed()
                                .thenComparing(row -> row.stringMap("ids").get("pod"))
                                .thenComparing(BY_UUID))
                        .toList());
    }

    private static void assertStretches(SortedRows all) {
        for (long tag = -1; tag <= 5; tag++) {
            long bound = tag;
            var key = Value.of(tag);
            assertThat(all.from(key)).isEqualTo(those(all, row -> tag(row) >= bound));
            assertThat(all.after(key)).isEqualTo(those(all, row -> tag(row) > bound));
            assertThat(all.upTo(key)).isEqualTo(those(all, row -> tag(row) <= bound));
            assertThat(all.before(key)).isEqualTo(those(all, row -> tag(row) < bound));
            assertThat(all.with(key)).isEqualTo(those(all, row -> tag(row) == bound));
            for (var name : List.of("", "b", "c2", "z")) {
                Atom[] both = {key, Value.of(name)};
                assertThat(all.after(both).upTo(Value.of(tag + 1)))
                        .isEqualTo(those(
                                all,
                                row -> tag(row) == bound + 1
                                        || (tag(row) == bound
                                                && row.string("name").compareTo(name) > 0)));
                assertThat(all.with(both))
                        .isEqualTo(those(
                                all,
                                row -> tag(row) == bound && row.string("name").equals(name)));
            }
        }
        assertThat(all.from(Value.of(3)).before(Value.of(1))).isEmpty();
        assertThat(all.from()).isEqualTo(all);
    }

    @Example
    void anIndexThatWasNotAskedForIsAMistake() {
        var writer = ReplicaWriter.of(TableDefinition.of("Port", "name"));
        var replica = writer.replica();
        Ports.load(writer, SCHEMA, List.of());
        var parts = List.of(Index.column("name"), Index.falling(Index.column("tag")));

        assertThatThrownBy(() -> replica.snapshot().sorted(BY_TAG_AND_NAME))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Port[rising tag, rising name]");
        assertThatThrownBy(() -> new Index("Port", parts)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SortedRows.of(null, 1).from(Value.of(1), Value.of(2)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Row> those(List<Row> all, Predicate<Row> wanted) {
        return all.stream().filter(wanted).toList();
    }

    private static List<Row> sorted(Iterable<Row> rows) {
        var having = new ArrayList<Row>();
        rows.forEach(having::add);
        having.removeIf(row -> row.optionalInteger("tag").isEmpty());
        having.sort(Comparator.comparing(SortedRowsPropertyTest::tag)
                .thenComparing(row -> row.string("name"))
                .thenComparing(BY_UUID));
        return having;
    }

    private static long tag(Row row) {
        return row.optionalInteger("tag").orElseThrow();
    }

    private static List<RowUpdate> updates(Random random, Map<UUID, Row> rows) {
        var updates = new HashMap<UUID, RowUpdate>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            var row = row(random, random.nextInt(40));
            if (random.nextInt(3) == 0) {
                rows.remove(row.uuid());
                updates.put(row.uuid(), new RowUpdate.Remove(row.shape(), row.uuid()));
            } else {
                rows.put(row.uuid(), row);
                updates.put(row.uuid(), new RowUpdate.Put(row));
            }
        }
        return List.copyOf(updates.values());
    }

    private static Row row(Random random, int number) {
        var shape = RowShape.of(Ports.PORT, PORTS.columns());
        var tag = random.nextInt(6);
        Map<String, String> ids = random.nextBoolean() ? Map.of() : Map.of("pod", "p" + random.nextInt(3));
        return Row.builder(shape, uuid(number))
                .set("name", Value.of("" + (char) ('a' + random.nextInt(4)) + random.nextInt(3)))
                .set("tag", tag == 5 ? Value.none() : Value.of(tag))
                .set("ids", Value.stringMap(ids))
                .build();
    }
}
