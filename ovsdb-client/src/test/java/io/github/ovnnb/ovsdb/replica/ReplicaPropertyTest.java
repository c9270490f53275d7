package io.github.ovnnb.ovsdb.replica;

import static io.github.ovnnb.ovsdb.replica.Ports.BY_ADDRESS;
import static io.github.ovnnb.ovsdb.replica.Ports.BY_NAME;
import static io.github.ovnnb.ovsdb.replica.Ports.BY_POD;
import static io.github.ovnnb.ovsdb.replica.Ports.PORTS;
import static io.github.ovnnb.ovsdb.replica.Ports.PORT_SHAPE;
import static io.github.ovnnb.ovsdb.replica.Ports.SCHEMA;
import static io.github.ovnnb.ovsdb.replica.Ports.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.ovsdb.protocol.OvsMap;
import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.protocol.RowDifference;
import io.github.ovnnb.ovsdb.protocol.RowUpdate;
import io.github.ovnnb.ovsdb.protocol.TableUpdates;
import io.github.ovnnb.ovsdb.protocol.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * A model of the server in plain Java collections makes random transactions and tells them by the rules of update, update2 and
 * resumption; replica, indexes and listeners must come out as if the final state had been loaded.
 */
class ReplicaPropertyTest {
    private record State(String name, Set<Long> tag, Set<String> addresses, Map<String, String> ids) {
        Row row(UUID uuid) {
            return Row.builder(PORT_SHAPE, uuid)
                    .set("name", Value.of(name))
                    .set(
                            "tag",
                            io.github.ovnnb.ovsdb.protocol.OvsSet.copyOf(
                                    tag.stream().map(Value::of).toList()))
                    .set("addresses", Value.strings(addresses))
                    .set("ids", Value.stringMap(ids))
                    .build();
        }
    }

    @Property(tries = 200)
    void followsTheServerThroughAnySequence(@ForAll Random random) {
        var server = new HashMap<UUID, State>();
        var writer = ReplicaWriter.of(PORTS);
        var replica = writer.replica();
        Ports.load(writer, SCHEMA, List.of());
        var prompt = new Follower();
        var slow = new Follower();
        Deque<Runnable> slowTasks = new ArrayDeque<>();
        replica.listen("Port", prompt::changed, Runnable::run);
        replica.listen("Port", slow::changed, slowTasks::add);

        for (int step = 0; step < 60; step++) {
            var before = new HashMap<>(server);
            transaction(random, server);
            tell(random, writer, before, server);
            if (random.nextInt(4) == 0) {
                runAll(slowTasks);
                assertThat(slow.rows).isEqualTo(rows(server));
            }
            assertThat(prompt.rows).isEqualTo(rows(server));
        }

        runAll(slowTasks);
        assertThat(slow.rows).isEqualTo(rows(server));
        assertFollowed(replica.snapshot(), server);
    }

    private static void assertFollowed(Snapshot snapshot, Map<UUID, State> server) {
        assertThat(snapshot.rows("Port"))
                .containsExactlyInAnyOrderElementsOf(rows(server).values());
        for (int i = 0; i < 10; i++) {
            var name = "name" + i;
            assertThat(snapshot.findAll(BY_NAME, name))
                    .containsExactlyInAnyOrderElementsOf(rows(server).values().stream()
                            .filter(row -> row.string("name").equals(name))
                            .toList());
            var address = "address" + i;
            assertThat(snapshot.findAll(BY_ADDRESS, address))
                    .containsExactlyInAnyOrderElementsOf(rows(server).values().stream()
                            .filter(row -> row.strings("addresses").contains(address))
                            .toList());
            var pod = Integer.toString(i);
            assertThat(snapshot.findAll(BY_POD, pod))
                    .containsExactlyInAnyOrderElementsOf(rows(server).values().stream()
                            .filter(row -> pod.equals(row.stringMap("ids").get("pod")))
                            .toList());
        }
    }

