package io.github.ovnnb.it.bench.domain;

import io.github.ovnnb.agent.domain.AddressBook;
import io.github.ovnnb.agent.domain.Observation;
import io.github.ovnnb.agent.domain.OwnerFacts;
import io.github.ovnnb.agent.domain.Plan;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortDefaults;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.PortPlanner;
import io.github.ovnnb.agent.domain.SubnetCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The whole decision for one Pod that asks for nothing, and its address in the book; every taken address is some port's. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
@Warmup(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
public class PodBench {
    private static final int BATCH = 512;

    @State(Scope.Thread)
    public abstract static class Cluster {
        @Param("NET16_EMPTY")
        public Scenario scenario = Scenario.NET16_EMPTY;

        final List<Observation> pods = new ArrayList<>();
        AddressBook book = new AddressBook();
        PortPlanner planner = new PortPlanner(book, new PortDefaults(false), new Random(7));

        @Setup(Level.Trial)
        public void fill() {
            book = FilledBook.of(scenario);
            planner = new PortPlanner(book, new PortDefaults(false), new Random(7));
            for (int i = 0; i < BATCH; i++) {
                pods.add(newPod("pod-" + i, FilledBook.catalog(scenario)));
            }
        }

        private static Observation newPod(String name, SubnetCatalog catalog) {
            var pod = new PodFacts(
                    "default",
                    name,
                    name + "-uid",
                    "1",
                    Map.of(),
                    Optional.empty(),
                    PodFacts.Phase.PENDING,
                    false,
                    false,
                    "node-1");
            return new Observation(
                    PortIdentity.ofPod(pod),
                    List.of(pod),
                    Optional.empty(),
                    new OwnerFacts.NotSeen(),
                    new OwnerFacts.NotSeen(),
                    catalog.forNamespace("default", Map.of()),
                    catalog);
        }

        final void decideAll() {
            for (var pod : pods) {
                var bind = (Plan.Bind) planner.plan(pod);
                book.reserve(pod.port().portName(), bind.placement());
            }
        }

        final int releaseAll() {
            int freed = 0;
            for (var pod : pods) {
                freed += book.settle(pod.port().portName()).size();
            }
            return freed;
        }
    }

    public static class ToDecide extends Cluster {
        @TearDown(Level.Invocation)
        public void undo() {
            int unused = releaseAll();
        }
    }

    public static class ToRelease extends Cluster {
        @Setup(Level.Invocation)
        public void prepare() {
            decideAll();
        }
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void decide(ToDecide state) {
        state.decideAll();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int release(ToRelease state) {
        return state.releaseAll();
    }
}
