package io.github.ovnnb.agent.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.OwnerFacts.VirtualMachineFacts;
import io.github.ovnnb.agent.domain.OwnerFacts.VirtualMachineFacts.Running;
import io.github.ovnnb.agent.domain.PodFacts.OwnerReference;
import io.github.ovnnb.agent.domain.PodFacts.Phase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LiveMigrationRuleTest {
    private static final ChassisBinding BOTH = ChassisBinding.migrating("node-a", "node-b");

    @Test
    void aMachineThatJustRunsMayBeBoundAnywhere() {
        assertThat(binding(runningOn("node-a"), ChassisBinding.ANYWHERE, source()))
                .isEqualTo(ChassisBinding.ANYWHERE);
    }

    @Test
    void bothNodesAreAskedForAsSoonAsTheTargetIsScheduled() {
        assertThat(binding(
                        runningOn("node-a", "m1"), ChassisBinding.ANYWHERE, source(), target("m1", "", Phase.PENDING)))
                .isEqualTo(ChassisBinding.ANYWHERE);
        assertThat(binding(
                        runningOn("node-a", "m1"),
                        ChassisBinding.ANYWHERE,
                        source(),
                        target("m1", "node-b", Phase.PENDING)))
                .isEqualTo(BOTH);
        assertThat(BOTH.options())
                .isEqualTo(Map.of("requested-chassis", "node-a,node-b", "activation-strategy", "rarp"));
    }

    @Test
    void afterSuccessTheTargetAlone() {
        assertThat(binding(runningOn("node-b"), BOTH, finished(source()), target("m1", "node-b", Phase.RUNNING)))
                .isEqualTo(ChassisBinding.on("node-b"));
    }

    @Test
    void betweenSuccessAndTheNewsOfItNothingChanges() {
        assertThat(binding(runningOn("node-a"), BOTH, source(), target("m1", "node-b", Phase.RUNNING)))
                .isEqualTo(BOTH);
    }

    @Test
    void afterFailureTheSourceAlone() {
        assertThat(binding(runningOn("node-a"), BOTH, source(), target("m1", "node-b", Phase.FAILED)))
                .isEqualTo(ChassisBinding.on("node-a"));
        assertThat(binding(runningOn("node-a"), BOTH, source())).isEqualTo(ChassisBinding.on("node-a"));
    }

    @Test
    void aSecondMigrationStartsFromWhereTheFirstEnded() {
        var secondTarget = target("m2", "node-c", Phase.PENDING);

        assertThat(binding(
                        runningOn("node-b", "m2"),
                        ChassisBinding.on("node-b"),
                        target("m1", "node-b", Phase.RUNNING),
                        secondTarget))
                .isEqualTo(ChassisBinding.migrating("node-b", "node-c"));
    }

    @Test
    void anUnrelatedPodChangesNothing() {
        assertThat(binding(
                        runningOn("node-a", "m1"),
                        BOTH,
                        finished(pod("virt-launcher-old", "node-z", Phase.SUCCEEDED, Map.of())),
                        source(),
                        target("m1", "node-b", Phase.RUNNING)))
                .isEqualTo(BOTH);
    }

    @Test
    void aStoppedMachineMayStartAnywhere() {
        assertThat(LiveMigrationRule.bindingOf(
                        new VirtualMachineFacts("vm-1", false, Optional.empty()),
                        List.of(),
                        ChassisBinding.on("node-a")))
                .isEqualTo(ChassisBinding.ANYWHERE);
    }

    private static ChassisBinding binding(VirtualMachineFacts machine, ChassisBinding now, PodFacts... launchers) {
        return LiveMigrationRule.bindingOf(machine, List.of(launchers), now);
    }

    private static VirtualMachineFacts runningOn(String node, String... migrations) {
        return new VirtualMachineFacts("vm-1", false, Optional.of(new Running("vmi-1", node, Set.of(migrations))));
    }

    private static PodFacts source() {
        return pod("virt-launcher-vm-a", "node-a", Phase.RUNNING, Map.of());
    }

    private static PodFacts target(String migration, String node, Phase phase) {
        return pod("virt-launcher-vm-b", node, phase, Map.of("kubevirt.io/migrationJobName", migration));
    }

    private static PodFacts finished(PodFacts pod) {
        return pod(pod.name(), pod.nodeName(), Phase.SUCCEEDED, pod.annotations());
    }

    private static PodFacts pod(String name, String node, Phase phase, Map<String, String> annotations) {
        var owner = new OwnerReference("kubevirt.io/v1", "VirtualMachineInstance", "vm", "vmi-1");
        return new PodFacts(
                "default", name, name + "-uid", "1", annotations, Optional.of(owner), phase, false, false, node);
    }
}