    private static void runAll(Deque<Runnable> tasks) {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    private static Map<UUID, Row> rows(Map<UUID, State> server) {
        var rows = new HashMap<UUID, Row>();
        server.forEach((uuid, state) -> rows.put(uuid, state.row(uuid)));
        return rows;
    }

    /** Rebuilds the table from what it hears, and checks that each change fits and is true. */
    private static final class Follower {
        final Map<UUID, Row> rows = new HashMap<>();

        void changed(RowChange change) {
            var uuid = change.row().uuid();
            if (change instanceof RowChange.Inserted inserted) {
                assertThat(rows.put(uuid, inserted.row())).isNull();
            } else if (change instanceof RowChange.Modified modified) {
                assertThat(modified.old()).isNotEqualTo(modified.row());
                assertThat(rows.put(uuid, modified.row())).isEqualTo(modified.old());
            } else {
                assertThat(rows.remove(uuid)).isEqualTo(change.row());
            }
        }
    }

    private static void transaction(Random random, Map<UUID, State> server) {
        int operations = 1 + random.nextInt(5);
        for (int i = 0; i < operations; i++) {
            var uuid = uuid(random.nextInt(12));
            if (random.nextInt(3) == 0) {
                server.remove(uuid);
            } else {
                server.put(uuid, state(random));
            }
        }
    }

    private static State state(Random random) {
        var addresses = new HashSet<String>();
        var ids = new HashMap<String, String>();
        for (int i = random.nextInt(4); i > 0; i--) {
            addresses.add("address" + random.nextInt(4));
            ids.put(random.nextBoolean() ? "pod" : "key" + random.nextInt(3), Integer.toString(random.nextInt(4)));
        }
        Set<Long> tag = random.nextBoolean() ? Set.of() : Set.of((long) random.nextInt(3));
        return new State("name" + random.nextInt(10), tag, addresses, ids);
    }

    private static void tell(Random random, ReplicaWriter writer, Map<UUID, State> before, Map<UUID, State> after) {
        switch (random.nextInt(8)) {
            case 0 -> Ports.load(writer, SCHEMA, List.copyOf(rows(after).values()));
            case 1 -> {
                var load = writer.load(SCHEMA, writer.shape(SCHEMA));
                load.begin(true);
                updates(before, after, true).forEach(load::accept);
                load.commit();
            }
            case 2 -> writer.apply(new TableUpdates(updates(before, after, false)));
            default -> writer.apply(new TableUpdates(updates(before, after, true)));
        }
    }

    private static List<RowUpdate> updates(Map<UUID, State> before, Map<UUID, State> after, boolean differences) {
        var updates = new ArrayList<RowUpdate>();
        before.keySet().stream()
                .filter(uuid -> !after.containsKey(uuid))
                .forEach(uuid -> updates.add(new RowUpdate.Remove(PORT_SHAPE, uuid)));
        after.forEach((uuid, state) -> {
            var old = before.get(uuid);
            if (old != null && differences) {
                updates.add(new RowUpdate.Change(difference(uuid, old, state)));
            } else {
                updates.add(new RowUpdate.Put(state.row(uuid)));
            }
        });
        return updates;
    }

    /** As ovsdb-server computes it: monitor.c, ovsdb_monitor_compose_row_update2. */
    private static RowDifference difference(UUID uuid, State old, State now) {
        var difference = RowDifference.builder(PORT_SHAPE, uuid);
        if (!old.name().equals(now.name())) {
            difference.set(PORT_SHAPE.positionOf("name"), Value.of(now.name()));
        }
        if (!old.tag().equals(now.tag())) {
            difference.set(PORT_SHAPE.positionOf("tag"), now.row(uuid).value("tag"));
        }
        var addresses = new HashSet<>(old.addresses());
        addresses.addAll(now.addresses());
        addresses.removeIf(
                address -> old.addresses().contains(address) && now.addresses().contains(address));
        if (!addresses.isEmpty()) {
            difference.set(PORT_SHAPE.positionOf("addresses"), Value.strings(addresses));
        }
        var ids = OvsMap.builder();
        old.ids().forEach((key, value) -> {
            if (!now.ids().containsKey(key)) {
                ids.put(Value.of(key), Value.of(value));
            }
        });
        now.ids().forEach((key, value) -> {
            if (!value.equals(old.ids().get(key))) {
                ids.put(Value.of(key), Value.of(value));
            }
        });
        return difference.set(PORT_SHAPE.positionOf("ids"), ids.build()).build();
    }
}
