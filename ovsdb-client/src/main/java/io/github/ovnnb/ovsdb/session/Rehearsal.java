package io.github.ovnnb.ovsdb.session;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ovnnb.ovsdb.codec.JsonLimits;
import io.github.ovnnb.ovsdb.codec.MessageDecoder;
import io.github.ovnnb.ovsdb.codec.MessageSink;
import io.github.ovnnb.ovsdb.codec.PendingReply;
import io.github.ovnnb.ovsdb.codec.ReplyShape;
import io.github.ovnnb.ovsdb.codec.SampleReply;
import io.github.ovnnb.ovsdb.protocol.DatabaseSchema;
import io.github.ovnnb.ovsdb.protocol.MonitorReply;
import io.github.ovnnb.ovsdb.protocol.MonitorShape;
import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import io.github.ovnnb.ovsdb.protocol.TableUpdates;
import io.github.ovnnb.ovsdb.replica.ReplicaWriter;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads made-up rows of the tables whose rows have been asked for, until the first of these comes. A server composes the dump of a
 * large database for seconds before it sends the first byte, and a JVM that has just started then takes longer to read it than the
 * server took to compose it: nothing is compiled yet. So the waiting is used. The rows go through the same decoder and into the same
 * indexes, of a replica that nobody sees and that is dropped; the JIT compiles that way in the meantime.
 *
 * <p>Once in the life of a process, aside of the loop, and not where there is but one processor. For a small database, which is there
 * at once, it ends before it has begun.
 */
final class Rehearsal {
    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
    private static final AtomicBoolean HELD = new AtomicBoolean();
    /** Of all tables together: some megabytes. */
    private static final int ROWS = 4_000;
    /** By then the JIT knows all that counts, and more would only take the processor from it, and from a server on this machine. */
    private static final int ROUNDS = 5;
    /** Small, because the end is looked for between two. */
    private static final int CHUNK = 16 * 1024;
    /** Between two chunks, for the JIT and for a server on this machine: only what is compiled by then is rehearsed. */
    private static final long PAUSE_NANOS = 1_000_000;

    private final ReplicaWriter scratch;
    private final DatabaseSchema schema;
    private final MonitorShape shape;
    private final boolean since;
    private volatile boolean over;

    /** @param scratch is read into and never shows it */
    Rehearsal(ReplicaWriter scratch, DatabaseSchema schema, MonitorShape shape, boolean since) {
        this.scratch = scratch;
        this.schema = schema;
        this.shape = shape;
        this.since = since;
    }

    /**
     * Begins, unless there was one in this process.
     *
     * @param since whether the rows are asked for by {@code monitor_cond_since}
     */
    static Rehearsal begin(
            Calls calls, ReplicaWriter replica, DatabaseSchema schema, MonitorShape shape, boolean since) {
        var rehearsal = new Rehearsal(replica.blank(), schema, shape, since);
        if (Runtime.getRuntime().availableProcessors() > 1 && HELD.compareAndSet(false, true)) {
            calls.meanwhile(rehearsal::run);
        }
        return rehearsal;
    }

    /** The rows come, or will not come. */
    void end() {
        over = true;
    }

    private void run() {
        try {
            LOG.debug("rehearsed the loading of {} rows {} times", ROWS, rehearse(ROUNDS));
        } catch (RuntimeException e) {
            LOG.warn("a rehearsal failed, which does no harm; please report this", e);
        }
    }

    /** Returns how often it could before the end. */
    int rehearse(int rounds) {
        var dump = SampleReply.of(0, shape, since, ROWS / shape.tables().size());
        int done = 0;
        while (done < rounds && !over) {
            load(dump);
            done++;
        }
        return done;
    }

    private void load(byte[] dump) {
        var rows = new ArrivingRows(() -> scratch.load(schema, shape));
        var decoder = new MessageDecoder(new Audience(rows), JsonLimits.DEFAULT);
        for (int from = 0; from < dump.length && !over; from += CHUNK) {
            decoder.feed(dump, from, Math.min(dump.length, from + CHUNK));
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        if (!over) {
            rows.prepare();
        }
    }

    /** Waits for the one reply. */
    private final class Audience implements MessageSink, PendingReply<MonitorReply> {
        private final ArrivingRows rows;

        Audience(ArrivingRows rows) {
            this.rows = rows;
        }

        @Override
        public Optional<PendingReply<?>> pendingReply(long id) {
            return Optional.of(this);
        }

        @Override
        public ReplyShape<MonitorReply> shape() {
            return since ? ReplyShape.monitorSince(shape, rows) : ReplyShape.monitor(shape, rows);
        }

        @Override
        public void answered(MonitorReply result) {}

        @Override
        public void refused(OvsdbError error) {}

        @Override
        public Optional<MonitorShape> monitorShape(String monitorId) {
            return Optional.empty();
        }

        @Override
        public void unexpectedReply(String id) {}

        @Override
        public void request(JsonNode id, String method, JsonNode params) {}

        @Override
        public void updates(String monitorId, Optional<UUID> transaction, TableUpdates updates) {}

        @Override
        public void locked(String lock) {}

        @Override
        public void stolen(String lock) {}

        @Override
        public void monitorCanceled(String monitorId) {}

        @Override
        public void notification(String method, JsonNode params) {}
    }
}
