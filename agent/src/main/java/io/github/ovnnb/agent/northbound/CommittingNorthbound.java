package io.github.ovnnb.agent.northbound;

import io.github.ovnnb.agent.domain.PortChange;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.reconcile.Northbound;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** The reconciler's seam: reads from the rows, writes through the group commit. */
final class CommittingNorthbound implements Northbound {
    private final Rows rows;
    private final GroupCommit writer;

    CommittingNorthbound(Rows rows, Transactor transactor, String lock, Supplier<UUID> newUuid, Executor thread) {
        this.rows = rows;
        this.writer = new GroupCommit(transactor, lock, rows, newUuid, thread);
    }

    @Override
    public Optional<PortFacts> port(PortIdentity port) {
        return rows.port(port.portName());
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
    public CompletionStage<CommitOutcome> commit(PortChange change) {
        return writer.commit(change);
    }
}
