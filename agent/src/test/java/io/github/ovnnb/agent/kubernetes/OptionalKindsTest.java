package io.github.ovnnb.agent.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.OwnerFacts.StatefulSetFacts;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OptionalKindsTest {
    @Test
    void readsTheOrdinalsThatOpenKruiseLeavesOut() {
        var set = read(KruiseStatefulSetResource.class, """
                {"metadata": {"uid": "u1", "resourceVersion": "7"},
                 "spec": {"replicas": 3, "reserveOrdinals": [1], "ordinals": {"start": 0}}}""");

        assertThat(set.facts()).isEqualTo(new StatefulSetFacts("u1", false, 0, 3, Set.of(1), "7"));
        assertThat(set.facts().indexOf(2)).isEqualTo(1);
        assertThat(set.facts().indexOf(1)).isNegative();
    }

    @Test
    void readsWhereAnInstanceRunsAndWhetherAMachineOwnsIt() {
        var owned = read(MachineInstanceResource.class, """
                {"metadata": {"name": "vm", "ownerReferences": [{"kind": "VirtualMachine", "name": "vm", "uid": "u1"}]},
                 "status": {"phase": "Running", "nodeName": "node-a"}}""");
        var alone = read(MachineInstanceResource.class, "{\"metadata\": {\"name\": \"vm\"}}");

        assertThat(owned.machineUid()).contains("u1");
        assertThat(owned.nodeName()).isEqualTo("node-a");
        assertThat(alone.machineUid()).isEmpty();
        assertThat(alone.nodeName()).isEmpty();
    }

    @Test
    void readsWhichMachineMigratesAndWhetherItStillDoes() {
        var pending = read(
                MigrationResource.class, "{\"spec\": {\"vmiName\": \"vm\"}, \"status\": {\"phase\": \"Pending\"}}");
        var failed =
                read(MigrationResource.class, "{\"spec\": {\"vmiName\": \"vm\"}, \"status\": {\"phase\": \"Failed\"}}");

        assertThat(pending.machine()).isEqualTo("vm");
        assertThat(pending.isUnderWay()).isTrue();
        assertThat(failed.isUnderWay()).isFalse();
    }

    private static <T extends PartialResource> T read(Class<T> kind, String json) {
        return PartialSerialization.create().unmarshal(json, kind);
    }
}
