package io.github.ovnnb.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** scripts/chaos for a minute; for ten in the long profile, which says so by the system property {@code ovnnb.chaos.minutes}. */
class ChaosIT {
    private static final long SEED = 1;

    @Test
    void nothingIsLostAndNothingGivenTwiceWhateverDies() throws InterruptedException {
        var minutes = Duration.ofMinutes(Integer.getInteger("ovnnb.chaos.minutes", 1));

        var report = new Run(Mode.central, SEED, minutes, System.out).play();

        report.print(System.out);
        assertThat(report.violations()).as("again: " + report.command()).isEmpty();
        assertThat(report.faults()).isNotEmpty();
        assertThat(report.tally().assignments()).isGreaterThan(20 * minutes.toMinutes());
        assertThat(report.tally().promises()).isPositive();
    }
}
