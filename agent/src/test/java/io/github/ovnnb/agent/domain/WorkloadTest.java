package io.github.ovnnb.agent.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.PodFacts.OwnerReference;
import io.github.ovnnb.agent.domain.PodFacts.Phase;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What kind of thing a Pod is, by its owner, its name and its wish. */
class WorkloadTest {
    @ParameterizedTest
    @CsvSource({
        "web-3,          apps/v1,                StatefulSet,            web, ,      StatefulSet/web/3",
        "web-x,          apps/v1,                StatefulSet,            web, true,  Pod",
        "web-03,         apps/v1,                StatefulSet,            web, ,      Pod",
        "web-3,          apps.kruise.io/v1beta1, StatefulSet,            web, ,      StatefulSet.apps.kruise.io/web/3",
        "web-3,          example.com/v1,         Squad,                  web, ,      Pod",
        "web-3,          example.com/v1,         Squad,                  web, true,  Squad.example.com/web/3",
        "web-3,          example.com/v2,         Squad,                  web, true,  Squad.example.com/web/3",
        "web-3,          example.com/v1,         Squad,                  web, false, Pod",
        "web-abc,        example.com/v1,         Squad,                  web, true,  Pod",
        "web-3,          example.com/v1,         StatefulSet,            web, true,  StatefulSet.example.com/web/3",
        "web-24567,      apps/v1,                ReplicaSet,             web, true,  Pod",
        "web-3,          batch/v1,               Job,                    web, true,  Pod",
        "web-3,          v1,                     ReplicationController,  web, true,  Pod",
        "virt-launcher-1, kubevirt.io/v1,        VirtualMachineInstance, web, ,      VirtualMachine/web",
    })
    void isWhatItsOwnerMakesOfIt(
            String pod, String apiVersion, String kind, String owner, String sticky, String expected) {
        var annotations = sticky == null ? Map.<String, String>of() : Map.of(Stickiness.STICKY, sticky);

        var workload = Workload.of(pod(pod, annotations, new OwnerReference(apiVersion, kind, owner, "uid")));

        var ordinal = workload instanceof Workload.StatefulSetMember member ? "/" + member.ordinal() : "";
        assertThat(workload.kind() + workload.owner().map(name -> "/" + name).orElse("") + ordinal)
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "web-3,   true,  ",
        "web-3,   false, ",
        "web-abc, true,  has no owner that numbers its Pods",
        "web-3,   yes,   is neither true nor false",
    })
    void aWishThatCannotBeGrantedIsTold(String pod, String sticky, String fault) {
        var owner = new OwnerReference("example.com/v1", "Squad", "web", "uid");

        var told = Stickiness.fault(pod(pod, Map.of(Stickiness.STICKY, sticky), owner));

        if (fault == null) {
            assertThat(told).isEmpty();
        } else {
            assertThat(told.orElseThrow()).contains(Stickiness.STICKY, fault);
        }
    }

    @Test
    void aStickyPodOfNobodyIsTold() {
        var bare = new PodFacts(
                "d",
                "p-0",
                "u",
                "1",
                Map.of(Stickiness.STICKY, "true"),
                Optional.empty(),
                Phase.RUNNING,
                false,
                false,
                "");

        assertThat(Stickiness.fault(bare)).isPresent();
    }

    private static PodFacts pod(String name, Map<String, String> annotations, OwnerReference owner) {
        return new PodFacts("d", name, "u", "1", annotations, Optional.of(owner), Phase.RUNNING, false, false, "node");
    }
}
