package io.github.ovnnb.ovsdb.replica;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A copy of some tables of a database that follows it, kept in step by the client that it comes from. Any thread may read it. */
public final class Replica {
    private final List<ChangeQueue> listeners = new CopyOnWriteArrayList<>();
    /** Between a new snapshot and a new listener: it must hear of every change that its first rows do not contain. */
    private final Object publication = new Object();

    private volatile Snapshot current = new Snapshot(Map.of(), Map.of());

    Replica() {}

    /** As of the last notification applied. */
    public Snapshot snapshot() {
        return current;
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

    Set<String> tablesListenedTo() {
        return listeners.stream().map(ChangeQueue::table).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Shows the next snapshot, made from the present one, and tells the listeners what is different in their tables. By one thread at a
     * time.
     *
     * @param changesOf a table; asked for only if somebody listens to it
     */
    void publish(UnaryOperator<Snapshot> next, Function<String, List<RowChange>> changesOf) {
        List<ChangeQueue> audience;
        synchronized (publication) {
            current = next.apply(current);
            listeners.removeIf(ChangeQueue::isClosed);
            audience = List.copyOf(listeners);
        }
        var changes = new HashMap<String, List<RowChange>>();
        for (var listener : audience) {
            listener.offer(changes.computeIfAbsent(listener.table(), changesOf));
        }
    }
}
