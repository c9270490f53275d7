package io.github.ovnnb.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LockClaimTest {
    private final List<Runnable> timers = new ArrayList<>();
    private int tries;
    private boolean works = true;
    private final LockClaim claim = new LockClaim(this::take, (delay, action) -> timers.add(action));

    private void take() {
        tries++;
        if (!works) {
            throw new IllegalStateException("a mistake");
        }
    }

    private void timePasses() {
        var due = List.copyOf(timers);
        timers.clear();
        due.forEach(Runnable::run);
    }

    @Test
    void triesAgainUntilItHoldsTheLock() {
        claim.elected(true);
        timePasses();
        claim.held(true);
        timePasses();
        timePasses();

        assertThat(tries).isEqualTo(2);
        assertThat(timers).isEmpty();
    }

    @Test
    void takesNothingFromAnybodyWhileItIsNotElected() {
        claim.held(false);
        claim.elected(false);

        assertThat(tries).isZero();
    }

    @Test
    void triesAgainAfterAMistake() {
        works = false;
        assertThatThrownBy(() -> claim.elected(true)).hasMessage("a mistake");
        works = true;
        timePasses();

        assertThat(tries).isEqualTo(2);
    }
}
