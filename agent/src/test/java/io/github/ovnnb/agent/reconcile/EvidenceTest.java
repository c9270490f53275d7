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

        assertThat(evidence.isGone(A, "uid-1")).isTrue();
        assertThat(evidence.isGone(A, "uid-2")).isFalse();
    }

    @Test
    void believesTheDeletionOfAnOwnerForPortsThatItHasNotMetYet() {
        evidence.ownerDeleted("uid-1");
        evidence.nothingIsLeftOf(A);

        assertThat(evidence.isGone(A, "uid-1")).isTrue();
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
        evidence.sweepBegins();
        assertThat(evidence.isGone(A, "")).isFalse();
        evidence.sweepBegins();
        assertThat(evidence.isGone(A, "")).isFalse();
        evidence.sweepBegins();

        assertThat(evidence.isGone(A, "")).isTrue();
    }

    @Test
    void countsTheAbsenceOfEachOwnerByItself() {
        evidence.isGone(A, "set-1");
        evidence.sweepBegins();
        evidence.sweepBegins();
        assertThat(evidence.isGone(A, "set-1")).isTrue();

        assertThat(evidence.isGone(A, "set-2"))
                .as("the port has been taken up for another set of the name, not heard of yet")
                .isFalse();
    }

    @Test
    void countsFromAnewAfterItWasSeen() {
        evidence.isGone(A, "");
        evidence.sweepBegins();
        evidence.present(A);
        evidence.sweepBegins();

        assertThat(evidence.isGone(A, "")).isFalse();
    }

    @Test
    void countsFromAnewAfterAGap() {
        evidence.isGone(A, "");
        evidence.sweepBegins();
        evidence.sweepBegins();
        evidence.startOver();

        assertThat(evidence.isGone(A, "")).isFalse();
    }
}
