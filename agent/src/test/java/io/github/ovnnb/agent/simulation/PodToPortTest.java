package io.github.ovnnb.agent.simulation;

import static io.github.ovnnb.agent.simulation.Example.IP;
import static io.github.ovnnb.agent.simulation.Example.MAC;
import static io.github.ovnnb.agent.simulation.Example.POOL;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.SubnetCatalog;
import io.github.ovnnb.agent.domain.SubnetSpec;
import io.github.ovnnb.agent.northbound.NorthboundFaults.Fault;
import io.github.ovnnb.agent.simulation.KubernetesFaults.PatchFault;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The promises to a user, each by example, on a whole simulated agent. */
class PodToPortTest {
    private final Example cluster = new Example();

    @Test
    void givesAPodAnAddressAndTheRowThatItsAnnotationsPromise() {
        cluster.apply("p0", Map.of());
        cluster.soon();

        assertThat(cluster.ipOf("p0")).isEqualTo("10.0.0.2");
        assertThat(cluster.port("p0").orElseThrow().addresses())
                .containsExactly(cluster.pod("p0").annotations().get(MAC) + " 10.0.0.2");
    }

    @Test
    void honoursAStatedAddressAndMac() {
        cluster.apply("p0", Map.of(IP, "10.0.0.9", MAC, "00:00:00:53:6B:B6"));
        cluster.soon();

        assertThat(cluster.port("p0").orElseThrow().addresses()).containsExactly("00:00:00:53:6b:b6 10.0.0.9");
    }

    @Test
    void givesTheMembersOfAStatefulSetTheEntriesOfItsPoolInOrder() {
        cluster.applySet("web", 2, Map.of(POOL, "10.0.0.7,10.0.0.6"));
        cluster.soon();

        assertThat(List.of(cluster.ipOf("web-0"), cluster.ipOf("web-1"))).containsExactly("10.0.0.7", "10.0.0.6");
    }

    @Test
    void countsThePoolFromTheStartOrdinal() {
        cluster.applySet("web", 3, 1, Map.of(POOL, "10.0.0.7,10.0.0.6"));
        cluster.soon();

        assertThat(cluster.ipOf("web-3")).isEqualTo("10.0.0.7");
    }

    @Test
    void keepsTheRowAndAddressOfAMemberThroughTenDeathsAndAKilledAgent() {
        cluster.applySet("web", 2, Map.of());
        cluster.soon();
        var before = cluster.port("web-0").orElseThrow();

        for (int death = 0; death < 10; death++) {
            cluster.delete("web-0");
            cluster.cluster.killAndRestartAfter(50_000);
            cluster.soon();

            assertThat(cluster.port("web-0").map(PortFacts::row)).contains(before.row());
            assertThat(cluster.port("web-0").map(PortFacts::addresses)).contains(before.addresses());
            assertThat(before.addresses().iterator().next()).endsWith(cluster.ipOf("web-0"));
        }
    }

    @Test
    void keepsThePortOfAMemberThatStaysAwayForAnHour() {
        cluster.applySet("web", 1, Map.of());
        cluster.soon();
        cluster.delete("web-0");
        // Somebody else's Pod has the name, so the controller can't make the member.
        cluster.apply("web-0", Map.of());
        cluster.passes(1, TimeUnit.HOURS);

        assertThat(cluster.port("web-0")).isPresent();
        assertThat(cluster.told("web-0")).contains("port web-0.a is kept for StatefulSet web");
    }

    @Test
    void releasesTheMembersThatAreScaledAway() {
        cluster.applySet("web", 3, Map.of());
        cluster.soon();
        cluster.scale("web", 1);
        cluster.soon();

        assertThat(cluster.port("web-0")).isPresent();
        assertThat(cluster.port("web-1")).isEmpty();
        assertThat(cluster.port("web-2")).isEmpty();
    }

    @Test
    void doesNotPassAPortToASetThatWasMadeAnewUnderTheName() {
        cluster.applySet("web", 1, Map.of());
        cluster.soon();
        var before = cluster.port("web-0").orElseThrow();
        cluster.cluster.api.removeSet(cluster.set("web"));
        cluster.soon();
        cluster.applySet("web", 1, Map.of());
        cluster.soon();

        assertThat(cluster.port("web-0").orElseThrow().row()).isNotEqualTo(before.row());
        assertThat(cluster.ipOf("web-0")).isNotEmpty();
    }

    @Test
    void tellsWhomItHasServedOfAnotherGatewayWithoutWaitingForASweep() {
        cluster.apply("p0", Map.of());
        cluster.soon();
        var ip = cluster.ipOf("p0");

        var moved = SubnetSpec.of("s1", "10.0.0.0/28").gateway("10.0.0.14").namespaces(List.of("a"));
        cluster.cluster.subnetsAre(
                new SubnetCatalog(List.of(((SubnetSpec.Good) moved.build().read()).subnet())));
        cluster.soon();

        assertThat(cluster.pod("p0").annotations()).containsEntry("ovn.kubernetes.io/gateway", "10.0.0.14");
        assertThat(cluster.ipOf("p0")).isEqualTo(ip);
    }

