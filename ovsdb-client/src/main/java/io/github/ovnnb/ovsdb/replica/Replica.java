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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A copy of some tables of a database that follows it.
 *
 * <p>{@link #snapshot} and {@link #listen} may be called from any thread. {@link #load} and {@link #apply} belong to the one thread
 * that reads the connection, and are called in the order of the wire.
 */
public final class Replica {
    private final List<ChangeQueue> listeners = new CopyOnWriteArrayList<>();
    /** Between a new snapshot and a new listener: it must hear of every change that its first rows do not contain. */
    private final Object publication = new Object();

    private final Queue<Runnable> onNextSnapshot = new ConcurrentLinkedQueue<>();

    private volatile Snapshot current = new Snapshot(Map.of(), Map.of());

    /** A replica of these tables, empty until it is loaded. */
    public static Replica of(TableDefinition... tables) {
        return of(List.of(tables));
    }

    /** A replica of these tables, empty until it is loaded. */
    public static Replica of(Collection<TableDefinition> tables) {
        var replica = new Replica();
        tables.forEach(replica::define);
        return replica;
    }

    private Replica() {}

    /** Another replica of the same tables, empty. */
    public Replica blank() {
        return of(current.definitions().values());
    }

    /** Replicates one more table from the next {@link #load} on that asks for it. */
    public void define(TableDefinition table) {
        synchronized (publication) {
            var definitions = new HashMap<>(current.definitions());
            definitions.put(table.table(), table);
            current = current.defining(definitions);
        }
    }

    /** Which rows of a table are asked for from now on; any one condition suffices, and none means every row. */
    public void setCondition(String table, List<Condition> where) {
        synchronized (publication) {
            var definition = current.definitions().get(table);
            if (definition != null) {
                define(definition.where(where.toArray(Condition[]::new)));
            }
        }
    }

    /** Replicates a table no longer: its listeners hear that every row is gone. */
    public void forget(String table) {
        synchronized (publication) {
            var definitions = new HashMap<>(current.definitions());
            if (definitions.remove(table) == null) {
                return;
            }
            var gone = current.rows(table).stream()
                    .<RowChange>map(RowChange.Deleted::new)
                    .toList();
            current = current.without(table, definitions);
            for (var listener : listeners) {
                if (listener.table().equals(table)) {
                    listener.offer(gone);
                }
            }
        }
    }

    /** As of the last notification applied. */
    public Snapshot snapshot() {
        return current;
    }

    /** The tables and columns of ours that the server has: how its updates are to be read. */
    public MonitorShape shape(DatabaseSchema schema) {
        return shape(schema, current.definitions().keySet());
    }

    /** The same of some tables. */
    public MonitorShape shape(DatabaseSchema schema, Collection<String> tables) {
        var shapes = new ArrayList<RowShape>();
        for (var definition : current.definitions().values()) {
            if (tables.contains(definition.table())) {
                schema.table(definition.table())
                        .ifPresent(table -> shapes.add(RowShape.of(table, definition.columns())));
            }
        }
        return MonitorShape.of(shapes);
    }

    /** What to ask a monitor of this shape for. */
    public List<MonitorRequest> requests(MonitorShape shape) {
        var definitions = current.definitions();
        return shape.tables().values().stream()
                .map(table -> definition(definitions, table).request(table))
                .toList();
    }

    /**
     * Begins to take in the first reply of a monitor; its tables, and no others, are replaced or continued when it is
     * {@linkplain Load#commit committed}. Tables that the server no longer has become empty.
     */
    public Load load(DatabaseSchema schema, MonitorShape shape) {
        var definitions = current.definitions();
        var indexes = new HashMap<String, Set<Index>>();
        for (var rows : shape.tables().values()) {
            indexes.put(rows.table(), definition(definitions, rows).indexesWith(tableOf(schema, rows.table())));
        }
        var gone = definitions.keySet().stream()
                .filter(name -> schema.table(name).isEmpty())
                .toList();
        return new Load(this, current, shape, indexes, gone);
    }

    private static TableDefinition definition(Map<String, TableDefinition> definitions, RowShape shape) {
        var definition = definitions.get(shape.table());
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
        var edit = new Edit(current);
        updates.rows().forEach(edit::accept);
        if (!edit.changes().isEmpty()) {
            var changes = edit.changes();
            publish(edit.build(), table -> changes.getOrDefault(table, List.of()));
        }
    }

    Set<String> tablesListenedTo() {
        return listeners.stream().map(ChangeQueue::table).collect(Collectors.toUnmodifiableSet());
    }

    /** The changes of a table are asked for only if somebody listens to it. */
    void publish(Map<String, @Nullable TableSnapshot> changed, Function<String, List<RowChange>> changesOf) {
        List<ChangeQueue> audience;
        synchronized (publication) {
            // Since this began, another table may have been defined, loaded or forgotten.
            current = current.with(changed);
            listeners.removeIf(ChangeQueue::isClosed);
            audience = List.copyOf(listeners);
        }
        var changes = new HashMap<String, List<RowChange>>();
        for (var listener : audience) {
            listener.offer(changes.computeIfAbsent(listener.table(), changesOf));
        }
        tellOfSnapshot();
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

    /**
     * Tells the listener of every row that the table has now, as inserted, and from then on of every change: in order, none left
     * out, but several changes of one row as one while the listener is behind. After a reconnect it hears just what is different.
     *
     * @param executor runs the listener; never two calls at once
     */
    public Subscription listen(String table, RowListener listener, Executor executor) {
        var queue = new ChangeQueue(table, listener, executor);
        synchronized (publication) {
            queue.add(current.rows(table).stream()
                    .<RowChange>map(RowChange.Inserted::new)
                    .toList());
            listeners.add(queue);
        }
        queue.wake();
        return queue;
    }

    /**
     * The same for a listener that some columns concern: it is told of rows that come and go, and of changes in which one of these columns
     * changes. The rows it is given are whole.
     */
    public Subscription listen(String table, Set<String> columns, RowListener listener, Executor executor) {
        var concerning = Set.copyOf(columns);
        return listen(
                table,
                change -> {
                    if (change.concerns(concerning)) {
                        listener.changed(change);
                    }
                },
                executor);
    }
}
