package io.github.ovnnb.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** scripts/chaos for a minute; for ten in either mode in the long profile, which says so by the system property {@code ovnnb.chaos.minutes}. */
class ChaosIT {
    private static final long SEED = 1;

    @Test
    void nothingIsLostAndNothingGivenTwiceWhateverDies() throws InterruptedException {
        assertThatNothingIsLost(Mode.central);
    }

    @Tag("long")
    @Test
    void norWithAnAgentOnEachNode() throws InterruptedException {
        assertThatNothingIsLost(Mode.node);
    }

    private static void assertThatNothingIsLost(Mode mode) throws InterruptedException {
        var minutes = Duration.ofMinutes(Integer.getInteger("ovnnb.chaos.minutes", 1));

        var report = new Run(mode, SEED, minutes, System.out).play();

        report.print(System.out);
        assertThat(report.violations()).as("again: " + report.command()).isEmpty();
        assertThat(report.faults()).isNotEmpty();
        assertThat(report.tally().assignments()).isGreaterThan(20 * minutes.toMinutes());
        assertThat(report.tally().promises()).isPositive();
    }
}
