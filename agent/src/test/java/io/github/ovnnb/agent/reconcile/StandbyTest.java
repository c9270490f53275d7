package io.github.ovnnb.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.AddressBook;
import io.github.ovnnb.agent.domain.PortChange;
import io.github.ovnnb.agent.domain.PortDefaults;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.PortPlanner;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A reconciler that is told of everything and may do nothing, as that of a standby for years. */
class StandbyTest {
    private static final int MANY = 1_000;

    private final AddressBook book = new AddressBook();
    private final Reconciler reconciler = new Reconciler(
            new Reconciler.Seams(
                    new NoPods(),
                    new NoRows(),
                    (namespace, pod) -> CompletableFuture.completedFuture(new PodLookup.NotThere()),
                    (port, workload, premises) ->
                            CompletableFuture.completedFuture(new Inquiry.Failed("not asked here")),
                    patch -> CompletableFuture.completedFuture(new Annotator.PodGone()),
                    (pod, obstacle) -> {},
                    (delay, action) -> {},
                    Runnable::run),
            new PortPlanner(book, new PortDefaults(false), new Random(1)),
            book);

    private void comeAndGo(int pods) {
        for (int number = 0; number < pods; number++) {
            var port = PortIdentity.of("shop", "pod-" + number);
            reconciler.offer(port);
            reconciler.podDeleted(port, "uid-" + number);
        }
    }

    @Test
    void pilesUpNothingForThePodsThatCameAndWent() {
        comeAndGo(MANY);

        assertThat(reconciler.figures().queued()).isZero();
        assertThat(looksOfASweep()).isZero();
    }

    @Test
    void pilesUpNothingEitherWhenItLeadsNoMore() {
        reconciler.activate();
        reconciler.pause();

        comeAndGo(MANY);

        assertThat(reconciler.figures().queued()).isZero();
        assertThat(looksOfASweep()).isZero();
    }

    /** Whoever begins to work offers all that it knows of. */
    private long looksOfASweep() {
        reconciler.sweep();
        return reconciler.figures().queued();
    }

    private static final class NoRows implements Northbound {
        @Override
        public Optional<PortFacts> port(String name) {
            return Optional.empty();
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

        @Override
        public CompletionStage<CommitOutcome> commit(PortChange change) {
            throw new IllegalStateException("there is nothing to write");
        }
    }
}
