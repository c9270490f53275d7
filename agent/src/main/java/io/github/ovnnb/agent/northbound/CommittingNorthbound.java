package io.github.ovnnb.agent.northbound;

import io.github.ovnnb.agent.domain.Placement;
import io.github.ovnnb.agent.domain.PortChange;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.reconcile.Northbound;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The reconciler's seam: reads from the rows, writes through the group commit. */
final class CommittingNorthbound implements Northbound {
    private final Rows rows;
    private final GroupCommit writer;
    private final Optional<String> sweeperLock;

    private CommittingNorthbound(Rows rows, GroupCommit writer, Optional<String> sweeperLock) {
        this.rows = rows;
        this.writer = writer;
        this.sweeperLock = sweeperLock;
    }

    /** For the one agent that writes. @param lock it holds that lock, and every transaction asserts it */
    static CommittingNorthbound alone(
            Rows rows, Transactor transactor, String lock, Supplier<UUID> newUuid, Executor thread) {
        var writer = new GroupCommit(transactor, new Fence(lock), Company.NONE, Runnable::run, rows, newUuid, thread);
        return new CommittingNorthbound(rows, writer, Optional.empty());
    }

    /**
     * For one of several.
     *
     * @param epochs told of every switch when what was written with it has been heard
     * @param undisputed whether a port may have these addresses by all that has been heard
     * @param sweeperLock held by the one that may sweep
     */
    static CommittingNorthbound amongOthers(
            Rows rows,
            Transactor transactor,
            Epochs epochs,
            BiPredicate<String, Placement> undisputed,
            String sweeperLock,
            GroupCommit.Pause pause,
            Supplier<UUID> newUuid,
            Executor thread) {
        var company = new OtherNodes(rows, epochs, undisputed);
        var writer = new GroupCommit(transactor, new NodeMark(), company, pause, rows, newUuid, thread);
        return new CommittingNorthbound(rows, writer, Optional.of(sweeperLock));
    }

    @Override
    public void onStanding(Consumer<Optional<String>> listener) {
        writer.onStanding(listener);
    }

    @Override
    public Optional<PortFacts> port(String name) {
        return rows.port(name);
    }

    @Override
    public Collection<PortIdentity> ports() {
        return rows.ports();
    }

    @Override
    public CompletionStage<Void> takeOver() {
        return writer.takeOver();
    }

    @Override
    public void cease() {
        writer.cease();
    }

    @Override
    public CompletionStage<CommitOutcome> commit(PortChange change) {
        return writer.commit(change);
    }

    @Override
    public CompletionStage<CommitOutcome> sweep(PortChange change) {
        return sweeperLock.map(lock -> writer.commit(change, lock)).orElseGet(() -> writer.commit(change));
    }
}
