package io.github.ovnnb.it.bench.domain;

import java.util.Collections;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

/** One address out of a subnet, and back. What is taken stays as it was: each batch is undone outside of the measurement. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class SpaceBench {
    /** Fewer than are free in the fullest subnet. */
    private static final int BATCH = 512;

    /** What both have: the subnet, filled. */
    @State(Scope.Thread)
    public abstract static class Filled {
        @Param("agent")
        public String implementation = "";

        @Param("NET16_EMPTY")
        public Scenario scenario = Scenario.NET16_EMPTY;

        final int[] shuffled = shuffled();
        Space space = Space.of("bitset", Scenario.NET16_EMPTY, BATCH);

        @Setup(Level.Trial)
        public void fill() {
            space = Space.of(implementation, scenario, BATCH);
        }

        private static int[] shuffled() {
            var slots = IntStream.range(0, BATCH).boxed().collect(Collectors.toList());
            Collections.shuffle(slots, new Random(7));
            return slots.stream().mapToInt(Integer::intValue).toArray();
        }
    }

    public static class ToAllocate extends Filled {
        @TearDown(Level.Invocation)
        public void undo() {
            for (int slot : shuffled) {
                space.release(slot);
            }
        }
    }

    public static class ToRelease extends Filled {
        @Setup(Level.Invocation)
        public void prepare() {
            for (int slot = 0; slot < BATCH; slot++) {
                space.allocate(slot);
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void allocate(ToAllocate state) {
        for (int slot = 0; slot < BATCH; slot++) {
            state.space.allocate(slot);
        }
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void release(ToRelease state) {
        for (int slot : state.shuffled) {
            state.space.release(slot);
        }
    }
}