    @Test
    void releasesThePortOfABarePodWithThePod() {
        cluster.apply("p0", Map.of());
        cluster.soon();
        cluster.delete("p0");
        cluster.soon();

        assertThat(cluster.port("p0")).isEmpty();
    }

    @Test
    void servesAPodThatIsMadeAgainUnderItsNameInTheSameInstant() {
        cluster.apply("p0", Map.of());
        cluster.soon();
        cluster.delete("p0");
        cluster.apply("p0", Map.of());
        cluster.soon();

        assertThat(cluster.ipOf("p0")).isNotEmpty();
    }

    @Test
    void tellsByWhomAnAddressIsTakenAndHandsItOnWithinASecond() {
        cluster.apply("p0", Map.of(IP, "10.0.0.9"));
        cluster.soon();
        cluster.apply("p1", Map.of(IP, "10.0.0.9"));
        cluster.soon();
        assertThat(cluster.told("p1"))
                .isEqualTo(
                        "AcquireAddressFailed: 10.0.0.9 on subnet s1 is taken by port p0.a; the Pod gets it when that "
                                + "port is released");

        cluster.delete("p0");
        cluster.soon();

        assertThat(cluster.ipOf("p1")).isEqualTo("10.0.0.9");
    }

    @Test
    void servesAPodWithinASecondAfterItsAnnotationIsCorrected() {
        cluster.apply("p0", Map.of(IP, "nonsense"));
        cluster.soon();
        assertThat(cluster.told("p0")).startsWith("ValidatePodNetworkFailed: ");

        cluster.annotate("p0", Map.of(IP, "10.0.0.9"));
        cluster.soon();

        assertThat(cluster.ipOf("p0")).isEqualTo("10.0.0.9");
    }

    @Test
    void handsOnAddressesOfAFullSubnetInOrderOfArrival() {
        for (int i = 0; i < 13; i++) {
            cluster.apply("p" + (char) ('a' + i), Map.of());
            cluster.soon();
        }
        assertThat(cluster.told("pl")).contains("no free address left in subnet s1");

        cluster.delete("pa");
        cluster.soon();

        assertThat(cluster.ipOf("pl")).isEqualTo("10.0.0.2");
        assertThat(cluster.ipOf("pm")).isEmpty();
    }

    @Test
    void lookedAtAgainAfterALostReplyMakesNoSecondRow() {
        cluster.faults().nextTransactions(Fault.LOST_REPLY);
        cluster.apply("p0", Map.of());
        cluster.passes(5, TimeUnit.SECONDS);

        assertThat(cluster.cluster.northbound.ports()).hasSize(1);
        assertThat(cluster.ipOf("p0")).isEqualTo("10.0.0.2");
    }

    @Test
    void sendsAgainWhatNeverArrived() {
        cluster.faults().nextTransactions(Fault.LOST_REQUEST, Fault.IO_ERROR);
        cluster.apply("p0", Map.of());
        cluster.passes(5, TimeUnit.SECONDS);

        assertThat(cluster.ipOf("p0")).isNotEmpty();
    }

    @Test
    void repeatsAPatchOfWhichNothingWasHeard() {
        cluster.faults().nextPatches(PatchFault.LOST_REQUEST, PatchFault.LOST_REPLY);
        cluster.apply("p0", Map.of());
        cluster.passes(2, TimeUnit.SECONDS);

        assertThat(cluster.ipOf("p0")).isNotEmpty();
    }

    @Test
    void catchesUpWithDeletionsThatHappenedWhileItWasDown() {
        cluster.apply("p0", Map.of());
        cluster.applySet("web", 2, Map.of());
        cluster.soon();
        cluster.cluster.killAndRestartAfter(1_000_000);
        cluster.delete("p0");
        cluster.cluster.api.removeSet(cluster.set("web"));
        cluster.passes(20, TimeUnit.SECONDS);

        assertThat(cluster.cluster.northbound.ports()).isEmpty();
    }

    @Test
    void keepsTheAddressOfALivingPodWhoseRowWasRemovedWhileItWasDown() {
        cluster.apply("p0", Map.of());
        cluster.soon();
        var ip = cluster.ipOf("p0");
        cluster.cluster.killAndRestartAfter(1_000_000);
        cluster.cluster.northbound.foreignRemoval(
                cluster.port("p0").orElseThrow().row());
        cluster.apply("a-thief", Map.of(Example.IP, ip));
        cluster.passes(20, TimeUnit.SECONDS);

        assertThat(cluster.port("p0")
                        .orElseThrow()
                        .placement()
                        .orElseThrow()
                        .addresses()
                        .ipText())
                .isEqualTo(ip);
        assertThat(cluster.ipOf("a-thief")).isEmpty();
        assertThat(cluster.told("a-thief")).contains("is taken by port p0.a");
    }

