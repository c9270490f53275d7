package io.github.ovnnb.it.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.ovnnb.it.bench.AgentHeap.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgentHeapTest {

    @Test
    void theSlopeIsWhatEachPodLeavesBehind() {
        var leaking = List.of(new Sample(0, 1_000, 1), new Sample(10, 1_500, 1), new Sample(20, 2_000, 1));

        assertThat(AgentHeap.slope(leaking)).isEqualTo(50, within(1e-9));
    }

    @Test
    void aHeapThatOnlyTremblesHasNoSlope() {
        var flat = List.of(new Sample(0, 1_000, 1), new Sample(10, 1_100, 1), new Sample(20, 1_000, 1));

        assertThat(AgentHeap.slope(flat)).isZero();
    }
}
