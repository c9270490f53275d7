package io.github.ovnnb.agent.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** When the addresses of a Pod that does not go away may be given to others. */
class TerminationTest {
    private static final Instant GRACE_ENDS = Instant.parse("2026-01-01T00:01:00Z");

    @Test
    void aPodIsOverdueOnceItsGraceIsOverTwice() {
        var termination = terminating(60);

        assertThat(termination.isOverdue(GRACE_ENDS)).isFalse();
        assertThat(termination.isOverdue(GRACE_ENDS.plusSeconds(60))).isFalse();
        assertThat(termination.isOverdue(GRACE_ENDS.plusSeconds(61))).isTrue();
    }

    @Test
    void aPodThatWasDeletedByForceStillGetsItsUsualGrace() {
        var termination = terminating(30);
        termination.grace(0);

        assertThat(termination.isOverdue(GRACE_ENDS.plusSeconds(29))).isFalse();
        assertThat(termination.isOverdue(GRACE_ENDS.plusSeconds(31))).isTrue();
    }

    @Test
    void aPodWhoseContainersRunIsNeverOverdue() {
        var termination = terminating(60);
        termination.containerRuns();

        assertThat(termination.isOverdue(GRACE_ENDS.plusSeconds(1_000_000))).isFalse();
    }

    @Test
    void aPodThatIsNotBeingDeletedIsNeverOverdue() {
        assertThat(new Termination().isOverdue(GRACE_ENDS.plusSeconds(1_000_000)))
                .isFalse();
    }

    private static Termination terminating(int grace) {
        var termination = new Termination();
        termination.deletionTimestamp(GRACE_ENDS.toString());
        termination.grace(grace);
        return termination;
    }
}
