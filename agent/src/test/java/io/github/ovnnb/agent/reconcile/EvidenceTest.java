package io.github.ovnnb.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.PortIdentity;
import org.junit.jupiter.api.Test;

class EvidenceTest {
    private static final PortIdentity A = PortIdentity.of("shop", "a");

    private final Evidence evidence = new Evidence();

    @Test
    void believesADeletionThatWasWatched() {
        evidence.podDeleted(A, "uid-1");

        assertThat(evidence.isGone(A, "uid-1", true)).isTrue();
        assertThat(evidence.isGone(A, "uid-2", true)).isFalse();
    }

    @Test
    void believesTheDeletionOfAnOwnerForPortsThatItHasNotMetYet() {
        evidence.ownerDeleted("uid-1");
        evidence.nothingIsLeftOf(A);

        assertThat(evidence.isGone(A, "uid-1", true)).isTrue();
    }

    @Test
    void remembersNoPodOfAPortOfWhichNothingIsLeft() {
        evidence.podDeleted(A, "uid-1");
        assertThat(evidence.portsOfDeletedPods()).containsExactly(A);

        evidence.nothingIsLeftOf(A);

        assertThat(evidence.portsOfDeletedPods()).isEmpty();
        assertThat(evidence.isDeleted(A, "uid-1")).isFalse();
    }

    @Test
    void remembersTheLastPodsOfAPortThatStays() {
        for (int number = 1; number <= 100; number++) {
            evidence.podDeleted(A, "uid-" + number);
        }

        assertThat(evidence.isDeleted(A, "uid-100")).isTrue();
        assertThat(evidence.isDeleted(A, "uid-1")).isFalse();
    }

    @Test
    void believesAnAbsenceOfTwoWholeSweeps() {
        evidence.sweepBegins(true);
        assertThat(evidence.isGone(A, "", true)).isFalse();
        evidence.sweepBegins(true);
        assertThat(evidence.isGone(A, "", true)).isFalse();
        evidence.sweepBegins(true);

        assertThat(evidence.isGone(A, "", true)).isTrue();
    }

    @Test
    void countsTheAbsenceOfEachOwnerByItself() {
        evidence.isGone(A, "set-1", true);
        evidence.sweepBegins(true);
        evidence.sweepBegins(true);
        assertThat(evidence.isGone(A, "set-1", true)).isTrue();

        assertThat(evidence.isGone(A, "set-2", true))
                .as("the port has been taken up for another set of the name, not heard of yet")
                .isFalse();
    }

    @Test
    void countsFromAnewAfterItWasSeen() {
        evidence.isGone(A, "", true);
        evidence.sweepBegins(true);
        evidence.present(A);
        evidence.sweepBegins(true);

        assertThat(evidence.isGone(A, "", true)).isFalse();
    }

    @Test
    void countsFromAnewAfterAGap() {
        evidence.isGone(A, "", true);
        evidence.sweepBegins(true);
        evidence.sweepBegins(true);
        evidence.startOver();

        assertThat(evidence.isGone(A, "", true)).isFalse();
    }

    @Test
    void countsNoSweepThatBeginsWhileAWatchIsBroken() {
        evidence.isGone(A, "", true);
        evidence.sweepBegins(true);
        evidence.sweepBegins(false);

        assertThat(evidence.isGone(A, "", true)).isFalse();
        evidence.sweepBegins(true);
        evidence.sweepBegins(true);
        assertThat(evidence.isGone(A, "", true)).isTrue();
    }

    @Test
    void takesNoAbsenceForSureWhileAWatchIsBroken() {
        evidence.isGone(A, "", true);
        evidence.sweepBegins(true);
        evidence.sweepBegins(true);

        assertThat(evidence.isGone(A, "", false)).isFalse();
        assertThat(evidence.isGone(A, "", true)).isTrue();
    }

    @Test
    void believesADeletionThatWasWatchedWhateverIsHeardSince() {
        evidence.podDeleted(A, "uid-1");
        evidence.sweepBegins(false);

        assertThat(evidence.isGone(A, "uid-1", false)).isTrue();
    }
}
