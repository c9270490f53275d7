package io.github.ovnnb.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.PortIdentity;
import org.junit.jupiter.api.Test;

class AbsencesTest {
    private static final PortIdentity PORT = PortIdentity.of("shop", "web-0");
    private final Absences absences = new Absences();

    @Test
    void isSureAfterTwoWholeSweepsWithoutThePod() {
        assertThat(absences.isSure(PORT, "x", 5)).isFalse();
        assertThat(absences.isSure(PORT, "x", 6)).isFalse();
        assertThat(absences.isSure(PORT, "x", 7)).isTrue();
    }

    @Test
    void countsAnewForAnotherPodAndAfterTheFirstWasSeen() {
        assertThat(absences.isSure(PORT, "x", 5)).isFalse();
        assertThat(absences.isSure(PORT, "y", 7)).isFalse();
        absences.present(PORT);
        assertThat(absences.isSure(PORT, "y", 9)).isFalse();
        absences.startOver();
        assertThat(absences.isSure(PORT, "y", 11)).isFalse();
    }
}
