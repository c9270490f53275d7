package io.github.ovnnb.ovsdb.session;

import io.github.ovnnb.ovsdb.codec.PendingReply;
import io.github.ovnnb.ovsdb.codec.ReplyShape;
import io.github.ovnnb.ovsdb.codec.RequestEncoder;
import io.github.ovnnb.ovsdb.protocol.DatabaseSchema;
import io.github.ovnnb.ovsdb.protocol.MonitorShape;
import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import io.github.ovnnb.ovsdb.protocol.TableUpdates;
import io.github.ovnnb.ovsdb.protocol.TransactionReply;
import io.github.ovnnb.ovsdb.replica.ReplicaWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's whole life: one connection after another, the replica kept in step over each, transactions sent over whichever
 * is in step. Everything but the constructor and {@link #nextId} belongs to the loop.
 */
public final class DatabaseSession {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseSession.class);

    /** What the client wants to know. Called on the loop. */
    public interface Listener {
        /** A connection is being made.
         *
         * @param attempt counted from 1 since the last connection that stood for a while
         */
        void connecting(Remote remote, int attempt, Optional<String> lastProblem);

        /** The replica is in step.
         *
         * @param resumed whether only what had changed was transferred
         */
        void synced(Remote remote, DatabaseSchema schema, boolean resumed);

        /** The connection ended, or did not come to be; {@code pause} will pass before the next attempt. */
        void disconnected(Remote remote, String reason, Duration pause);

        /** So many bytes have come, of whatever kind. */
        void received(int bytes);

        /** A transaction of so many bytes was given to the socket. */
        void written(int bytes);
    }

    private final Loop loop;
    private final Connector connector;
    private SessionSettings settings;
    private final ReplicaWriter replica;
    private final Listener listener;
    private final Reconnect reconnect;
    private final TransactionQueue transactions;
    private final QuestionQueue questions;
    private final Locks locks;
    private final FollowedTables tables;
    private final Progress progress = new Progress();
    private final AtomicLong ids = new AtomicLong();
    private Optional<String> lastProblem = Optional.empty();
    private @Nullable Link link;
    private Loop.@Nullable Timer deadlineTimer;
    private Loop.@Nullable Timer pauseTimer;
    private boolean started;
    private boolean passedOver;
    private boolean roundWithoutSuccessReported;
    private boolean closed;

    /** Connects to nobody before {@link #start}. */
    public DatabaseSession(
            Loop loop, Connector connector, SessionSettings settings, ReplicaWriter replica, Listener listener) {
        this.loop = loop;
        this.connector = connector;
        this.settings = settings;
        this.replica = replica;
        this.listener = listener;
        this.reconnect = new Reconnect(settings.remotes(), settings.backoff(), settings.deadlines());
        this.transactions = new TransactionQueue(loop, settings.window(), settings.whileDisconnected());
        this.questions = new QuestionQueue(loop);
        this.locks = new Locks();
        this.tables = new FollowedTables(replica);
    }

    /** An id for a request; any thread may ask. */
    public long nextId() {
        return ids.incrementAndGet();
    }

    /** Begins to connect; has no effect the second time, or once closed. */
    public void start() {
        if (!closed && !started) {
            started = true;
            connect();
        }
    }

    /** Sends it when there is a connection in step and room in the window; its ending is told in any case. */
    public void submit(Transaction transaction) {
        if (closed) {
            transaction.ending().notSent("the client is closed");
        } else {
            transactions.submit(transaction);
        }
    }

    /** See {@link TransactionQueue#cancel}. */
    public void cancel(long transaction) {
        transactions.cancel(transaction);
    }

    /** Asks when there is a connection in step; the question hears of an answer, or that there will be none. */
    public <T> void ask(Question<T> question) {
        if (closed) {
            question.answer().unanswered("the client is closed");
        } else {
            questions.submit(question);
        }
    }

    /** Whether the server that we are connected to surely executes a transaction just once. */
    public boolean executesOnce() {
        return link != null && link.executesOnce();
    }

    /** {@return the locks that are wanted, to be changed} */
    public Locks locks() {
        return locks;
    }

    /**
     * Tries these from now on; a connection to none of them, or to another cluster than is wanted now, ends. They are not made to wait
     * for a pause that others have earned.
     */
    public void replaceRemotes(Remotes others) {
        var sameCluster = others.clusterId().equals(settings.remotes().clusterId());
        settings = settings.with(others);
        reconnect.replace(others);
        if (link != null && !(sameCluster && others.members().contains(link.connection.remote()))) {
            link.connection.close("other remotes are to be used");
        } else if (pauseTimer != null) {
            pauseTimer.cancel();
            connect();
        }
    }

    /** Accepts members of the cluster again that know less than we have seen. */
    public void forgetIndex() {
        progress.forget();
    }

    /** What is replicated, to be changed. */
    public FollowedTables tables() {
        return tables;
    }

    /** Ends everything that waits, and the connection, and tries no other. */
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (pauseTimer != null) {
            pauseTimer.cancel();
        }
        transactions.close("the client is closed");
        questions.close("the client is closed");
        tables.close("the client is closed");
        locks.lost();
        if (link != null) {
            link.connection.close("the client is closed");
        }
        connector.release();
    }

    private void connect() {
        pauseTimer = null;
        if (closed) {
            return;
        }
        var attempt = reconnect.begin(loop.nanoTime());
        watchDeadline();
        listener.connecting(attempt.remote(), attempt.number(), lastProblem);
        LOG.debug("connecting to {} (attempt {})", attempt.remote(), attempt.number());
        link = new Link(attempt.remote());
        link.connection.open(connector);
    }

    private void entered(Phase phase) {
        reconnect.enter(phase, loop.nanoTime());
        watchDeadline();
    }

    private void watchDeadline() {
        if (deadlineTimer != null) {
            deadlineTimer.cancel();
        }
        var deadline = reconnect.deadline();
        if (deadline.isPresent()) {
            var left = Math.max(0, deadline.getAsLong() - loop.nanoTime());
            deadlineTimer = loop.schedule(Duration.ofNanos(left), this::checkDeadline);
        }
    }

    private void checkDeadline() {
        var deadline = reconnect.deadline();
        if (deadline.isEmpty() || link == null) {
            return;
        }
        if (deadline.getAsLong() <= loop.nanoTime()) {
            link.connection.close(reconnect.overdue());
        } else {
            watchDeadline();
        }
    }

    private void disconnected(Remote remote, String reason) {
        link = null;
        lastProblem = Optional.of(remote + ": " + reason);
        var wasSynced = reconnect.phase() == Phase.SYNCED;
        var pause = reconnect.lost(loop.nanoTime());
        watchDeadline();
        if (closed) {
            LOG.info("disconnected from {}: {}", remote, reason);
        } else {
            report(wasSynced, remote, reason, pause);
            listener.disconnected(remote, reason, pause);
        }
        // After the news: whoever hears that an outcome is unknown knows already that there is no connection.
        transactions.lost(remote + ": " + reason);
        questions.lost();
        locks.lost();
        tables.lost();
        if (!closed) {
            connectAfter(pause);
        }
    }

    private void connectAfter(Duration pause) {
        if (pause.isZero()) {
            loop.execute(this::connect);
        } else {
            pauseTimer = loop.schedule(pause, this::connect);
        }
    }

    /** That a cluster has followers is no news: they are passed over quietly, unless nobody else is there. */
    private void report(boolean wasSynced, Remote remote, String reason, Duration pause) {
        if (wasSynced) {
            LOG.info("disconnected from {}: {}; next attempt in {} s", remote, reason, pause.toSeconds());
        } else if (!passedOver) {
            LOG.warn("no connection to {}: {}; next attempt in {} s", remote, reason, pause.toSeconds());
        } else if (pause.isZero() || roundWithoutSuccessReported) {
            LOG.debug("passed over {}: {}; next attempt in {} s", remote, reason, pause.toSeconds());
        } else {
            roundWithoutSuccessReported = true;
            LOG.info("no server will do, the last was {}: {}; trying on", remote, reason);
        }
        passedOver = false;
    }

    /** One connection with what is done over it. */
    private final class Link implements Connection.Listener, Synchronization.Listener, TransactionQueue.Line {
        private final Connection connection;
        private final Synchronization synchronization;
        private @Nullable DatabaseSchema schema;

        Link(Remote remote) {
            connection = new Connection(remote, loop, ids, settings.limits(), this);
            synchronization = new Synchronization(settings, progress, tables, replica, connection, this);
        }

        @Override
        public void securing(Connection from) {
            DatabaseSession.this.entered(Phase.SECURING);
        }

        @Override
        public void connected(Connection from) {
            synchronization.start();
        }

        @Override
        public void entered(Phase phase) {
            if (phase != Phase.SYNCED) {
                connection.stopProbing();
                transactions.hold("the replica is being synchronized");
            }
            DatabaseSession.this.entered(phase);
        }

        @Override
        public void synced(DatabaseSchema newSchema, boolean resumed) {
            schema = newSchema;
            roundWithoutSuccessReported = false;
            LOG.info(
                    "connected to {}: {} {} is in step{}",
                    connection.remote(),
                    newSchema.name(),
                    newSchema.version(),
                    resumed ? " (resumed)" : "");
            connection.startProbing(settings.probeInterval());
            listener.synced(connection.remote(), newSchema, resumed);
            // Locks first: a transaction that asserts one would be refused.
            locks.connected(connection);
            questions.connected(connection);
            transactions.open(this);
        }

        @Override
        public void expectsRows() {
            connection.stopProbing();
            DatabaseSession.this.entered(Phase.DUMP);
        }

        @Override
        public void hasRows() {
            connection.startProbing(settings.probeInterval());
            DatabaseSession.this.entered(Phase.SYNCED);
        }

        @Override
        public void unsuitable(String reason) {
            passedOver = true;
            connection.close(reason);
        }

        @Override
        public void write(Transaction transaction) {
            var current = schema;
            if (current == null) {
                throw new IllegalStateException("nothing is sent before the schema is known");
            }
            listener.written(transaction.request().remaining());
            connection.send(
                    transaction.id(),
                    transaction.request(),
                    new TransactionAnswer(transaction.id(), ReplyShape.transaction(current, transaction.operations())));
        }

        @Override
        public boolean isWritable() {
            return connection.isWritable();
        }

        @Override
        public void cancel(long id) {
            connection.notify(RequestEncoder.cancel(id));
        }

        @Override
        public boolean executesOnce() {
            return synchronization.isStandalone();
        }

        @Override
        public void giveUp(String reason) {
            connection.close(reason);
        }

        @Override
        public void writable(Connection from) {
            transactions.pump();
        }

        @Override
        public void received(Connection from, int bytes) {
            reconnect.progress(loop.nanoTime());
            listener.received(bytes);
        }

        @Override
        public Optional<MonitorShape> monitorShape(String monitor) {
            return synchronization.shape(monitor);
        }

        @Override
        public void updated(String monitor, Optional<UUID> transaction, TableUpdates updates) {
            synchronization.updated(monitor, transaction, updates);
        }

        @Override
        public void monitorCanceled(String monitor) {
            LOG.info("{}: the database was converted or replaced; synchronizing again", connection.remote());
            synchronization.canceled(monitor);
        }

        @Override
        public void locked(String lock) {
            locks.locked(lock);
        }

        @Override
        public void stolen(String lock) {
            locks.stolen(lock);
        }

        @Override
        public void outOfStep(Connection from, String how) {
            tables.forgetProgress();
            connection.close("the replica is out of step and will be loaded afresh: " + how);
        }

        @Override
        public void closed(Connection from, String reason) {
            disconnected(connection.remote(), reason);
        }
    }

    private final class TransactionAnswer implements PendingReply<TransactionReply> {
        private final long id;
        private final ReplyShape<TransactionReply> shape;

        TransactionAnswer(long id, ReplyShape<TransactionReply> shape) {
            this.id = id;
            this.shape = shape;
        }

        @Override
        public ReplyShape<TransactionReply> shape() {
            return shape;
        }

        @Override
        public void answered(TransactionReply reply) {
            transactions.answered(id, reply);
        }

        @Override
        public void refused(OvsdbError error) {
            transactions.refused(id, error);
        }
    }
}
