package io.github.ovnnb.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SweepingTurnTest {
    private final List<String> done = new ArrayList<>();
    private final List<Consumer<Boolean>> inLine = new ArrayList<>();
    private CompletableFuture<Void> seen = new CompletableFuture<>();
    private final SweepingTurn turn = new SweepingTurn(
            listener -> {
                done.add("enter");
                inLine.add(listener);
                return () -> done.add("leave");
            },
            new SweepingTurn.Sight(() -> seen = new CompletableFuture<>(), () -> done.add("look away")),
            all -> done.add(all ? "sees all" : "sees its own"),
            Runnable::run);

    private void itsTurnComes() {
        inLine.get(inLine.size() - 1).accept(true);
        seen.complete(null);
    }

    @Test
    void seesAllWhenItsTurnHasComeAndAllPodsAreKnown() {
        turn.claim();
        turn.claim();
        inLine.get(0).accept(true);
        assertThat(done).containsExactly("enter");

        seen.complete(null);

        assertThat(done).containsExactly("enter", "sees all");
    }

    @Test
    void givesTheTurnBackWhenItHearsNothing() {
        turn.claim();
        itsTurnComes();

        turn.hears(false);

        assertThat(done).containsExactly("enter", "sees all", "sees its own", "look away", "leave");
    }

    @Test
    void leavesTheLineToo() {
        turn.claim();

        turn.hears(false);

        assertThat(done).containsExactly("enter", "leave");
    }

    @Test
    void standsInLineAgainWhenItHears() {
        turn.claim();
        turn.hears(false);
        turn.hears(true);
        assertThat(done).containsExactly("enter", "leave", "enter");

        itsTurnComes();

        assertThat(done).endsWith("sees all");
    }

    @Test
    void doesNotStandInLineForWhatItDoesNotWant() {
        turn.hears(false);
        turn.hears(true);

        assertThat(done).isEmpty();
    }

    @Test
    void isNotToldOfATurnThatItHasGivenBack() {
        turn.claim();
        turn.hears(false);

        inLine.get(0).accept(true);

        assertThat(done).containsExactly("enter", "leave");
    }
}
