package io.github.ovnnb.agent.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Drawn lives of a cluster: nothing given twice, nothing lost, everybody served in the end. */
class SimulationTest {
    private static final int SEEDS = Integer.getInteger("simulation.seeds", 1_000);
    private static final int STEPS = 500;
    private static final int SEEDS_WITHOUT_A_HARMLESS_GUARD = 100;
    private static final int SEEDS_OF_A_MODE = 20;
    private static final int SEEDS_UNTIL_NOTICED = 2_000;

    @Test
    void holdsInEveryLife() {
        var outcome = Simulate.run(0, SEEDS, seed -> Simulation.Options.of(seed, STEPS));

        assertThat(outcome.failure()).isEmpty();
        assertThat(outcome.promises()).as("members whose port was watched").isPositive();
        assertThat(outcome.harm()).as("what was inflicted").containsOnlyKeys(Harm.values());
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"LOCK", "FENCE", "KEEP_WHEN_IN_DOUBT", "COUNT_ONLY_WHILE_WATCHING"})
    void noticesWhenAGuardIsMissing(Guards missing) {
        var outcome = Simulate.run(
                0,
                SEEDS_UNTIL_NOTICED,
                seed -> Simulation.Options.of(seed, STEPS).withoutGuard(missing));

        assertThat(outcome.failure()).as("without %s", missing).hasValueSatisfying(failure -> {
            assertThat(failure).hasCauseInstanceOf(World.Violation.class);
            assertThatNoException()
                    .as("with it, seed %d", failure.seed())
                    .isThrownBy(() -> Simulation.run(Simulation.Options.of(failure.seed(), STEPS)));
        });
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void watchesPromisesInEitherMode(Mode mode) {
        var outcome = Simulate.run(
                0, SEEDS_OF_A_MODE, seed -> Simulation.Options.of(seed, STEPS).in(mode));

        assertThat(outcome.failure()).isEmpty();
        assertThat(outcome.promises()).as("members whose port was watched").isPositive();
    }

    /** The lock lets writers take turns in peace; where it fails, because a cluster's servers don't share their locks, the promise stands on the fence. */
    @Test
    void keepsThePromiseWithoutTheLockButNotWithoutTheFenceToo() {
        var withoutLock = Simulate.run(
                0,
                SEEDS_WITHOUT_A_HARMLESS_GUARD,
                seed -> Simulation.Options.of(seed, STEPS).withoutGuard(Guards.LOCK));
        assertThat(withoutLock.failure()).isEmpty();

        var withoutBoth = Simulate.run(
                0,
                SEEDS_UNTIL_NOTICED,
                seed -> Simulation.Options.of(seed, STEPS)
                        .withoutGuard(Guards.LOCK)
                        .withoutGuard(Guards.FENCE));
        assertThat(withoutBoth.failure()).isPresent();
    }

    /** What depends on hash codes that are addresses, or on the order of {@code Set.of}, which each JVM draws anew, would show here. */
    @Test
    void livesAreTheSameInEveryProcess() throws IOException {
        var here = Simulate.run(0, SEEDS_OF_A_MODE, seed -> Simulation.Options.of(seed, STEPS));
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var there = new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Simulate.class.getName(),
                        "--seeds",
                        Integer.toString(SEEDS_OF_A_MODE),
                        "--steps",
                        Integer.toString(STEPS))
                .redirectErrorStream(true)
                .start();

        var said = new String(there.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said).contains("digest " + Long.toHexString(here.digest()) + System.lineSeparator());
    }

    /** What is absent is doubted and counted with care so that few are asked about; the promise stands on the question. */
    @ParameterizedTest
    @EnumSource(names = {"KEEP_WHEN_IN_DOUBT", "COUNT_ONLY_WHILE_WATCHING"})
    void keepsThePromiseByAskingWhateverIsTakenForGone(Guards missing) {
        var outcome = Simulate.run(
                0,
                SEEDS_WITHOUT_A_HARMLESS_GUARD,
                seed -> Simulation.Options.of(seed, STEPS).withoutGuard(missing));

        assertThat(outcome.failure()).isEmpty();
    }

    @Test
    void replaysALifeFromItsSeed() {
        var once = Simulation.run(Simulation.Options.of(42, STEPS));
        var again = Simulation.run(Simulation.Options.of(42, STEPS).withTrace());

        assertThat(again).isEqualTo(once);
    }
}
