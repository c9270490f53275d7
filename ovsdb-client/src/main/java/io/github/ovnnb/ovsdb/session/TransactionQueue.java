package io.github.ovnnb.ovsdb.session;

import io.github.ovnnb.ovsdb.jsonrpc.PendingCalls;
import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import io.github.ovnnb.ovsdb.protocol.TransactionReply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All transactions that have not ended: those that wait for a synced connection or for room in the window, in the order given, and
 * those on the wire. Every one has a deadline, because a deposed leader may never answer. Outlives connections; confined to the loop.
 */
final class TransactionQueue {

    /** What a synced connection offers. */
    interface Line {
        void write(Transaction transaction);

        boolean isWritable();

        /** Tells the server that nobody wants this one any more; it is answered all the same. */
        void cancel(long id);

        /** Whether what the server refuses, or reports as canceled, was certainly not stored. */
        boolean executesOnce();

        /** An answer is overdue: whatever comes now on this connection could be believed by the wrong caller. */
        void giveUp(String reason);
    }

    private final Loop loop;
    private final Window window;
    private final WhileDisconnected whileDisconnected;
    private final Map<Long, Entry> waiting = new LinkedHashMap<>();
    private final PendingCalls<Entry> written = new PendingCalls<>();
    private long writtenBytes;
    private @Nullable Line line;
    private boolean open;
    private String whyNotOpen = "not connected yet";

    TransactionQueue(Loop loop, Window window, WhileDisconnected whileDisconnected) {
        this.loop = loop;
        this.window = window;
        this.whileDisconnected = whileDisconnected;
    }

    void submit(Transaction transaction) {
        if (!open && whileDisconnected == WhileDisconnected.FAIL) {
            transaction.ending().notSent(whyNotOpen);
            return;
        }
        var entry = new Entry(transaction);
        waiting.put(transaction.id(), entry);
        entry.timer = loop.schedule(transaction.deadline(), () -> overdue(entry));
        pump();
    }

    /** The replica is in step with this connection: what waits may be sent. */
    void open(Line newLine) {
        line = newLine;
        open = true;
        pump();
    }

    /** The replica is out of step: nothing more is sent for now; answers may still come. */
    void hold(String reason) {
        open = false;
        whyNotOpen = reason;
        if (whileDisconnected == WhileDisconnected.FAIL) {
            endWaiting(reason);
        }
    }

    /** The connection is gone: what was on the wire is lost. */
    void lost(String reason) {
        hold(reason);
        line = null;
        writtenBytes = 0;
        for (var entry : written.abandonAll()) {
            end(entry).unknown("the connection was lost before the answer: " + reason);
        }
    }

    /** The client is closed. */
    void close(String reason) {
        lost(reason);
        endWaiting(reason);
    }

    private void endWaiting(String reason) {
        var orphans = List.copyOf(waiting.values());
        waiting.clear();
        for (var entry : orphans) {
            end(entry).notSent(reason);
        }
    }

    /** Sends what the window and the socket take. */
    void pump() {
        while (line != null && open && !waiting.isEmpty() && line.isWritable()) {
            var next = waiting.values().iterator().next();
            if (!fits(next)) {
                return;
            }
            waiting.remove(next.transaction.id());
            written.add(next.transaction.id(), next);
            writtenBytes += next.bytes;
            line.write(next.transaction);
        }
    }

    private boolean fits(Entry next) {
        return written.size() == 0
                || (written.size() < window.transactions() && writtenBytes + next.bytes <= window.bytes());
    }

    void answered(long id, TransactionReply reply) {
        take(id).ifPresent(entry -> {
            var ending = end(entry);
            reply.failure()
                    .ifPresentOrElse(
                            failure -> ending.refused(
                                    failure.operation()
                                            .orElse(entry.transaction
                                                    .operations()
                                                    .size()),
                                    failure.error(),
                                    executesOnce()),
                            () -> ending.committed(reply.results()));
        });
        pump();
    }

    /** The server refused the request as such. */
    void refused(long id, OvsdbError error) {
        take(id).ifPresent(entry -> {
            var ending = end(entry);
            if (error.error().equals("canceled")) {
                canceled(entry, ending, error);
            } else {
                ending.refused(-1, error, executesOnce());
            }
        });
        pump();
    }

    private boolean executesOnce() {
        return line != null && line.executesOnce();
    }

    private void canceled(Entry entry, Transaction.Ending ending, OvsdbError error) {
        if (!entry.canceledByUs && executesOnce()) {
            ending.notSent("the server gave it back unexecuted, because the database was being replaced");
        } else if (!entry.canceledByUs) {
            // The database was converted or removed while the transaction was under way; on a cluster it may yet be
            // stored.
            ending.unknown("the server canceled it while the database was being replaced");
        } else if (executesOnce()) {
            ending.refused(-1, error, true);
        } else {
            ending.unknown("canceled on request, but the cluster may have been storing it already");
        }
    }

    /** Nobody wants this one any more. Its end is what the server says, if it has been sent. */
    void cancel(long id) {
        var entry = waiting.remove(id);
        if (entry != null) {
            end(entry).notSent("canceled before it was sent");
            return;
        }
        written.find(id).ifPresent(onTheWire -> {
            onTheWire.canceledByUs = true;
            if (line != null) {
                line.cancel(id);
            }
        });
    }

    private Optional<Entry> take(long id) {
        var entry = written.answered(id);
        entry.ifPresent(known -> writtenBytes -= known.bytes);
        return entry;
    }

    private void overdue(Entry entry) {
        var id = entry.transaction.id();
        if (waiting.remove(id) != null) {
            end(entry).notSent(!open ? whyNotOpen : "too many transactions were before it");
        } else if (take(id).isPresent()) {
            end(entry)
                    .unknown("no answer within " + entry.transaction.deadline().toMillis() + " ms");
            if (line != null) {
                line.giveUp("a transaction was not answered within "
                        + entry.transaction.deadline().toMillis() + " ms");
            }
        }
    }

    private Transaction.Ending end(Entry entry) {
        if (entry.timer != null) {
            entry.timer.cancel();
        }
        return entry.transaction.ending();
    }

    int waitingCount() {
        return waiting.size();
    }

    int writtenCount() {
        return written.size();
    }

    private static final class Entry {
        private final Transaction transaction;
        private final long bytes;
        private Loop.@Nullable Timer timer;
        private boolean canceledByUs;

        Entry(Transaction transaction) {
            this.transaction = transaction;
            this.bytes = transaction.request().remaining();
        }
    }
}
