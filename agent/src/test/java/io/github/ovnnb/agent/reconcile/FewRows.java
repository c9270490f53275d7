package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.PortChange;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A database of some rows that answers nothing that is written to it. */
final class FewRows implements Northbound {
    final List<PortFacts> there = new ArrayList<>();
    final List<PortChange> written = new ArrayList<>();

    @Override
    public Optional<PortFacts> port(String name) {
        return there.stream().filter(row -> row.name().equals(name)).findFirst();
    }

    @Override
    public Collection<PortIdentity> ports() {
        return List.of();
    }

    @Override
    public CompletionStage<Void> takeOver() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void cease() {}

    @Override
    public void onStanding(Consumer<Optional<String>> listener) {}

    @Override
    public CompletionStage<CommitOutcome> sweep(PortChange change) {
        return commit(change);
    }

    /** Never answered. */
    @Override
    public CompletionStage<CommitOutcome> commit(PortChange change) {
        written.add(change);
        return new CompletableFuture<>();
    }
}
