package io.github.ovnnb.it.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.it.bench.HeapHistogram.Entry;
import io.github.ovnnb.it.bench.HeapHistogram.Growth;
import org.junit.jupiter.api.Test;

class HeapHistogramTest {
    private static final HeapHistogram BEFORE = HeapHistogram.parse("""
             num     #instances         #bytes  class name (module)
            -------------------------------------------------------
               1:         36214        2834480  [B (java.base@17.0.15)
               2:         28301         679224  java.lang.String (java.base@17.0.15)
               3:            10            240  io.github.ovnnb.agent.domain.PortIdentity
            Total         64525        3513944
            """);

    @Test
    void readsInstancesAndBytes() {
        assertThat(BEFORE.byClass())
                .hasSize(3)
                .containsEntry("java.lang.String", new Entry(28301, 679224))
                .containsEntry("io.github.ovnnb.agent.domain.PortIdentity", new Entry(10, 240));
    }

    @Test
    void tellsWhatGrewMostFirstAndNothingThatShrank() {
        var after = HeapHistogram.parse("""
               1:         36214        2834400  [B (java.base@17.0.15)
               2:         28311         679464  java.lang.String (java.base@17.0.15)
               3:            20            300  io.github.ovnnb.agent.domain.PortIdentity
               4:           100           3200  java.util.HashMap$Node (java.base@17.0.15)
            """);

        assertThat(after.grownSince(BEFORE, 2))
                .containsExactly(
                        new Growth("java.util.HashMap$Node", new Entry(100, 3200)),
                        new Growth("java.lang.String", new Entry(10, 240)));
    }
}
