package io.github.ovnnb.agent.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.OwnerFacts.VirtualMachineFacts;
import io.github.ovnnb.agent.domain.PodFacts.OwnerReference;
import io.github.ovnnb.agent.domain.PodFacts.Phase;
import io.github.ovnnb.agent.domain.Workload.VirtualMachine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the API server is asked before a port is given up because a launcher of its machine lacks the interface. */
class PremisesTest {
    private static final Provider NET1 = new Provider("net1.shop.ovn");
    private static final PortIdentity PORT = new PortIdentity("shop", "vm", NET1);
    private static final VirtualMachineFacts MACHINE = new VirtualMachineFacts("vm-2", false, Optional.empty());

    /** Of the former machine of that name, whose end we have not heard of: a launcher knows the name alone. */
    private static final PodFacts FORMER = new PodFacts(
            "shop",
            "virt-launcher-vm-x1",
            "x1",
            "1",
            Map.of(),
            Optional.of(new OwnerReference("kubevirt.io/v1", "VirtualMachineInstance", "vm", "vmi-1")),
            Phase.RUNNING,
            false,
            false,
            "node-a",
            Networks.NONE,
            false);

    private static final PortFacts ROW = new PortFacts(
            new UUID(1, 1),
            PORT.portName(),
            Set.of("s1"),
            Set.of("02:00:00:00:00:01 10.17.0.5"),
            Set.of(),
            Optional.of(PORT),
            Optional.of(new PortOwnership(new VirtualMachine("vm", Optional.of("vm-2")), Optional.of("x2"))),
            ChassisBinding.ANYWHERE,
            "kube-ovn");

    @Test
    void alsoWhenTheLauncherThatHadItWasSeenToGoTheOthersAreAskedFor() {
        var seen = new Observation(
                PORT, List.of(FORMER), Optional.of(ROW), MACHINE, MACHINE, List.of(), SubnetCatalog.EMPTY);
        var plan = new PortPlanner(new AddressBook(), new PortDefaults(false), new Random(1)).plan(seen);

        assertThat(plan).isInstanceOf(Plan.Drop.class);
        assertThat(Premises.of(plan, seen, "x2"::equals)).isEqualTo(new Premises(true, true));
    }
}
