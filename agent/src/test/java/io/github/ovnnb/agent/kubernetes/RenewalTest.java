package io.github.ovnnb.agent.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RenewalTest {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private long nanos = Long.MAX_VALUE - 1;
    private Instant instant = Instant.EPOCH;
    private final Renewal renewal = new Renewal(() -> nanos, () -> instant);

    private void passes(Duration byTheOne, Duration byTheOther) {
        nanos += byTheOne.toNanos();
        instant = instant.plus(byTheOther);
    }

    @Test
    void isOldBeforeThereWasAny() {
        assertThat(renewal.isYoungerThan(DEADLINE)).isFalse();
    }

    @Test
    void countsFromTheQuestionAndNotFromTheAnswer() {
        var asked = renewal.now();
        passes(Duration.ofSeconds(4), Duration.ofSeconds(4));
        renewal.askedForAt(asked);
        passes(Duration.ofSeconds(5), Duration.ofSeconds(5));
        assertThat(renewal.isYoungerThan(DEADLINE)).isTrue();

        passes(Duration.ofSeconds(1), Duration.ofSeconds(1));
        assertThat(renewal.isYoungerThan(DEADLINE)).isFalse();
    }

    @Test
    void isOldIfOneClockSaysSo() {
        renewal.askedForAt(renewal.now());
        passes(Duration.ZERO, Duration.ofHours(1));
        assertThat(renewal.isYoungerThan(DEADLINE)).as("the machine slept").isFalse();

        renewal.askedForAt(renewal.now());
        passes(Duration.ofSeconds(11), Duration.ofHours(-1));
        assertThat(renewal.isYoungerThan(DEADLINE)).as("the clock was set back").isFalse();
    }
}
