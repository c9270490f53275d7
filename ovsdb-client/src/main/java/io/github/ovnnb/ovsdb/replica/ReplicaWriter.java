package io.github.ovnnb.ovsdb.replica;

import io.github.ovnnb.ovsdb.protocol.Condition;
import io.github.ovnnb.ovsdb.protocol.DatabaseSchema;
import io.github.ovnnb.ovsdb.protocol.MonitorRequest;
import io.github.ovnnb.ovsdb.protocol.MonitorShape;
import io.github.ovnnb.ovsdb.protocol.RowShape;
import io.github.ovnnb.ovsdb.protocol.TableSchema;
import io.github.ovnnb.ovsdb.protocol.TableUpdates;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a {@link Replica} in step, for the client alone: whoever is given the replica cannot come at this. Belongs to the one thread
 * that reads the connection, which calls {@link #load} and {@link #apply} in the order of the wire; {@link #onNextSnapshot} is for any
 * thread.
 */
public final class ReplicaWriter {
    private final Replica replica = new Replica();
    private final Queue<Runnable> onNextSnapshot = new ConcurrentLinkedQueue<>();

    /** Of a replica of these tables, empty until it is loaded. */
    public static ReplicaWriter of(TableDefinition... tables) {
        return of(List.of(tables));
    }

    /** Of a replica of these tables, empty until it is loaded. */
    public static ReplicaWriter of(Collection<TableDefinition> tables) {
        var writer = new ReplicaWriter();
        tables.forEach(writer::define);
        return writer;
    }

    private ReplicaWriter() {}

    /** Of another replica of the same tables, empty. */
    public ReplicaWriter blank() {
        return of(definitions().values());
    }

    /** For everybody to read. */
    public Replica replica() {
        return replica;
    }

    /** What the replica shows. */
    public Snapshot snapshot() {
        return replica.snapshot();
    }

    private Map<String, TableDefinition> definitions() {
        return snapshot().definitions();
    }

    /** Replicates one more table from the next {@link #load} on that asks for it. */
    public void define(TableDefinition table) {
        redefine(definitions -> definitions.put(table.table(), table));
    }

    /** Which rows of a table are asked for from now on; any one condition suffices, and none means every row. */
    public void setCondition(String table, List<Condition> where) {
        redefine(definitions -> definitions.computeIfPresent(
                table, (name, definition) -> definition.where(where.toArray(Condition[]::new))));
    }

    private void redefine(Consumer<Map<String, TableDefinition>> change) {
        var definitions = new HashMap<>(definitions());
        change.accept(definitions);
        replica.publish(now -> now.defining(definitions), table -> List.of());
    }

    /** Replicates a table no longer: its listeners hear that every row is gone. */
    public void forget(String table) {
        var definitions = new HashMap<>(definitions());
        if (definitions.remove(table) == null) {
            return;
        }
        var gone = snapshot().rows(table).stream()
                .<RowChange>map(RowChange.Deleted::new)
                .toList();
        replica.publish(now -> now.without(table, definitions), listened -> listened.equals(table) ? gone : List.of());
    }

    /** The tables and columns of ours that the server has: how its updates are to be read. */
    public MonitorShape shape(DatabaseSchema schema) {
        return shape(schema, definitions().keySet());
    }

    /** The same of some tables. */
    public MonitorShape shape(DatabaseSchema schema, Collection<String> tables) {
        var shapes = new ArrayList<RowShape>();
        for (var definition : definitions().values()) {
            if (tables.contains(definition.table())) {
                schema.table(definition.table())
                        .ifPresent(table -> shapes.add(RowShape.of(table, definition.columns())));
            }
        }
        return MonitorShape.of(shapes);
    }

    /** What to ask a monitor of this shape for. */
    public List<MonitorRequest> requests(MonitorShape shape) {
        return shape.tables().values().stream()
                .map(table -> definition(table).request(table))
                .toList();
    }

    /**
     * Begins to take in the first reply of a monitor; its tables, and no others, are replaced or continued when it is
     * {@linkplain Load#commit committed}. Tables that the server no longer has become empty.
     */
    public Load load(DatabaseSchema schema, MonitorShape shape) {
        var indexes = new HashMap<String, Set<Index>>();
        for (var rows : shape.tables().values()) {
            indexes.put(rows.table(), definition(rows).indexesWith(tableOf(schema, rows.table())));
        }
        var gone = definitions().keySet().stream()
                .filter(name -> schema.table(name).isEmpty())
                .toList();
        return new Load(this, snapshot(), shape, indexes, gone);
    }

    private TableDefinition definition(RowShape shape) {
        var definition = definitions().get(shape.table());
        if (definition == null) {
            throw new IllegalArgumentException("the table \"" + shape.table() + "\" is not replicated");
        }
        return definition;
    }

    private static TableSchema tableOf(DatabaseSchema schema, String name) {
        return schema.table(name)
                .orElseThrow(() -> new IllegalArgumentException("the schema has no table \"" + name + "\""));
    }

    /**
     * Applies one notification: all of it, or nothing.
     *
     * @throws OutOfStepException if it does not fit; the replica must then be loaded afresh
     */
    public void apply(TableUpdates updates) {
        var edit = new Edit(snapshot());
        updates.rows().forEach(edit::accept);
        if (!edit.changes().isEmpty()) {
            var changes = edit.changes();
            publish(edit.build(), table -> changes.getOrDefault(table, List.of()));
        }
    }

    /** @param changed tables, null for one that the server does not have; the others may have become different since this began */
    void publish(Map<String, @Nullable TableSnapshot> changed, Function<String, List<RowChange>> changesOf) {
        replica.publish(now -> now.with(changed), changesOf);
        tellOfSnapshot();
    }

    Set<String> tablesListenedTo() {
        return replica.tablesListenedTo();
    }

    private void tellOfSnapshot() {
        // Not those who ask again meanwhile: they mean the one after this.
        for (int waiting = onNextSnapshot.size(); waiting > 0; waiting--) {
            var then = onNextSnapshot.poll();
            if (then != null) {
                then.run();
            }
        }
    }

    /**
     * Runs this once, when a snapshot with other rows than the present one has been published, on the thread that publishes it; it must
     * be quick. Listeners have been told before.
     */
    public Subscription onNextSnapshot(Runnable then) {
        onNextSnapshot.add(then);
        return () -> onNextSnapshot.remove(then);
    }
}
