package io.github.ovnnb.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateTest {
    private final List<String> heard = new ArrayList<>();
    private final Gate gate = new Gate(
            EnumSet.of(Gate.Need.NORTHBOUND, Gate.Need.KUBERNETES), () -> heard.add("open"), () -> heard.add("shut"));

    @Test
    void opensWhenTheLastNeedIsMet() {
        gate.met(Gate.Need.KUBERNETES);
        assertThat(heard).isEmpty();
        assertThat(gate.missing()).isEqualTo("the Northbound database");

        gate.met(Gate.Need.NORTHBOUND);
        assertThat(heard).containsExactly("open");
        assertThat(gate.isOpen()).isTrue();
    }

    @Test
    void shutsOnceHoweverMuchIsLostAndOpensWhenAllIsBack() {
        gate.met(Gate.Need.KUBERNETES);
        gate.met(Gate.Need.NORTHBOUND);

        gate.lost(Gate.Need.NORTHBOUND);
        gate.lost(Gate.Need.KUBERNETES);
        gate.lost(Gate.Need.NORTHBOUND);
        assertThat(heard).containsExactly("open", "shut");

        gate.met(Gate.Need.NORTHBOUND);
        gate.met(Gate.Need.KUBERNETES);
        assertThat(heard).containsExactly("open", "shut", "open");
    }

    @Test
    void hearingTheSameTwiceChangesNothing() {
        gate.met(Gate.Need.KUBERNETES);
        gate.met(Gate.Need.NORTHBOUND);
        gate.met(Gate.Need.NORTHBOUND);

        assertThat(heard).containsExactly("open");
    }
}
