package io.github.ovnnb.agent.domain;

import static io.github.ovnnb.agent.domain.Scene.allocated;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.Workload.Standalone;
import io.github.ovnnb.agent.domain.Workload.StatefulSetMember;
import io.github.ovnnb.agent.domain.Workload.VirtualMachine;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rows and Pods as kube-ovn leaves them: without a word of ours. Nothing that a Pod has may change when we take over. */
class AdoptionTest {
    private static final String MAC = "0a:00:00:00:00:0a";
    private static final String ROW = MAC + " 10.16.0.5";
    private static final StatefulSetMember GUESSED = new StatefulSetMember("web", Optional.empty(), 0);

    private static PortChange.Update update(Look look) {
        assertThat(look.plan()).isInstanceOf(Plan.Bind.class);
        var change = ((Plan.Bind) look.plan()).change();
        assertThat(change).hasValueSatisfying(some -> assertThat(some).isInstanceOf(PortChange.Update.class));
        return (PortChange.Update) change.orElseThrow();
    }

    private static void keepsItsRowAndAddresses(Scene scene, String pod) {
        var change = update(scene.look(pod));
        assertThat(change.row()).isEqualTo(scene.row(pod));
        assertThat(change.spec().placement())
                .isEqualTo(scene.row(pod).placement().orElseThrow());
        assertThat(((Plan.Bind) scene.look(pod).plan()).patches()).isEmpty();
    }

    @Test
    void aBarePodKeepsRowAndAddresses() {
        var scene = new Scene().pod("a", allocated("10.16.0.5", MAC)).portOfKubeOvn("a", ROW, new Standalone());

        keepsItsRowAndAddresses(scene, "a");
        assertThat(update(scene.look("a")).spec().ownership())
                .isEqualTo(new PortOwnership(new Standalone(), Optional.of("a-uid")));
    }

    @Test
    void aMemberKeepsRowAndAddresses() {
        var scene = new Scene()
                .set("web", 1)
                .member("web", 0, allocated("10.16.0.5", MAC))
                .portOfKubeOvn("web-0", ROW, GUESSED);

        keepsItsRowAndAddresses(scene, "web-0");
        assertThat(update(scene.look("web-0")).spec().ownership().workload())
                .isEqualTo(new StatefulSetMember("web", Optional.of("web-uid"), 0));
    }

    @Test
    void aMembersNewPodGetsTheRowAndAddressesThatKubeOvnKeptForIt() {
        var scene = new Scene().set("web", 1).member("web", 0).portOfKubeOvn("web-0", ROW, GUESSED);

        var change = update(scene.look("web-0"));
        assertThat(change.row()).isEqualTo(scene.row("web-0"));
        assertThat(change.spec().addressesColumn()).containsExactly(ROW);
    }

    @Test
    void theRowOfAnAbsentMemberIsKeptUntouched() {
        var scene = new Scene().set("web", 1).portOfKubeOvn("web-0", ROW, GUESSED);

        assertThat(scene.look("web-0").plan())
                .isInstanceOfSatisfying(
                        Plan.Keep.class, keep -> assertThat(keep.change()).isEmpty());
    }

    @Test
    void aPodOfADeploymentWhoseNameEndsLikeAMembersKeepsRowAndAddresses() {
        var guessed = new StatefulSetMember("job", Optional.empty(), 7);
        var scene = new Scene().pod("job-7", allocated("10.16.0.5", MAC)).portOfKubeOvn("job-7", ROW, guessed);

        keepsItsRowAndAddresses(scene, "job-7");
    }

    @Test
    void anAddressThatNoSubnetContainsIsKeptWhileThePodLives() {
        var scene = new Scene()
                .pod("a", allocated("10.99.0.5", MAC))
                .portOfKubeOvn("a", MAC + " 10.99.0.5", new Standalone());

        var change = update(scene.look("a"));
        assertThat(change.row()).isEqualTo(scene.row("a"));
        assertThat(change.spec().addressesColumn()).containsExactly(MAC + " 10.99.0.5");
    }

    @Test
    void twoPodsThatKubeOvnGaveOneAddressBothKeepWhatTheyRunWith() {
        var other = "0a:00:00:00:00:0b";
        var scene = new Scene()
                .pod("a", allocated("10.16.0.5", MAC))
                .portOfKubeOvn("a", ROW, new Standalone())
                .pod("b", allocated("10.16.0.5", other))
                .portOfKubeOvn("b", other + " 10.16.0.5", new Standalone());

        keepsItsRowAndAddresses(scene, "a");
        keepsItsRowAndAddresses(scene, "b");
    }

    @Test
    void aMacSpelledInCapitalsIsTheSameMac() {
        var scene = new Scene()
                .pod("a", allocated("10.16.0.5", "0A:00:00:00:00:0A"))
                .portOfKubeOvn("a", "0A:00:00:00:00:0A 10.16.0.5", new Standalone());

        assertThat(update(scene.look("a")).spec().placement().addresses().mac()).isEqualTo(MacAddress.of(MAC));
    }

    @Test
    void anAddressHeldByARowIsNotGivenToANewPod() {
        var scene = new Scene()
                .set("web", 1)
                .portOfKubeOvn("web-0", MAC + " 10.16.0.2", GUESSED)
                .pod("new");

        assertThat(scene.look("new").plan())
                .isInstanceOfSatisfying(
                        Plan.Bind.class,
                        bind -> assertThat(bind.placement().addresses().ips())
                                .containsExactly(IpAddress.of("10.16.0.3")));
    }

    @Test
    void aPodThatTakesUpAPortTakesTheWishToReleaseItBack() {
        var requested = new PortOwnership(GUESSED, Optional.empty(), true);
        var scene = new Scene().set("web", 1).member("web", 0).row("web-0", Set.of(Scene.SWITCH), ROW, requested);

        assertThat(update(scene.look("web-0")).spec().ownership().releaseRequested())
                .isFalse();
    }

    @Test
    void aPodOfOpenKruisesStatefulSetKeepsRowAndAddresses() {
        var scene =
                new Scene().kruiseMember("web", 0, allocated("10.16.0.5", MAC)).portOfKubeOvn("web-0", ROW, GUESSED);

        keepsItsRowAndAddresses(scene, "web-0");
    }

    @Test
    void theRowOfAStoppedMachineIsTheMachines() {
        var scene = new Scene().portOfKubeOvn("vm-1", ROW, new StatefulSetMember("vm", Optional.empty(), 1));
        var machine = new OwnerFacts.VirtualMachineFacts("vm-uid", false, Optional.empty());

        var recognised = KubeOvnRow.recognise(
                scene.row("vm-1"),
                PortIdentity.of("default", "vm-1"),
                workload -> workload instanceof VirtualMachine ? machine : new OwnerFacts.NotSeen());

        assertThat(recognised.ownership())
                .contains(new PortOwnership(new VirtualMachine("vm-1", Optional.empty()), Optional.empty()));
    }

    @Test
    void aRowThatNobodyClaimsStaysAGuess() {
        var scene = new Scene().portOfKubeOvn("web-0", ROW, GUESSED);

        assertThat(KubeOvnRow.recognise(
                        scene.row("web-0"), PortIdentity.of("default", "web-0"), workload -> new OwnerFacts.NotSeen()))
                .isEqualTo(scene.row("web-0"));
    }
}
