package io.github.ovnnb.ovsdb;

import io.github.ovnnb.ovsdb.draft.Draft;
import io.github.ovnnb.ovsdb.netty.NettyTransport;
import io.github.ovnnb.ovsdb.protocol.Condition;
import io.github.ovnnb.ovsdb.protocol.DatabaseSchema;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.OperationResult;
import io.github.ovnnb.ovsdb.replica.Replica;
import io.github.ovnnb.ovsdb.replica.ReplicaWriter;
import io.github.ovnnb.ovsdb.replica.Snapshot;
import io.github.ovnnb.ovsdb.replica.Subscription;
import io.github.ovnnb.ovsdb.replica.TableDefinition;
import io.github.ovnnb.ovsdb.session.DatabaseSession;
import io.github.ovnnb.ovsdb.session.Transport;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A client of one OVSDB database (RFC 7047): transacts, and keeps a {@link Replica} of the monitored tables in step. It connects, and
 * reconnects for as long as it is not closed, by itself.
 *
 * <p>All methods may be called from any thread and none blocks. Stages are completed on the client's event loop, in the order of the
 * wire: when a transaction's stage completes as committed, the replica already shows its effect, and the changes are on their way to
 * the replica's listeners. Functions given to {@code thenApply} and the like therefore run on the event loop and must not block; use
 * {@code thenApplyAsync} with an executor of your own for work that might. Waiting for a stage on the event loop fails with an
 * IllegalStateException instead of waiting for ever.
 */
public final class OvsdbClient implements AutoCloseable {
    private final OvsdbClientOptions options;
    private final Transport transport;
    private final boolean ownsTransport;
    private final LoopEntrance loop;
    private final Replica replica;
    private final DatabaseSession session;
    private final ClientMetrics metrics;
    private final ClientStatus status;
    private final Submissions submissions;
    private final Resolutions resolutions;
    private final Changes changes;
    private final ServerQuestions questions;
    private final LockHandles locks;

    private OvsdbClient(OvsdbClientOptions options) {
        this.options = options;
        ownsTransport = options.transport().isEmpty();
        transport = options.transport().orElseGet(NettyTransport::create);
        var owner = transport.loopFor(options.session().remotes());
        loop = new LoopEntrance(owner);
        var writer = ReplicaWriter.of(options.tables());
        replica = writer.replica();
        metrics = options.newMetrics();
        status = new ClientStatus(owner, metrics);
        metrics.observe(new ClientGauges(status, replica));
        session = new DatabaseSession(
                owner, transport.connectorOn(owner, options.tls()), options.session(), writer, status);
        submissions = new Submissions(loop, session, status, metrics, options);
        resolutions = new Resolutions(loop, submissions, session, status, replica, options.transactionDeadline());
        changes = new Changes(loop, writer, status, metrics, options, resolutions);
        questions = new ServerQuestions(loop, session, options.session().database(), options.transactionDeadline());
        locks = new LockHandles(loop, session);
    }

    /** Prepares a client; nothing is connected before {@link #start}. */
    public static OvsdbClient create(OvsdbClientOptions options) {
        return new OvsdbClient(options);
    }

    /**
     * Begins to connect. Completes when the replica holds the first snapshot, however long that takes, while attempts go on; fails with
     * {@link OvsdbException.Unanswered} only if the client is closed before.
     */
    public CompletionStage<Void> start() {
        loop.run(session::start, status::closed);
        var started = loop.<Void>newStage();
        // Of one's own, so that nobody can complete or cancel it for others.
        var unused = status.firstSnapshot().whenComplete((done, failure) -> {
            if (failure == null) {
                started.complete(done);
            } else {
                started.completeExceptionally(failure);
            }
        });
        return started;
    }

    /** The same as {@link #transact(List, Duration)} with the deadline of the options. */
    public CompletionStage<TransactionOutcome> transact(List<Operation> operations) {
        return transact(operations, options.transactionDeadline());
    }

