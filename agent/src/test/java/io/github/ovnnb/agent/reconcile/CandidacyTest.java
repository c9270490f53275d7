package io.github.ovnnb.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CandidacyTest {
    private record Due(long at, Runnable action) {}

    private final List<String> said = new ArrayList<>();
    private final List<Due> timers = new ArrayList<>();
    private long now;
    private final Candidacy candidacy = new Candidacy(
            () -> said.add("stand"),
            () -> said.add("withdraw"),
            (delay, action) -> timers.add(new Due(now + delay.toMillis(), action)));

    private void passes(Duration time) {
        now += time.toMillis();
        var due = timers.stream().filter(timer -> timer.at() <= now).toList();
        timers.removeAll(due);
        due.forEach(timer -> timer.action().run());
    }

    private void stand() {
        candidacy.seesDatabase(true);
        candidacy.begin();
    }

    @Test
    void standsWhenItKnowsEverythingAndSeesTheDatabase() {
        candidacy.begin();
        assertThat(said).isEmpty();

        candidacy.seesDatabase(true);

        assertThat(said).containsExactly("stand");
    }

    @Test
    void givesWayWhenItIsCutOffForLong() {
        stand();
        candidacy.seesDatabase(false);
        passes(Candidacy.PATIENCE.minusMillis(1));
        assertThat(said).containsExactly("stand");

        passes(Duration.ofMillis(1));

        assertThat(said).containsExactly("stand", "withdraw");
    }

    @Test
    void aShortCutChangesNothingAndDoesNotCountForTheNext() {
        stand();
        candidacy.seesDatabase(false);
        passes(Candidacy.PATIENCE.minusSeconds(1));
        candidacy.seesDatabase(true);
        candidacy.seesDatabase(false);
        passes(Duration.ofSeconds(2));

        assertThat(said).containsExactly("stand");
    }

    @Test
    void standsAgainOnceTheDatabaseIsThereAndNotBefore() {
        stand();
        candidacy.seesDatabase(false);
        passes(Candidacy.PATIENCE);
        passes(Duration.ofHours(1));
        assertThat(said).containsExactly("stand", "withdraw");

        candidacy.seesDatabase(true);

        assertThat(said).containsExactly("stand", "withdraw", "stand");
    }

    @Test
    void hearingTheSameTwiceChangesNothing() {
        stand();
        candidacy.seesDatabase(true);
        candidacy.begin();

        assertThat(said).containsExactly("stand");
    }
}
