package io.github.ovnnb.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ovnnb.agent.domain.AddressBook;
import io.github.ovnnb.agent.domain.HeldAddresses;
import io.github.ovnnb.agent.domain.NodeAddresses;
import io.github.ovnnb.agent.domain.PoolCatalog;
import io.github.ovnnb.agent.domain.PoolSpec;
import io.github.ovnnb.agent.domain.PoolUsage;
import io.github.ovnnb.agent.domain.SubnetCatalog;
import io.github.ovnnb.agent.domain.SubnetSpec;
import io.github.ovnnb.agent.domain.SubnetUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class SubnetReporterTest {
    private final List<SubnetUsage> told = new ArrayList<>();
    private final List<PoolUsage> toldOfPools = new ArrayList<>();
    private final List<Runnable> timers = new ArrayList<>();
    private final AddressBook book = new AddressBook();
    private boolean works = true;
    private boolean isBroken;
    private final SubnetReporter reporter;

    SubnetReporterTest() {
        var spec = SubnetSpec.of("s", "10.0.0.0/29").isDefault(true).build();
        var pool = new PoolSpec("p", "s", List.of(), List.of("10.0.0.5..10.0.0.6"));
        var catalog = new SubnetCatalog(
                List.of(((SubnetSpec.Good) spec.read()).subnet()),
                new PoolCatalog(List.of(((PoolSpec.Good) pool.read()).pool())),
                NodeAddresses.NONE);
        book.define(catalog);
        reporter = new SubnetReporter(
                book,
                () -> catalog,
                new SubnetReporter.Destination() {
                    @Override
                    public CompletionStage<Boolean> write(SubnetUsage usage) {
                        if (isBroken) {
                            throw new IllegalStateException("a mistake");
                        }
                        told.add(usage);
                        return CompletableFuture.completedFuture(works);
                    }

                    @Override
                    public CompletionStage<Boolean> write(PoolUsage usage) {
                        toldOfPools.add(usage);
                        return CompletableFuture.completedFuture(works);
                    }
                },
                (delay, action) -> timers.add(action),
                Runnable::run);
    }

    private void timePasses() {
        var due = List.copyOf(timers);
        timers.clear();
        due.forEach(Runnable::run);
    }

    private void row(String addresses) {
        var unused = book.rowIs("port", Set.of("s"), HeldAddresses.read(Set.of(addresses)));
    }

    @Test
    void tellsEverySubnetAtFirstAndThenOnlyWhatHasChanged() {
        reporter.start();
        timePasses();
        timePasses();
        assertThat(told).hasSize(1);

        row("0a:00:00:00:00:01 10.0.0.5");
        row("0a:00:00:00:00:01 10.0.0.6");
        timePasses();
        assertThat(told).hasSize(2);
        assertThat(told.get(1).families().get(0).usingCount()).isOne();
    }

    @Test
    void tellsOfAPoolByItselfWhenSomethingOfItHasChanged() {
        reporter.start();
        timePasses();
        row("0a:00:00:00:00:01 10.0.0.5");
        timePasses();
        row("0a:00:00:00:00:01 10.0.0.5 fd00::5");
        timePasses();

        assertThat(toldOfPools)
                .extracting(usage -> usage.families().get(0).usingCount().intValue())
                .containsExactly(0, 1);
    }

    @Test
    void saysNothingWhenAllIsAsItWas() {
        reporter.start();
        timePasses();

        row("0a:00:00:00:00:01 10.0.0.5");
        var unused = book.rowIsGone("port");
        timePasses();

        assertThat(told).hasSize(1);
    }

    @Test
    void triesAgainWhatCouldNotBeWritten() {
        works = false;
        reporter.start();
        timePasses();
        works = true;
        timePasses();
        timePasses();

        assertThat(told).hasSize(2);
    }

    @Test
    void goesOnAfterAMistake() {
        isBroken = true;
        reporter.start();
        assertThatThrownBy(this::timePasses).hasMessage("a mistake");
        isBroken = false;
        row("0a:00:00:00:00:01 10.0.0.5");
        timePasses();

        assertThat(told).hasSize(1);
    }

    @Test
    void isSilentAfterItWasStopped() {
        reporter.start();
        reporter.stop();
        timePasses();

        assertThat(told).isEmpty();
        assertThat(timers).isEmpty();
    }
}
