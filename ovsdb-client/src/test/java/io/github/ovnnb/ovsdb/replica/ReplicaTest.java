package io.github.ovnnb.ovsdb.replica;

import static io.github.ovnnb.ovsdb.replica.Ports.BY_ADDRESS;
import static io.github.ovnnb.ovsdb.replica.Ports.BY_NAME;
import static io.github.ovnnb.ovsdb.replica.Ports.BY_POD;
import static io.github.ovnnb.ovsdb.replica.Ports.BY_PORT;
import static io.github.ovnnb.ovsdb.replica.Ports.BY_VENDOR_AND_TAG;
import static io.github.ovnnb.ovsdb.replica.Ports.PORTS;
import static io.github.ovnnb.ovsdb.replica.Ports.SCHEMA;
import static io.github.ovnnb.ovsdb.replica.Ports.SWITCHES;
import static io.github.ovnnb.ovsdb.replica.Ports.SWITCH_SHAPE;
import static io.github.ovnnb.ovsdb.replica.Ports.change;
import static io.github.ovnnb.ovsdb.replica.Ports.load;
import static io.github.ovnnb.ovsdb.replica.Ports.port;
import static io.github.ovnnb.ovsdb.replica.Ports.put;
import static io.github.ovnnb.ovsdb.replica.Ports.remove;
import static io.github.ovnnb.ovsdb.replica.Ports.schema;
import static io.github.ovnnb.ovsdb.replica.Ports.updates;
import static io.github.ovnnb.ovsdb.replica.Ports.uuid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ovnnb.ovsdb.protocol.ColumnSchema;
import io.github.ovnnb.ovsdb.protocol.MonitorRequest;
import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.protocol.RowDifference;
import io.github.ovnnb.ovsdb.protocol.RowShape;
import io.github.ovnnb.ovsdb.protocol.RowUpdate;
import io.github.ovnnb.ovsdb.protocol.TableSchema;
import io.github.ovnnb.ovsdb.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReplicaTest {
    private final ReplicaWriter writer = ReplicaWriter.of(PORTS, SWITCHES);
    private final Replica replica = writer.replica();
    private final List<RowChange> heard = new ArrayList<>();

    @Test
    void isEmptyUntilItIsLoaded() {
        assertThat(replica.snapshot().has("Port")).isFalse();
        assertThat(replica.snapshot().rows("Port")).isEmpty();
        assertThat(replica.snapshot().row("Port", uuid(1))).isEmpty();
        assertThat(replica.snapshot().find(BY_NAME, "a")).isEmpty();
        assertThat(replica.snapshot().findAll(BY_POD, "a")).isEmpty();
    }

    @Test
    void aTableOrIndexItWasNotToldOfIsAMistake() {
        load(writer, SCHEMA, List.of());

        assertThatThrownBy(() -> replica.snapshot().rows("Prot"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Prot");
        assertThatThrownBy(() -> replica.snapshot().find(Index.on("Port", "tag"), Value.of(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Port[tag]");
        assertThatThrownBy(() -> TableDefinition.of("Port", "name").indexedBy(BY_POD))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void findsRowsByUuidByTheIndexOfTheSchemaAndByOurs() {
        var web = port(1, "web-0", Map.of("pod", "default/web-0", "vendor", "v"), 7);
        load(writer, SCHEMA, List.of(web, port(2, "db-0", Map.of("pod", "default/db-0")), port(3, "plain")));
        var snapshot = replica.snapshot();

        assertThat(snapshot.row("Port", uuid(1))).contains(web);
        assertThat(snapshot.find(BY_NAME, "web-0")).contains(web);
        assertThat(snapshot.find(BY_POD, "default/web-0")).contains(web);
        assertThat(snapshot.find(BY_POD, Value.of("default/web-0"))).contains(web);
        assertThat(snapshot.find(BY_VENDOR_AND_TAG, Value.of("v"), Value.of(7))).contains(web);
        assertThat(snapshot.find(BY_VENDOR_AND_TAG, Value.of("v"), Value.of(8))).isEmpty();
        assertThat(snapshot.find(BY_NAME, "web-1")).isEmpty();
        assertThat(snapshot.rows("Port")).hasSize(3);
    }

    @Test
    void rowsMayShareAKeyAndLeaveIt() {
        load(writer, SCHEMA, List.of());
        for (int i = 0; i < 100; i++) {
            writer.apply(updates(put(port(i, "p" + i, Map.of("pod", "same")))));
        }
        assertThat(replica.snapshot().findAll(BY_POD, "same")).hasSize(100);
        assertThat(replica.snapshot().find(BY_POD, "same")).isPresent();

        for (int i = 0; i < 99; i++) {
            writer.apply(updates(
                    i % 2 == 0 ? remove(i) : change(i, "ids", Value.stringMap(Map.of("pod", "other" + i)))));
        }
        assertThat(replica.snapshot().findAll(BY_POD, "same")).containsExactly(port(99, "p99", Map.of("pod", "same")));
        assertThat(replica.snapshot().findAll(BY_POD, "other1")).hasSize(1);

        writer.apply(updates(remove(99)));
        assertThat(replica.snapshot().findAll(BY_POD, "same")).isEmpty();
    }

    /** Within one notification the order of rows is arbitrary, so two names may meet for a moment. */
    @Test
    void theSwitchOfAPortIsFoundByTheElementsOfItsSet() {
        var writer = ReplicaWriter.of(SWITCHES);
        var replica = writer.replica();
        var big = Row.builder(SWITCH_SHAPE, uuid(1))
                .set(
                        "ports",
                        Value.uuids(
                                IntStream.range(100, 1100).mapToObj(Ports::uuid).toList()))
                .build();
        var small = Row.builder(SWITCH_SHAPE, uuid(2))
                .set("ports", Value.setOf(Value.of(uuid(100))))
                .build();
        load(writer, SCHEMA, List.of(big, small));

        assertThat(replica.snapshot().findAll(BY_PORT, Value.of(uuid(100)))).containsExactlyInAnyOrder(big, small);
        assertThat(replica.snapshot().find(BY_PORT, Value.of(uuid(700)))).contains(big);
        assertThat(replica.snapshot().find(BY_PORT, Value.of(uuid(99)))).isEmpty();

        var moved = RowDifference.builder(SWITCH_SHAPE, uuid(1))
                .set(SWITCH_SHAPE.positionOf("ports"), Value.setOf(Value.of(uuid(700)), Value.of(uuid(2000))))
                .build();
        writer.apply(updates(new RowUpdate.Change(moved), new RowUpdate.Remove(SWITCH_SHAPE, uuid(2))));

        var now = replica.snapshot();
        assertThat(now.find(BY_PORT, Value.of(uuid(700)))).isEmpty();
        assertThat(now.find(BY_PORT, Value.of(uuid(2000))).orElseThrow().uuids("ports"))
                .hasSize(1000);
        assertThat(now.findAll(BY_PORT, Value.of(uuid(100))))
                .extracting(Row::uuid)
                .containsExactly(uuid(1));
    }

    @Test
    void anIndexOfElementsStandsAlone() {
        assertThat(BY_ADDRESS).hasToString("Port[each of addresses]");
        assertThatThrownBy(() -> new Index("Port", List.of(BY_ADDRESS.parts().get(0), Index.column("name"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TableDefinition.of("Port", "name").indexedBy(BY_ADDRESS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs the column addresses");
    }

    @Test
    void aForgottenTableIsGoneForReadersAndListeners() {
        load(writer, SCHEMA, List.of(port(1, "a")));
        listen();
        writer.forget("Port");
        writer.forget("Port");

        assertThat(replica.snapshot().tables()).containsExactly("Switch");
        assertThat(heard).last().isInstanceOf(RowChange.Deleted.class);
        assertThatThrownBy(() -> replica.snapshot().rows("Port")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesMayBeSwappedInOneTransaction() {
        load(writer, SCHEMA, List.of(port(1, "a"), port(2, "b")));

        writer.apply(updates(change(1, "name", Value.of("b")), change(2, "name", Value.of("a"))));

        assertThat(replica.snapshot().find(BY_NAME, "a")).contains(port(2, "a"));
        assertThat(replica.snapshot().find(BY_NAME, "b")).contains(port(1, "b"));
        assertThat(replica.snapshot().findAll(BY_NAME, "a")).hasSize(1);
    }

    @Test
    void aSnapshotShowsAWholeTransactionOrNothingOfItAndNeverChanges() {
        load(writer, SCHEMA, List.of(Row.builder(SWITCH_SHAPE, uuid(100)).build()));
        var before = replica.snapshot();

        writer.apply(updates(
                put(port(1, "a")),
                put(Row.builder(SWITCH_SHAPE, uuid(100))
                        .set("ports", Value.of(uuid(1)))
                        .build())));

        assertThat(before.rows("Port")).isEmpty();
        assertThat(before.row("Switch", uuid(100)).orElseThrow().uuids("ports")).isEmpty();
        var after = replica.snapshot();
        assertThat(after.row("Switch", uuid(100)).orElseThrow().uuids("ports")).containsExactly(uuid(1));
        assertThat(after.row("Port", uuid(1))).isPresent();
    }

    @Test
    void anUpdateThatDoesNotFitLeavesTheReplicaAsItWas() {
        load(writer, SCHEMA, List.of(port(1, "a")));
        listen();

        assertThatThrownBy(() -> writer.apply(updates(put(port(2, "b")), change(3, "tag", Value.of(1)))))
                .isInstanceOf(OutOfStepException.class);

        assertThat(replica.snapshot().rows("Port")).containsExactly(port(1, "a"));
        assertThat(heard).containsExactly(new RowChange.Inserted(port(1, "a")));
    }

    @Test
    void aListenerHearsOfTheRowsPresentAndThenOfEveryTrueChange() {
        load(writer, SCHEMA, List.of(port(1, "a")));
        listen();

        writer.apply(updates(put(port(2, "b"))));
        writer.apply(updates(put(port(2, "b")), change(1, "addresses", Value.none())));
        writer.apply(updates(change(2, "tag", Value.of(7))));
        writer.apply(updates(remove(1), remove(9)));

        assertThat(heard)
                .containsExactly(
                        new RowChange.Inserted(port(1, "a")),
                        new RowChange.Inserted(port(2, "b")),
                        new RowChange.Modified(port(2, "b"), port(2, "b", Map.of(), 7)),
                        new RowChange.Deleted(port(1, "a")));
    }

    @Test
    void aModificationNamesItsColumns() {
        var change = new RowChange.Modified(port(1, "a"), port(1, "b", Map.of("pod", "x")));
        var other = RowShape.of(Ports.PORT, List.of("name", "ids"));
        var narrower =
                new RowChange.Modified(port(1, "a"), Row.builder(other, uuid(1)).build());

        assertThat(change.changedColumns()).containsExactlyInAnyOrder("name", "ids");
        assertThat(narrower.changedColumns()).containsExactlyInAnyOrder("name", "tag", "addresses");
    }

    @Test
    void aListenerToSomeColumnsHearsNothingOfTheOthers() {
        load(writer, SCHEMA, List.of(port(1, "a")));
        replica.listen("Port", Set.of("name"), heard::add, Runnable::run);

        writer.apply(updates(change(1, "tag", Value.of(7))));
        writer.apply(updates(change(1, "name", Value.of("b"))));
        writer.apply(updates(remove(1)));

        assertThat(heard)
                .containsExactly(
                        new RowChange.Inserted(port(1, "a")),
                        new RowChange.Modified(port(1, "a", Map.of(), 7), port(1, "b", Map.of(), 7)),
                        new RowChange.Deleted(port(1, "b", Map.of(), 7)));
    }

    @Test
    void theNextSnapshotIsToldOfOnce() {
        load(writer, SCHEMA, List.of(port(1, "a")));
        var told = new ArrayList<String>();
        writer.onNextSnapshot(() -> {
            told.add(replica.snapshot().rows("Port").iterator().next().string("name"));
            writer.onNextSnapshot(() -> told.add("again"));
        });
        writer.onNextSnapshot(() -> told.add("nobody wants to know")).close();

        writer.apply(updates(change(1, "addresses", Value.none())));
        assertThat(told).isEmpty();
        writer.apply(updates(change(1, "name", Value.of("b"))));
        assertThat(told).containsExactly("b");
        writer.apply(updates(change(1, "name", Value.of("c"))));
        writer.apply(updates(change(1, "name", Value.of("d"))));
        assertThat(told).containsExactly("b", "again");
    }

    @Test
    void afterAReconnectAListenerHearsJustWhatIsDifferent() {
        load(writer, SCHEMA, List.of(port(1, "same"), port(2, "renamed"), port(3, "gone")));
        listen();
        heard.clear();

        load(writer, SCHEMA, List.of(port(1, "same"), port(2, "new name"), port(4, "new")));

        assertThat(heard)
                .containsExactlyInAnyOrder(
                        new RowChange.Deleted(port(3, "gone")),
                        new RowChange.Modified(port(2, "renamed"), port(2, "new name")),
                        new RowChange.Inserted(port(4, "new")));
        assertThat(replica.snapshot().rows("Port")).hasSize(3);
    }

    @Test
    void theLastOfTwoRowsWithOneUuidCountsInADump() {
        load(writer, SCHEMA, List.of(port(1, "old"), port(2, "b"), port(1, "new")));

        assertThat(replica.snapshot().rows("Port")).containsExactlyInAnyOrder(port(1, "new"), port(2, "b"));
        assertThat(replica.snapshot().find(BY_NAME, "old")).isEmpty();
        assertThat(replica.snapshot().find(BY_NAME, "new")).contains(port(1, "new"));
    }

    @Test
    void aResumedMonitorContinuesFromWhatIsThere() {
        load(writer, SCHEMA, List.of(port(1, "a"), port(2, "b")));
        listen();
        heard.clear();

        var load = writer.load(SCHEMA, writer.shape(SCHEMA));
        load.begin(true);
        load.accept(remove(1));
        assertThat(replica.snapshot().rows("Port")).hasSize(2);
        load.commit();

        assertThat(replica.snapshot().rows("Port")).containsExactly(port(2, "b"));
        assertThat(heard).containsExactly(new RowChange.Deleted(port(1, "a")));
    }

    @Test
    void aSecondMonitorDoesNotTouchTheTablesOfTheFirst() {
        var writer = ReplicaWriter.of(PORTS);
        var replica = writer.replica();
        load(writer, SCHEMA, List.of(port(1, "a")));
        writer.define(SWITCHES);
        assertThat(replica.snapshot().rows("Switch")).isEmpty();
        var shape = io.github.ovnnb.ovsdb.protocol.MonitorShape.of(List.of(SWITCH_SHAPE));

        var load = writer.load(SCHEMA, shape);
        load.begin(false);
        load.accept(put(Row.builder(SWITCH_SHAPE, uuid(5)).build()));
        load.commit();

        assertThat(replica.snapshot().rows("Port")).containsExactly(port(1, "a"));
        assertThat(replica.snapshot().rows("Switch")).hasSize(1);
    }

    @Test
    void tablesAndColumnsMissingOnTheServerAreLeftOutAndCanBeAskedAbout() {
        var olderPort = TableSchema.of("Port", List.of(columnOfPort("name"), columnOfPort("ids")));
        var older = schema(olderPort);
        var shape = writer.shape(older);

        assertThat(writer.requests(shape)).containsExactly(MonitorRequest.of("Port", List.of("name", "ids")));
        load(writer, older, List.of());
        assertThat(replica.snapshot().has("Switch")).isFalse();
        assertThat(replica.snapshot().has("Port")).isTrue();
        assertThat(replica.snapshot().has("Port", "tag")).isFalse();
        assertThat(replica.snapshot().find(BY_VENDOR_AND_TAG, Value.of("v"), Value.of(7)))
                .isEmpty();
        assertThat(replica.snapshot().rows("Switch")).isEmpty();
    }

    @Test
    void aTableThatVanishesWithAnotherSchemaIsEmptied() {
        load(writer, SCHEMA, List.of(port(1, "a")));
        listen();
        heard.clear();

        load(writer, schema(Ports.SWITCH), List.of());

        assertThat(replica.snapshot().has("Port")).isFalse();
        assertThat(heard).containsExactly(new RowChange.Deleted(port(1, "a")));
    }

    @Test
    void aColumnThatAppearsWithAnotherSchemaIsAChange() {
        var olderPort = TableSchema.of("Port", List.of(columnOfPort("name")));
        var olderShape = RowShape.of(olderPort, PORTS.columns());
        var old = Row.builder(olderShape, uuid(1)).set("name", Value.of("a")).build();
        load(writer, schema(olderPort), List.of(old));
        listen();
        heard.clear();

        load(writer, SCHEMA, List.of(port(1, "a")));

        assertThat(heard).containsExactly(new RowChange.Modified(old, port(1, "a")));
        assertThat(replica.snapshot().has("Port", "tag")).isTrue();
    }

    @Test
    void aClosedSubscriptionHearsNothing() {
        load(writer, SCHEMA, List.of());
        var subscription = replica.listen("Port", heard::add, Runnable::run);
        subscription.close();

        writer.apply(updates(put(port(1, "a"))));

        assertThat(heard).isEmpty();
    }

    @Test
    void conditionsGoWithTheRequest() {
        var some = PORTS.where(io.github.ovnnb.ovsdb.protocol.Condition.equal("name", Value.of("a")));
        var writer = ReplicaWriter.of(some);

        assertThat(writer.requests(writer.shape(SCHEMA)).get(0).where()).hasSize(1);
    }

    private void listen() {
        replica.listen("Port", heard::add, Runnable::run);
    }

    private static ColumnSchema columnOfPort(String name) {
        return Ports.PORT.column(name).orElseThrow();
    }

    @Test
    void aSnapshotMadeWithoutAServerShowsItsRowsAndKeepsItsIndexes() {
        var made = Snapshot.of(SCHEMA, List.of(PORTS, SWITCHES), List.of(port(1, "a", Map.of("pod", "default/a"))));

        assertThat(made.rows("Port")).containsExactly(port(1, "a", Map.of("pod", "default/a")));
        assertThat(made.find(BY_POD, "default/a").map(Row::uuid)).contains(uuid(1));
        assertThat(made.hasEveryRow("Switch")).isTrue();
        assertThat(made.rows("Switch")).isEmpty();
    }

    @Test
    void aSnapshotMadeWithoutAServerTakesNoRowsThatAReplicaWouldNotHold() {
        var ofNoTable = List.of(Row.builder(SWITCH_SHAPE, uuid(1)).build());
        var withOtherColumns = List.of(
                Row.builder(RowShape.of(Ports.PORT, List.of("name")), uuid(1)).build());

        assertThatThrownBy(() -> Snapshot.of(SCHEMA, List.of(PORTS), ofNoTable))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Switch");
        assertThatThrownBy(() -> Snapshot.of(SCHEMA, List.of(PORTS), withOtherColumns))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Port");
    }
}
