package io.github.ovnnb.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ovnnb.agent.domain.ChassisBinding;
import io.github.ovnnb.agent.domain.IpAction;
import io.github.ovnnb.agent.domain.IpFacts;
import io.github.ovnnb.agent.domain.PortChange;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.PortOwnership;
import io.github.ovnnb.agent.domain.Workload;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** A recorder on a thread and a clock of the test's own: each tick is half a second. */
class IpRecorderTest {
    private static final PortIdentity A = PortIdentity.of("d", "a");

    private final Map<PortIdentity, PortFacts> rows = new HashMap<>();
    private final Map<String, IpFacts> ips = new HashMap<>();
    private final List<Runnable> timers = new ArrayList<>();
    private final List<IpAction> written = new ArrayList<>();
    private Optional<String> problem = Optional.empty();
    private boolean isBroken;
    private final IpRecorder recorder =
            new IpRecorder(new Rows(), new NoPods(), new Ips(), (delay, action) -> timers.add(action), Runnable::run);

    private void tick() {
        var due = List.copyOf(timers);
        timers.clear();
        due.forEach(Runnable::run);
    }

    private void row(PortIdentity port) {
        rows.put(
                port,
                new PortFacts(
                        new UUID(0, 1),
                        port.portName(),
                        Set.of("s"),
                        Set.of("0a:00:00:00:00:01 10.0.0.5"),
                        Set.of(),
                        Optional.of(port),
                        Optional.of(new PortOwnership(new Workload.Standalone(), Optional.of("uid"))),
                        ChassisBinding.ANYWHERE,
                        "kube-ovn"));
    }

    @Test
    void remembersNothingWhileItIsStoppedAndBeginsWithEverything() {
        row(A);
        recorder.portChanged(A);
        rows.clear();

        recorder.start();
        tick();
        tick();

        assertThat(written).isEmpty();

        recorder.stop();
        row(A);
        recorder.start();
        tick();
        tick();

        assertThat(written).hasSize(1);
    }

    @Test
    void writesOnceHoweverOftenThePortChanges() {
        recorder.start();
        tick();
        row(A);
        recorder.portChanged(A);
        recorder.portChanged(A);
        tick();
        tick();

        assertThat(written)
                .singleElement()
                .isInstanceOfSatisfying(
                        IpAction.Create.class,
                        create -> assertThat(create.name()).isEqualTo("a.d"));
    }

    @Test
    void beginsWithEveryPortAndEveryResource() {
        row(A);
        var before = new IpRecorderTest();
        before.row(PortIdentity.of("d", "gone"));
        before.recorder.start();
        before.tick();
        ips.putAll(before.ips);

        recorder.start();
        tick();

        assertThat(written)
                .hasSize(2)
                .hasAtLeastOneElementOfType(IpAction.Create.class)
                .hasAtLeastOneElementOfType(IpAction.Delete.class);
    }

    @Test
    void looksAgainAtWhatSomebodyChanged() {
        row(A);
        recorder.start();
        tick();
        ips.clear();
        recorder.resourceChanged(A);
        tick();

        assertThat(written).hasSize(2).hasOnlyElementsOfType(IpAction.Create.class);
    }

    @Test
    void restsWhenItCannotWriteAndGoesOnWhereItStopped() {
        row(A);
        problem = Optional.of("the API server is away");
        recorder.start();
        tick();
        tick();
        assertThat(written).hasSize(1);

        problem = Optional.empty();
        for (int ticks = 0; ticks < 10; ticks++) {
            tick();
        }
        assertThat(written).hasSize(2);
        assertThat(ips).containsKey("a.d");
    }

    @Test
    void goesOnWithTheOthersAfterAMistakeAboutOne() {
        row(A);
        row(PortIdentity.of("d", "b"));
        isBroken = true;
        recorder.start();
        assertThatThrownBy(this::tick).hasMessage("a mistake");
        isBroken = false;
        tick();

        assertThat(written).hasSize(1);
    }

    @Test
    void isSilentAfterItWasStopped() {
        row(A);
        recorder.start();
        recorder.stop();
        tick();

        assertThat(written).isEmpty();
        assertThat(timers).isEmpty();
    }

    private final class Ips implements IpResources {
        @Override
        public Optional<IpFacts> named(String name) {
            return Optional.ofNullable(ips.get(name));
        }

        @Override
        public Collection<IpFacts> all() {
            return List.copyOf(ips.values());
        }

        @Override
        public CompletionStage<Optional<String>> write(IpAction action) {
            if (isBroken) {
                throw new IllegalStateException("a mistake");
            }
            written.add(action);
            if (problem.isEmpty()) {
                carryOut(action);
            }
            return CompletableFuture.completedFuture(problem);
        }

        private void carryOut(IpAction action) {
            if (action instanceof IpAction.Create create) {
                ips.put(
                        create.name(),
                        new IpFacts(create.name(), "u", "1", create.labels(), List.of(), false, create.spec()));
            } else if (action instanceof IpAction.Delete delete) {
                ips.remove(delete.seen().name());
            }
        }
    }

    private final class Rows implements Northbound {
        @Override
        public void cease() {}

        @Override
        public void onStanding(java.util.function.Consumer<Optional<String>> listener) {}

        @Override
        public CompletionStage<CommitOutcome> sweep(PortChange change) {
            return commit(change);
        }

        @Override
        public Optional<PortFacts> port(String name) {
            return rows.values().stream().filter(row -> row.name().equals(name)).findFirst();
        }

        @Override
        public Collection<PortIdentity> ports() {
            return List.copyOf(rows.keySet());
        }

        @Override
        public CompletionStage<Void> takeOver() {
            throw new IllegalStateException("a recorder changes no rows");
        }

        @Override
        public CompletionStage<CommitOutcome> commit(PortChange change) {
            throw new IllegalStateException("a recorder changes no rows");
        }
    }
}
