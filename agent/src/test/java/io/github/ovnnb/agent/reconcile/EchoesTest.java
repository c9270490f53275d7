package io.github.ovnnb.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.Addresses;
import io.github.ovnnb.agent.domain.AnnotationPatch;
import io.github.ovnnb.agent.domain.OwnerFacts.StatefulSetFacts;
import io.github.ovnnb.agent.domain.OwnerFacts.VirtualMachineFacts;
import io.github.ovnnb.agent.domain.Placement;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PodFacts.OwnerReference;
import io.github.ovnnb.agent.domain.PodFacts.Phase;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.Workload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EchoesTest {
    private static final PortIdentity WEB_0 = PortIdentity.of("shop", "web-0");

    private static final AnnotationPatch PATCH = new AnnotationPatch("shop", "web-0", "uid-1", Map.of());
    private static final Placement TOLD = new Placement(
            "s", Addresses.parse(Set.of("02:00:00:00:00:01 10.16.0.5")).orElseThrow());

    @Test
    void waitsForTheCacheToShowOurOwnPatch() {
        var echoes = new Echoes();
        echoes.expect(WEB_0, PATCH, "12", Optional.empty(), 7);

        assertThat(echoes.isBehind(WEB_0, List.of(pod("uid-1", "11")), 8)).isTrue();
        assertThat(echoes.isBehind(WEB_0, List.of(pod("uid-1", "12")), 8)).isFalse();
    }

    /** The API server's storage was put back: versions run anew. */
    @Test
    void doesNotWaitForEverForAVersionThatNeverWas() {
        var echoes = new Echoes();
        echoes.expect(WEB_0, PATCH, "12", Optional.empty(), 7);

        assertThat(echoes.isBehind(WEB_0, List.of(pod("uid-1", "11")), 9)).isTrue();
        assertThat(echoes.isBehind(WEB_0, List.of(pod("uid-1", "11")), 10)).isFalse();
        assertThat(echoes.unanswered(WEB_0)).contains(PATCH);

        echoes.answered(WEB_0);
        echoes.expect(WEB_0, PATCH, "11", Optional.empty(), 10);

        assertThat(echoes.isBehind(WEB_0, List.of(pod("uid-1", "11")), 10)).isFalse();
        assertThat(echoes.unanswered(WEB_0)).isEmpty();
    }

    /** Its watch may be broken, or silent. */
    @Test
    void remembersWhatAPodWasToldForAsLongAsTheCacheIsBehind() {
        var echoes = new Echoes();
        var behind = List.of(pod("uid-1", "11"));
        echoes.expect(WEB_0, PATCH, "12", Optional.of(TOLD), 7);

        assertThat(echoes.isBehind(WEB_0, behind, 20)).isFalse();
        assertThat(echoes.told(WEB_0, behind)).contains(TOLD);
        assertThat(echoes.unanswered(WEB_0)).contains(PATCH);
    }

    @Test
    void doesNotWaitForAPodThatIsGoneOrReplaced() {
        var echoes = new Echoes();
        echoes.expect(WEB_0, PATCH, "12", Optional.empty(), 7);
        assertThat(echoes.isBehind(WEB_0, List.of(), 8)).isFalse();

        echoes.expect(WEB_0, PATCH, "12", Optional.empty(), 7);
        assertThat(echoes.isBehind(WEB_0, List.of(pod("uid-2", "3")), 8)).isFalse();
    }

    @Test
    void knowsASetAsItWasBeforeItsPod() {
        var sightings = new Sightings();
        sightings.saw(WEB_0, pod("uid-1", "20"));
        sightings.saw(WEB_0, pod("uid-1", "25"));

        assertThat(sightings.areNewerThan(set("19"), WEB_0, member(Optional.of("uid-web"))))
                .isTrue();
        assertThat(sightings.areNewerThan(set("21"), WEB_0, member(Optional.of("uid-web"))))
                .isFalse();
    }

    @Test
    void saysNothingOfAnotherSetsPort() {
        var sightings = new Sightings();
        sightings.saw(WEB_0, pod("uid-1", "20"));

        assertThat(sightings.areNewerThan(set("19"), WEB_0, member(Optional.of("uid-db"))))
                .isFalse();
        assertThat(sightings.areNewerThan(set("19"), WEB_0, member(Optional.empty())))
                .isFalse();
    }

    @Test
    void factsAboutAMachineFromBeforeItsLauncherPodAreOutdated() {
        var sightings = new Sightings();
        sightings.saw(WEB_0, pod("uid-1", "20"));
        var machine = new Workload.VirtualMachine("web", Optional.of("uid-vm"));

        assertThat(sightings.areNewerThan(
                        new VirtualMachineFacts("uid-vm", true, Optional.empty(), "19"), WEB_0, machine))
                .isTrue();
        assertThat(sightings.areNewerThan(
                        new VirtualMachineFacts("uid-vm", true, Optional.empty(), "21"), WEB_0, machine))
                .isFalse();
    }

    private static Workload member(Optional<String> ownerUid) {
        return new Workload.StatefulSetMember("web", ownerUid, 0);
    }

    private static StatefulSetFacts set(String resourceVersion) {
        return new StatefulSetFacts("uid-web", false, 0, 0, Set.of(), resourceVersion);
    }

    private static PodFacts pod(String uid, String resourceVersion) {
        return new PodFacts(
                "shop",
                "web-0",
                uid,
                resourceVersion,
                Map.of(),
                Optional.of(new OwnerReference("apps/v1", "StatefulSet", "web", "uid-web")),
                Phase.RUNNING,
                false,
                false,
                "");
    }
}