    /**
     * Sends one transaction when there is a connection in step and room in the window; transactions are sent in the order given. Never
     * sent twice, and never fails: every end is a {@link TransactionOutcome}. Ends at once as not sent if too many are unfinished already
     * ({@link OvsdbClientOptions.Builder#unfinishedTransactions}), so that a caller who never waits cannot fill the memory.
     *
     * @param deadline from now to the answer. If it passes before the transaction was sent, it is not sent. If it passes after, the
     *     outcome is unknown and the connection is given up, because a deposed leader may never answer
     * @throws IllegalArgumentException if a string holds what the server cannot take, such as NUL; if the deadline is negative or
     *     longer than fifty years
     */
    public CompletionStage<TransactionOutcome> transact(List<Operation> operations, Duration deadline) {
        return submit(operations, deadline).outcome();
    }

    /** The same as {@link #transact(List, Duration)}, and it can be called back. */
    public SubmittedTransaction submit(List<Operation> operations, Duration deadline) {
        return submissions.submit(operations, deadline);
    }

    /**
     * Sends a transaction that inserts a row under a uuid chosen for it, and does not leave its outcome unknown: after a lost connection
     * it looks for the row, in the replica or by asking the server, and if the row is not there gives the transaction again with the same
     * uuids. That stores nothing twice: a server that finds the row refuses, and that refusal is recognised as a commit. A row that
     * somebody has removed in between is inserted again. If the replica cannot show the row (its table is not monitored, or not all of
     * it), the server is asked first whether it is there already, because such a row would prove nothing. A row of a table that is not
     * a root, which no other row refers to, is never stored: the server commits such an insert all the same, and so does this.
     *
     * <p>A transaction that inserts no row under a uuid of the caller's is sent once, as by {@link #transact(List, Duration)}.
     *
     * <p>A commit that was found by looking has {@link OperationResult.Unseen} as results of what is not such an insert. An outcome is
     * still unknown if the deadline passes before there is a connection again, or if repetitions are refused for another reason while
     * the first attempt may yet be executed.
     *
     * @param deadline from now to the end; each attempt has at most the deadline of the options
     */
    public CompletionStage<TransactionOutcome> transactResolved(List<Operation> operations, Duration deadline) {
        return resolutions.resolve(operations, deadline);
    }

    /** The same with a deadline four times that of the options: two minutes by default. */
    public CompletionStage<TransactionOutcome> transactResolved(List<Operation> operations) {
        return transactResolved(operations, options.transactionDeadline().multipliedBy(4));
    }

    /**
     * Sends a transaction once; if its outcome is unknown, waits for the replica to be in step again and lets the caller look. Never gives
     * it again, so if it is not to be seen, the outcome stays unknown.
     *
     * @param isStored whether the replica shows the effect of just this transaction; called on the event loop
     */
    public CompletionStage<TransactionOutcome> transactResolved(
            List<Operation> operations, Predicate<Snapshot> isStored, Duration deadline) {
        return resolutions.resolve(operations, isStored, deadline);
    }

    /** The same as {@link #change(ChangeOptions, Consumer)} with {@link ChangeOptions#DEFAULT}. */
    public CompletionStage<ChangeOutcome> change(Consumer<Draft> drafting) {
        return change(ChangeOptions.DEFAULT, drafting);
    }

    /**
     * Has a transaction drafted over the replica, once that is in step, and sends what differs; if that is nothing, the change is committed
     * without a word to the server. If others have changed what the draft relies on ({@code verify}, or a row that is gone), it is drafted
     * afresh over what the replica shows then, as often as the deadline permits. Any other refusal is the end. An unknown outcome is found
     * out as by {@link #transactResolved(List, Duration)} if the draft inserts rows.
     *
     * @param drafting may be called several times, so it must do nothing but read and draft; by default called on the event loop
     * @return fails with whatever {@code drafting} throws, which then changes nothing, or with IllegalArgumentException if a string holds
     *     what the server cannot take
     */
    public CompletionStage<ChangeOutcome> change(ChangeOptions how, Consumer<Draft> drafting) {
        return changes.make(how, drafting);
    }

    /** Which databases the server has, besides its own {@code _Server}. */
    public CompletionStage<List<String>> listDatabases() {
        return questions.databases();
    }

    /** The schema that the server has now; it may differ from an earlier one after a conversion. */
    public CompletionStage<DatabaseSchema> schema() {
        return questions.schema();
    }

    /** The id of the server that the client is connected to; another member of the cluster has another. */
    public CompletionStage<UUID> serverId() {
        return questions.serverId();
    }

