package io.github.ovnnb.ovsdb.replica;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one listener has not heard yet: at most one change per row, in the order in which the rows reached their present state.
 *
 * <p>A task is given to the executor in the very call that brings the first change after the last task began. So, of two tasks
 * that one thread gives to a first-in first-out executor, this one and then whatever follows from the update, this one runs first.
 */
final class ChangeQueue implements Subscription {
    private static final Logger log = LoggerFactory.getLogger(ChangeQueue.class);

    private final String table;
    private final RowListener listener;
    private final Executor executor;

    private final Object lock = new Object();
    /** Of one update, one a row: perhaps of a whole table, and merged only if more come before the listener has heard of them. */
    private List<RowChange> unmerged = List.of();

    private Map<UUID, RowChange> pending = new LinkedHashMap<>();
    private boolean taskWaiting;
    private boolean telling;
    private boolean closed;

    ChangeQueue(String table, RowListener listener, Executor executor) {
        this.table = table;
        this.listener = listener;
        this.executor = executor;
    }

    String table() {
        return table;
    }

    void offer(List<RowChange> changes) {
        add(changes);
        wake();
    }

    void add(List<RowChange> changes) {
        synchronized (lock) {
            if (closed) {
                return;
            }
            if (isEmpty()) {
                unmerged = changes;
            } else {
                unmerged.forEach(this::merge);
                unmerged = List.of();
                changes.forEach(this::merge);
            }
        }
    }

    private boolean isEmpty() {
        return pending.isEmpty() && unmerged.isEmpty();
    }

    void wake() {
        synchronized (lock) {
            if (isEmpty() || taskWaiting) {
                return;
            }
            taskWaiting = true;
        }
        try {
            executor.execute(this::drain);
        } catch (RejectedExecutionException shutDown) {
            log.warn("The executor of a listener to {} takes no more tasks: it hears nothing from now on", table);
            close();
        }
    }

    private void merge(RowChange change) {
        var uuid = change.row().uuid();
        var earlier = pending.remove(uuid);
        if (earlier == null) {
            pending.put(uuid, change);
        } else {
            earlier.followedBy(change).ifPresent(both -> pending.put(uuid, both));
        }
    }

    private void drain() {
        var batch = begin();
        while (!batch.isEmpty()) {
            batch.forEach(this::tell);
            batch = next();
        }
    }

    private List<RowChange> begin() {
        synchronized (lock) {
            taskWaiting = false;
            if (telling) {
                // On an executor of several threads: the one at work will see to these, too.
                return List.of();
            }
            return take();
        }
    }

    private List<RowChange> next() {
        synchronized (lock) {
            telling = false;
            if (taskWaiting) {
                return List.of();
            }
            return take();
        }
    }

    private List<RowChange> take() {
        var batch = unmerged.isEmpty() ? new ArrayList<>(pending.values()) : unmerged;
        unmerged = List.of();
        pending = new LinkedHashMap<>();
        telling = !batch.isEmpty();
        return batch;
    }

    private void tell(RowChange change) {
        synchronized (lock) {
            if (closed) {
                return;
            }
        }
        try {
            listener.changed(change);
        } catch (RuntimeException mistake) {
            log.error(
                    "A listener to {} failed on a change of {}; it goes on with the next",
                    table,
                    change.row().uuid(),
                    mistake);
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            unmerged = List.of();
            pending = new LinkedHashMap<>();
        }
    }

    boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }
}
