package io.github.ovnnb.agent.northbound;

import io.github.ovnnb.agent.domain.Placement;
import io.github.ovnnb.agent.domain.PortChange;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.reconcile.Northbound;
import io.github.ovnnb.agent.reconcile.Reconciler;
import io.github.ovnnb.ovsdb.ConnectionStatus;
import io.github.ovnnb.ovsdb.Lock;
import io.github.ovnnb.ovsdb.OvsdbClient;
import io.github.ovnnb.ovsdb.OvsdbClientOptions;
import io.github.ovnnb.ovsdb.codec.RequestEncoder;
import io.github.ovnnb.ovsdb.replica.RowChange;
import io.github.ovnnb.ovsdb.replica.RowListener;
import io.github.ovnnb.ovsdb.session.Backoff;
import io.github.ovnnb.ovsdb.session.WhileDisconnected;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The agent's connection to the Northbound database, for as long as the agent lives. */
public final class NorthboundConnection implements AutoCloseable {
    private static final String DATABASE = "OVN_Northbound";

    /**
     * Pods wait while a cluster without leader gets one again, so ask more often than the client would by itself (up to 8 s). A thousand
     * agents of nodes then cost the servers some hundred small questions each second, until one of them leads.
     */
    private static final Backoff BETWEEN_ROUNDS = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(2));

    /** Whoever writes holds it, and every transaction asserts it: there is one writer at a time. */
    private static final String LOCK = "ovn_nb_agent";

    /** Of many node agents the one that holds it gives up ports that are nobody's. */
    private static final String SWEEPER_LOCK = "ovn_nb_agent_sweeper";

    private final String remotes;
    private final OvsdbClient client;
    /** Asked for by who wants to write, never by who only looks. */
    private volatile Optional<Lock> lock = Optional.empty();

    private final SwitchMembership membership = new SwitchMembership();
    private final ReplicaRows rows;
    private final Epochs epochs = new Epochs();

    private NorthboundConnection(String remotes, OvsdbClient client) {
        this.remotes = remotes;
        this.client = client;
        this.rows = new ReplicaRows(client.replica(), membership);
    }

    /** Connects to nothing yet. Throws IllegalArgumentException with a text for the user if the remote can't be read. */
    public static NorthboundConnection to(String remote, Consumer<OvsdbClientOptions.Builder> more) {
        var options = OvsdbClientOptions.builder()
                .remotes(remote)
                .database(DATABASE)
                // What was planned on an old view is to be planned anew, not sent when the connection is back.
                .whileDisconnected(WhileDisconnected.FAIL)
                .backoff(BETWEEN_ROUNDS)
                .monitor(NorthboundTables.SWITCHES, NorthboundTables.PORTS, NorthboundTables.DHCP_ROWS);
        more.accept(options);
        return new NorthboundConnection(remote, OvsdbClient.create(options.build()));
    }

    /** Completes when the rows are here; until then, tries on. */
    public CompletionStage<Void> start() {
        return client.start();
    }

    /** As they were configured. */
    public String remotes() {
        return remotes;
    }

    public ConnectionStatus status() {
        return client.status();
    }

    public void onStatus(Consumer<ConnectionStatus> listener, Executor executor) {
        var unused = client.onStatus(listener, executor);
    }

    /** Asks to be the one agent that writes. Tells whether we are, each time it changes. */
    public void claim(Consumer<Boolean> writer, Executor executor) {
        var asked = client.lock(LOCK);
        lock = Optional.of(asked);
        var unused = asked.onChange(state -> writer.accept(state == Lock.State.HELD), executor);
    }

    /** Asks to be the one node agent that sweeps. Tells whether we are, each time it changes. Returns what gives the turn back, or leaves the line. */
    public Runnable claimSweeping(Consumer<Boolean> sweeper, Executor executor) {
        var asked = client.lock(SWEEPER_LOCK);
        var unused = asked.onChange(state -> sweeper.accept(state == Lock.State.HELD), executor);
        return () -> {
            var unusedToo = asked.unlock();
        };
    }

    /** Takes the lock from whoever has it. Only for one who knows by other means that the holder should not. */
    public void takeLock() {
        lock.filter(asked -> asked.state() == Lock.State.WAITING).ifPresent(Lock::steal);
    }

    /** Every port there is, whoever made it, in no particular order; for a look without following. */
    public List<PortFacts> ports() {
        var once = new SwitchMembership();
        client.replica()
                .snapshot()
                .rows(NorthboundTables.SWITCH)
                .forEach(row -> once.apply(new RowChange.Inserted(row)));
        return new ReplicaRows(client.replica(), once).all();
    }

    /** The port of that name, whoever made it; only while following. */
    public Optional<PortFacts> port(String name) {
        return rows.port(name);
    }

    /**
     * Writes on the port's row that it shall be given up as soon as no Pod uses it. Completes with what kept it from being written, empty if
     * it is there.
     */
    public CompletionStage<Optional<String>> requestRelease(UUID row) {
        return client.replica()
                .snapshot()
                .row(NorthboundTables.PORT, row)
                .map(port -> client.transact(ReleaseRequest.operations(port)).thenApply(ReleaseRequest::problem))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.of("the port is gone")));
    }

    /** The request that would be sent for these changes, RFC 7047 section 4.1.3, for a person to read. */
    public String requestFor(List<PortChange> changes, Supplier<UUID> newUuid) {
        var preconditions = Fence.preconditions(LOCK, newUuid.get().toString());
        var batch = new Batch(changes, preconditions, List.of(), Company.NONE, rows, newUuid);
        return new String(RequestEncoder.transact(0, DATABASE, batch.operations()), StandardCharsets.UTF_8);
    }

    /** The seam of the one reconciler that writes. @param thread the reconciler's */
    public Northbound seam(Supplier<UUID> newUuid, Executor thread) {
        return CommittingNorthbound.alone(rows, client::transact, LOCK, newUuid, thread);
    }

    /**
     * The seam of a reconciler beside whom others write.
     *
     * @param undisputed whether a port may have these addresses by all that the reconciler has heard
     * @param pause runs something on the reconciler's thread a short and random time from now
     * @param thread the reconciler's
     */
    public Northbound sharedSeam(
            BiPredicate<String, Placement> undisputed,
            Consumer<Runnable> pause,
            Supplier<UUID> newUuid,
            Executor thread) {
        return CommittingNorthbound.amongOthers(
                rows, client::transact, epochs, undisputed, SWEEPER_LOCK, pause::accept, newUuid, thread);
    }

    /**
     * Tells the reconciler of every row there is and of every change. A port's switch is part of what is told, and stands in another row: so
     * both are listened to, and each tells how the port is now.
     */
    public void follow(Reconciler reconciler, Executor thread) {
        RowListener switches = change ->
                membership.apply(change).forEach(port -> rows.port(port).ifPresent(reconciler::rowChanged));
        RowListener ports = change -> {
            if (change instanceof RowChange.Deleted) {
                var last = rows.last(change.row());
                // A restore makes every row anew, and the new one of that name may be told of before the old one.
                rows.port(last.name()).ifPresentOrElse(reconciler::rowChanged, () -> reconciler.rowDeleted(last));
            } else {
                rows.port(change.row().uuid()).ifPresent(reconciler::rowChanged);
            }
        };
        var unused = client.replica().listen(NorthboundTables.SWITCH, switches, thread);
        var unusedToo = client.replica().listen(NorthboundTables.PORT, ports, thread);
        // Last, so that the ports of an update are offered to the thread before its epochs are. When an epoch is told,
        // the ports may still be waiting behind us to be told; then they go through the reconciler's own queue. Two
        // turns later all of that is over.
        RowListener later = change -> thread.execute(() -> thread.execute(() -> hear(change)));
        var unusedThree = client.replica().listen(NorthboundTables.SWITCH, later, thread);
    }

    private void hear(RowChange change) {
        var row = change.row();
        if (change instanceof RowChange.Deleted) {
            epochs.gone(row.uuid());
        } else {
            epochs.heard(row.uuid(), row.stringMap("external_ids"));
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