    /**
     * Converts the database to another schema, as {@code ovsdb-client convert} does. The replica follows on the same connection; clients
     * that are not aware of such changes are disconnected by the server.
     *
     * <p>It is asked for once: if the connection is lost, or the deadline of a transaction passes, before the server has answered, the
     * stage fails with {@link OvsdbException.OutcomeUnknown}; {@link #schema} then tells what has become of it.
     *
     * @param schema as JSON, in the format of an {@code .ovsschema} file
     * @return fails with {@link OvsdbException.RequestRefused} if the data do not fit the schema
     * @throws IllegalArgumentException if it is not JSON
     */
    public CompletionStage<Void> convert(String schema) {
        return questions.convert(schema);
    }

    /**
     * Replicates more tables. Completes when their rows are in the replica, however long that takes. They share a monitor of their own,
     * which is resumed for itself; a transaction over one of them and one of the earlier tables is two steps of the replica.
     *
     * @return fails with IllegalArgumentException if one of them is monitored already (a table has one monitor; ask for all columns at
     *     once, or stop it before), and with {@link OvsdbException.RequestRefused} if the server refuses, after which it is as before
     */
    public CompletionStage<Void> monitor(TableDefinition... tables) {
        var more = List.of(tables);
        return ReplicationWish.of(answer -> session.tables().add(more, answer), loop);
    }

    /**
     * Replicates other rows of a monitored table ({@code monitor_cond_change}). Completes when the server has said yes and the replica
     * has just those rows; listeners hear of rows that come and go as inserted and deleted. It holds for all connections to come; if the
     * connection is lost before the answer, the new rows are asked for over the next one.
     *
     * @param anyOf rows of which any one condition holds; every row if none is given
     * @return fails with {@link OvsdbException.RequestRefused} if the server does not understand the condition, or knows no conditional
     *     monitors ({@code unknown method}, before OVS 2.6): then all is as before
     */
    public CompletionStage<Void> changeCondition(String table, Condition... anyOf) {
        var where = List.of(anyOf);
        return ReplicationWish.of(answer -> session.tables().changeCondition(table, where, answer), loop);
    }

    /**
     * Replicates a table no longer. Its rows leave the replica at once, which its listeners hear as deletions, and to ask the replica
     * for it is a mistake from then on. Completes when the server knows, too, or there is no connection any more.
     */
    public CompletionStage<Void> stopMonitoring(String table) {
        return ReplicationWish.of(answer -> session.tables().remove(table, answer), loop);
    }

    /**
     * Uses other remotes from now on. A connection to one of them goes on; any other ends, and the new ones are tried.
     *
     * @param commaSeparated as in {@link OvsdbClientOptions.Builder#remotes}
     * @throws IllegalArgumentException if it cannot be understood
     */
    public void remotes(String commaSeparated) {
        var others = options.remotes(commaSeparated);
        loop.run(() -> session.replaceRemotes(others), () -> {});
    }

    /**
     * Forgets how far the database had come, below which no member of its cluster is accepted. To be called when a cluster was restored
     * to an earlier state under the same id, whose members would otherwise count as behind for ever.
     */
    public void forgetIndex() {
        loop.run(session::forgetIndex, () -> {});
    }

    /** The copy of the monitored tables. While disconnected it shows what was known last. */
    public Replica replica() {
        return replica;
    }

    /**
     * Asks for a lock, and again after every reconnect, until {@link Lock#unlock}. Asked of a closed client, it stays
     * {@link Lock.State#UNCONNECTED}.
     *
     * @param name an {@code <id>} of RFC 7047 section 3.1: letters, digits and underscores
     * @throws IllegalStateException if this client has a handle of the name already that was not unlocked: a session can ask for a lock
     *     once
     */
    public Lock lock(String name) {
        return locks.acquire(name);
    }

    /** {@return how the connection stands at this moment} */
    public ConnectionStatus status() {
        return status.current();
    }

    /** Tells the present status and then every change, in order, on {@code executor}. */
    public Subscription onStatus(Consumer<ConnectionStatus> listener, Executor executor) {
        return status.subscribe(listener, executor);
    }

    /**
     * Ends the client: transactions that wait end as not sent, those on the wire as unknown. Returns at once; a stage that is still
     * open completes soon after.
     */
    @Override
    public void close() {
        loop.run(
                () -> {
                    session.close();
                    status.closed();
                    changes.close();
                    metrics.close();
                    if (ownsTransport) {
                        transport.close();
                    }
                },
                () -> {});
    }
}
