package io.github.ovnnb.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class VigilTest {
    private final List<String> said = new ArrayList<>();
    private final Deque<Runnable> looks = new ArrayDeque<>();
    private boolean current = true;
    private int mended;
    private final Vigil vigil = new Vigil(
            () -> current,
            () -> said.add("broken"),
            () -> mended++,
            hears -> said.add(hears ? "hears" : "deaf"),
            (delay, action) -> {
                assertThat(delay).isEqualTo(Duration.ofSeconds(1));
                looks.add(action);
            });

    private void passes(long seconds) {
        for (long second = 0; second < seconds; second++) {
            looks.remove().run();
        }
    }

    @Test
    void saysNothingWhileAllWatchesRun() {
        vigil.begin();
        passes(1_000);

        assertThat(said).isEmpty();
    }

    @Test
    void takesARenewalForNoInterruption() {
        vigil.begin();
        for (int renewals = 0; renewals < 10; renewals++) {
            current = false;
            passes(1);
            current = true;
            passes(1);
        }

        assertThat(said).isEmpty();
    }

    @Test
    void tellsOnceOfEachInterruption() {
        vigil.begin();
        for (int breaks = 0; breaks < 2; breaks++) {
            current = false;
            passes(5);
            current = true;
            passes(5);
        }

        assertThat(said).containsExactly("broken", "broken");
        assertThat(mended).isEqualTo(2);
    }

    @Test
    void tellsWhenNothingHasBeenHeardForLongAndWhenThatIsOver() {
        vigil.begin();
        current = false;
        passes(Vigil.PATIENCE.toSeconds() - 1);
        assertThat(said).containsExactly("broken");
        passes(100);
        assertThat(said).containsExactly("broken", "deaf");

        current = true;
        passes(100);

        assertThat(said).containsExactly("broken", "deaf", "hears");
    }

    @Test
    void looksOnceEachSecondHoweverOftenItIsBegun() {
        vigil.begin();
        vigil.begin();

        assertThat(looks).hasSize(1);
    }
}
