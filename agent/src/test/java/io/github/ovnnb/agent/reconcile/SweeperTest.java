package io.github.ovnnb.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;

class SweeperTest {
    private static final Duration QUICK = Duration.ofSeconds(5);
    private static final Duration INTERVAL = Duration.ofSeconds(60);

    private record Action(long at, Runnable task) {}

    private final PriorityQueue<Action> timer = new PriorityQueue<>(Comparator.comparingLong(Action::at));
    private final List<Long> whole = new ArrayList<>();
    private final List<Long> forEvidence = new ArrayList<>();
    private long now;
    private final Sweeper sweeper = new Sweeper(
            () -> whole.add(now),
            () -> forEvidence.add(now),
            (delay, task) -> timer.add(new Action(now + delay.toSeconds(), task)),
            QUICK,
            INTERVAL);

    private void itIs(long second) {
        for (var next = timer.peek(); next != null && next.at() <= second; next = timer.peek()) {
            timer.remove();
            now = next.at();
            next.task().run();
        }
        now = second;
    }

    @Test
    void beginsWithAWholeSweepAndQuickOnesForEvidence() {
        sweeper.start();
        itIs(200);

        assertThat(whole).containsExactly(0L, 60L, 120L, 180L);
        assertThat(forEvidence).containsExactly(5L, 10L, 15L);
    }

    @Test
    void hurriesWhenSomethingMayHaveGoneUnheardOf() {
        sweeper.start();
        itIs(100);
        sweeper.hurry();
        itIs(130);

        assertThat(whole).containsExactly(0L, 60L, 120L);
        assertThat(forEvidence).containsExactly(5L, 10L, 15L, 105L, 110L, 115L);
    }

    /** Each of thousands that are missing from a list says so. */
    @Test
    void hurriesNoFasterForBeingToldOften() {
        sweeper.start();
        itIs(12);
        for (int times = 0; times < 1_000; times++) {
            sweeper.hurry();
        }
        itIs(59);

        assertThat(whole).containsExactly(0L);
        assertThat(forEvidence).containsExactly(5L, 10L, 15L, 20L, 25L);
    }

    @Test
    void neverPutsOffAWholeSweep() {
        sweeper.start();
        for (int second = 1; second <= 60; second++) {
            itIs(second);
            sweeper.hurry();
        }

        assertThat(whole).containsExactly(0L, 60L);
    }

    @Test
    void doesNothingOnceStopped() {
        sweeper.start();
        itIs(7);
        sweeper.stop();
        sweeper.hurry();
        itIs(200);

        assertThat(whole).containsExactly(0L);
        assertThat(forEvidence).containsExactly(5L);
    }
}