    @Test
    void keepsTheAddressOfALivingPodWhoseRowIsRemovedUnderItsEyes() {
        cluster.apply("p0", Map.of());
        cluster.soon();
        var ip = cluster.ipOf("p0");
        cluster.apply("a-waiter", Map.of(IP, ip));
        cluster.soon();

        cluster.cluster.northbound.foreignRemoval(
                cluster.port("p0").orElseThrow().row());
        cluster.soon();

        assertThat(cluster.port("p0").orElseThrow().addresses().iterator().next())
                .endsWith(ip);
        assertThat(cluster.ipOf("a-waiter")).isEmpty();
    }

    @Test
    void leavesARowOfAnotherAloneAndTellsWhoWaitsForItsName() {
        cluster.apply("first", Map.of());
        cluster.soon();
        cluster.cluster.northbound.foreignPort("p0.a", "s1", "02:00:00:00:00:01 10.0.0.9");
        cluster.soon();
        cluster.apply("p0", Map.of());
        cluster.soon();
        assertThat(cluster.told("p0")).contains("already has a port named p0.a");

        cluster.cluster.northbound.foreignRemoval(
                cluster.port("p0").orElseThrow().row());
        cluster.soon();

        assertThat(cluster.ipOf("p0")).isNotEmpty();
    }

    /** The cache of StatefulSets stands still while the set is made anew; its first member comes and goes meanwhile. */
    @Test
    void doesNotJudgeAMemberByASetAsItWasBeforeTheMember() {
        cluster.applySet("web", 0, Map.of());
        cluster.soon();
        cluster.cluster.agent().breakOwnerWatch(30_000_000, true);
        cluster.scale("web", 1);
        cluster.soon();
        var before = cluster.port("web-0").orElseThrow();
        cluster.delete("web-0");
        cluster.soon();

        assertThat(cluster.port("web-0").map(PortFacts::row)).contains(before.row());
    }

    @Test
    void doesNotCountOrdinalsByASetOfAnotherUid() {
        cluster.applySet("web", 1, 0, Map.of(POOL, "10.0.0.7,10.0.0.6"));
        cluster.soon();
        cluster.cluster.agent().breakOwnerWatch(3_000_000, true);
        cluster.cluster.api.removeSet(cluster.set("web"));
        cluster.applySet("web", 0, 2, Map.of(POOL, "10.0.0.7,10.0.0.6"));
        cluster.passes(5, TimeUnit.SECONDS);

        assertThat(cluster.ipOf("web-1")).isEqualTo("10.0.0.6");
    }

    /** A foreign row took the address of a retained port; when it goes, the address is not free, but the member's alone. */
    @Test
    void wakesAMemberWhoseAddressIsItsOwnAgain() {
        cluster.applySet("web", 1, Map.of(POOL, "10.0.0.7"));
        cluster.soon();
        cluster.cluster.northbound.foreignPort("vm", "s1", "02:00:00:00:00:01 10.0.0.7");
        cluster.soon();
        cluster.delete("web-0");
        cluster.soon();
        assertThat(cluster.told("web-0")).contains("10.0.0.7 on subnet s1 is taken by port vm");

        cluster.cluster.northbound.foreignRemoval(cluster.cluster.northbound.ports().stream()
                .filter(port -> port.name().equals("vm"))
                .findFirst()
                .orElseThrow()
                .row());
        cluster.soon();

        assertThat(cluster.ipOf("web-0")).isEqualTo("10.0.0.7");
    }

    @Test
    void aStandbyWhoseWatchIsBrokenReleasesNothingWhenItTakesOver() {
        keepsThePortThatTheStandbyHasNotHeardOf(standby -> standby.breakPodWatch(20_000_000, false));
    }

    /** As a connection does that nobody has closed: the watch seems to run. */
    @Test
    void aStandbyWhoseWatchIsSilentReleasesNothingWhenItTakesOver() {
        keepsThePortThatTheStandbyHasNotHeardOf(standby -> standby.silencePodWatch(100_000_000));
    }

    private static void keepsThePortThatTheStandbyHasNotHeardOf(Consumer<SimulatedAgent> cutOff) {
        var two = new Example(2);
        cutOff.accept(two.cluster.standby());
        two.apply("p0", Map.of());
        two.soon();
        var before = two.port("p0").orElseThrow();
        two.cluster.leader().kill();
        two.passes(200, TimeUnit.SECONDS);

        assertThat(two.port("p0")).contains(before);
    }

    @Test
    void releasesThePortOfAVanishedSetEvenIfAStrangerHasTheMembersName() {
        cluster.applySet("web", 1, Map.of());
        cluster.soon();
        cluster.cluster.killAndRestartAfter(1_000_000);
        cluster.cluster.api.removeSet(cluster.set("web"));
        cluster.delete("web-0");
        cluster.apply("web-0", Map.of());
        cluster.passes(30, TimeUnit.SECONDS);

        assertThat(cluster.ipOf("web-0")).isNotEmpty();
    }
}
