package io.github.ovnnb.agent.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who gets the addresses of an IPPool, and who does not. The Pods are of namespace default, on subnet ovn-default, 10.16.0.0/24. */
class NamedPoolTest {
    private static final String MAC = "0a:00:00:00:00:0a";
    private static final String OTHER_MAC = "0a:00:00:00:00:0b";

    private static PoolSpec bound(String name, String subnet, String... ips) {
        return new PoolSpec(name, subnet, List.of("default"), List.of(ips));
    }

    private static String ips(Scene scene, String pod) {
        var plan = scene.look(pod).plan();
        return plan instanceof Plan.Bind bind ? bind.placement().addresses().ipText() : plan.toString();
    }

    private static Obstacle obstacle(Scene scene, String pod) {
        return ((Plan.Wait) scene.look(pod).plan()).obstacle();
    }

    @Test
    void aPodGetsTheLowestAddressOfThePoolThatItNames() {
        assertThat(ips(new Scene().pool("p", "10.16.0.40..10.16.0.41").pod("a", "ip_pool", "p"), "a"))
                .isEqualTo("10.16.0.40");
    }

    @Test
    void aPodThatAsksForNothingGetsNoneOfThem() {
        var scene = new Scene().pool("p", "10.16.0.2..10.16.0.4").pod("a");

        assertThat(ips(scene, "a")).isEqualTo("10.16.0.5");
    }

    @Test
    void aPodOfABoundNamespaceTakesFromThePoolAndFromNothingElse() {
        var scene = new Scene().pool(bound("p", Scene.SWITCH, "10.16.0.40")).pod("a");
        assertThat(ips(scene, "a")).isEqualTo("10.16.0.40");

        scene.portOfPod("b", MAC + " 10.16.0.40");
        assertThat(obstacle(scene, "a").message())
                .isEqualTo("no free address left in IPPool p of subnet ovn-default; "
                        + "the Pod gets the next that is released, or add addresses to the pool");
        assertThat(obstacle(scene, "a").wakesWhen()).contains(new WakeKey.Space(Scene.SWITCH, "p"));
    }

    @Test
    void aSecondPoolOfTheNamespaceIsTriedWhenTheFirstIsExhausted() {
        var scene = new Scene()
                .pool(bound("p", Scene.SWITCH, "10.16.0.40"))
                .pool(bound("q", Scene.SWITCH, "10.16.0.30"))
                .portOfPod("b", MAC + " 10.16.0.40")
                .pod("a");

        assertThat(ips(scene, "a")).isEqualTo("10.16.0.30");
    }

    @Test
    void aPoolOfOtherNamespacesIsNotForThisOneButMayBeNamed() {
        var theirs = new PoolSpec("p", Scene.SWITCH, List.of("shop"), List.of("10.16.0.2..10.16.0.4"));

        assertThat(ips(new Scene().pool(theirs).pod("a"), "a")).isEqualTo("10.16.0.5");
        assertThat(ips(new Scene().pool(theirs).pod("a", "ip_pool", "p"), "a")).isEqualTo("10.16.0.2");
    }

    @Test
    void aStatedAddressInsideOfAPoolIsLegalAndCountedThere() {
        var scene = new Scene().pool("p", "10.16.0.40").pod("a", "ip_address", "10.16.0.40");
        assertThat(ips(scene, "a")).isEqualTo("10.16.0.40");

        scene.portOfPod("a", MAC + " 10.16.0.40").pod("b", "ip_pool", "p");
        assertThat(obstacle(scene, "b").message()).startsWith("no free address left in IPPool p of subnet ovn-default");
    }

    @Test
    void aListOfAddressesMayReachIntoAPool() {
        assertThat(ips(new Scene().pool("p", "10.16.0.40").pod("a", "ip_pool", "10.16.0.40"), "a"))
                .isEqualTo("10.16.0.40");
    }

    @Test
    void theSubnetFollowsFromThePoolThatIsNamed() {
        var scene = new Scene()
                .subnet("other", "10.17.0.0/24", false)
                .pool(new PoolSpec("p", "other", List.of(), List.of("10.17.0.0/28")))
                .pod("a", "ip_pool", "p");

        assertThat(((Plan.Bind) scene.look("a").plan()).placement().logicalSwitch())
                .isEqualTo("other");
        // Neither the network address nor the gateway, although the pool lists them.
        assertThat(ips(scene, "a")).isEqualTo("10.17.0.2");
    }

    @Test
    void whatThePoolSaysNothingOfComesFromTheRestOfTheSubnet() {
        var scene = new Scene()
                .subnet(Scene.SWITCH, "10.16.0.0/24,fd00::/64", true)
                .pool("v4", "10.16.0.40")
                .pool("v6", "fd00::40..fd00::4f")
                .pod("a", "ip_pool", "v4")
                .pod("b", "ip_pool", "v6")
                .pool("both", "10.16.0.50", "fd00::50")
                .pod("c", "ip_pool", "both");

        assertThat(ips(scene, "a")).isEqualTo("10.16.0.40,fd00::2");
        assertThat(ips(scene, "b")).isEqualTo("10.16.0.2,fd00::40");
        assertThat(ips(scene, "c")).isEqualTo("10.16.0.50,fd00::50");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "q |       | AcquireAddressFailed     | there is no IPPool \"q\"; known pools: away (10.0.0.1 of subnet gone), p (10.16.0.40 of subnet ovn-default)",
                "p | other | ValidatePodNetworkFailed | IPPool p is of subnet ovn-default, but logical_switch asks for other",
                "away |    | AcquireAddressFailed     | IPPool away is of subnet gone, which does not exist; known subnets: other, ovn-default",
            })
    void aPoolThatCannotBeIsToldWithWhatWouldBeRight(String pool, String subnet, String reason, String message) {
        var scene = new Scene()
                .subnet("other", "10.17.0.0/24", false)
                .pool("p", "10.16.0.40")
                .pool(new PoolSpec("away", "gone", List.of(), List.of("10.0.0.1")));
        scene = subnet == null
                ? scene.pod("a", "ip_pool", pool)
                : scene.pod("a", "ip_pool", pool, "logical_switch", subnet);

        assertThat(obstacle(scene, "a").reason()).isEqualTo(reason);
        assertThat(obstacle(scene, "a").message())
                .startsWith("annotation ovn.kubernetes.io/ip_pool: ")
                .contains(message);
    }

    @Test
    void aNamespaceBoundToAPoolElsewhereIsTold() {
        var scene = new Scene()
                .subnet("other", "10.17.0.0/24", false)
                .pool(bound("p", "other", "10.17.0.40"))
                .pod("a");

        assertThat(obstacle(scene, "a").message())
                .isEqualTo(
                        "namespace default is bound to IPPool p (10.17.0.40 of subnet other), and none of these is of "
                                + "subnet ovn-default (10.16.0.0/24); bind it to a pool there, or to none, or name a pool by "
                                + "ovn.kubernetes.io/ip_pool");
    }

    @Test
    void aMemberKeepsItsAddressWhenItsNamespaceIsBoundToAPoolOrItsAddressComesIntoOne() {
        var scene = new Scene()
                .set("web", 1)
                .pool(bound("p", Scene.SWITCH, "10.16.0.40"))
                .pool("q", "10.16.0.5")
                .portOfMember("web", 0, false, MAC + " 10.16.0.5")
                .member("web", 0);

        assertThat(ips(scene, "web-0")).isEqualTo("10.16.0.5");
    }

    @Test
    void aMemberMovesInOneStepWhenItsTemplateNamesAPoolOrThePoolIsChanged() {
        var scene = new Scene()
                .set("web", 1)
                .pool("p", "10.16.0.40..10.16.0.41")
                .portOfMember("web", 0, false, MAC + " 10.16.0.5")
                .member("web", 0, "ip_pool", "p");

        assertThat(scene.look("web-0").plan()).isInstanceOfSatisfying(Plan.Bind.class, bind -> {
            assertThat(bind.placement().addresses()).hasToString(MAC + " 10.16.0.40");
            assertThat(bind.change()).containsInstanceOf(PortChange.Update.class);
        });

        scene.portOfMember("web", 0, false, MAC + " 10.16.0.41");
        assertThat(ips(scene, "web-0")).isEqualTo("10.16.0.41");
    }

    @Test
    void aLivingPodKeepsItsAddressWhenThePoolShrinksUnderIt() {
        var scene = new Scene()
                .pool("p", "10.16.0.40")
                .pod("a", with(Scene.allocated("10.16.0.45", MAC), "ip_pool", "p"))
                .portOfPod("a", MAC + " 10.16.0.45");

        assertThat(scene.look("a").plan()).isInstanceOfSatisfying(Plan.Bind.class, bind -> {
            assertThat(bind.change()).isEmpty();
            assertThat(bind.patches()).isEmpty();
        });
    }

    @Test
    void anAddressInTwoPoolsIsOfTheFirstByName() {
        var scene = new Scene()
                .pool("q", "10.16.0.40..10.16.0.42")
                .pool("p", "10.16.0.40..10.16.0.41")
                .pod("a", "ip_pool", "q");

        assertThat(ips(scene, "a")).isEqualTo("10.16.0.42");
    }

    @Test
    void excludedAddressesOfAPoolAreGivenOnRequestOnly() {
        var spec = SubnetSpec.of(Scene.SWITCH, "10.16.0.0/24")
                .excludeIps(List.of("10.16.0.40"))
                .isDefault(true)
                .build();
        var scene = new Scene()
                .subnet(spec)
                .pool("p", "10.16.0.40..10.16.0.41")
                .pod("a", "ip_pool", "p")
                .pod("b", "ip_address", "10.16.0.40");

        assertThat(ips(scene, "a")).isEqualTo("10.16.0.41");
        assertThat(ips(scene, "b")).isEqualTo("10.16.0.40");
    }

    @Test
    void aNodesAddressIsNeitherGivenNorToBeHad() {
        var scene = new Scene()
                .node("node-7", "10.16.0.2")
                .pool("p", "10.16.0.2..10.16.0.3")
                .pod("a", "ip_pool", "p")
                .pod("b", "ip_address", "10.16.0.2")
                .pod("c");

        assertThat(ips(scene, "a")).isEqualTo("10.16.0.3");
        assertThat(ips(scene, "c")).isEqualTo("10.16.0.4");
        assertThat(obstacle(scene, "b").reason()).isEqualTo("ValidatePodNetworkFailed");
        assertThat(obstacle(scene, "b").message())
                .isEqualTo("annotation ovn.kubernetes.io/ip_address: 10.16.0.2 can't be given to a Pod, "
                        + "it is the address of node node-7; choose another address");
    }

    @ParameterizedTest(name = "VPC \"{0}\", underlay {1}: {2}")
    @CsvSource({"'', false, 10.16.0.3", "ovn-cluster, false, 10.16.0.3", "mine, false, 10.16.0.2", "'', true, 10.16.0.2"
    })
    void aNodesAddressCountsInOverlaySubnetsOfTheDefaultVpcOnly(String vpc, boolean underlay, String expected) {
        var spec = SubnetSpec.of(Scene.SWITCH, "10.16.0.0/24")
                .isDefault(true)
                .vpc(vpc)
                .underlay(underlay)
                .build();

        assertThat(ips(new Scene().subnet(spec).node("node-7", "10.16.0.2").pod("a"), "a"))
                .isEqualTo(expected);
    }

    @Test
    void aPodGetsTheAddressAndMacReservedForIt() {
        var scene = new Scene().reserved("mine", "a", OTHER_MAC + " 10.16.0.60").pod("a");

        assertThat(((Plan.Bind) scene.look("a").plan()).placement().addresses()).hasToString(OTHER_MAC + " 10.16.0.60");
    }

    @Test
    void ofSeveralReservationsItGetsTheFirstWhoseAddressNobodyHas() {
        var scene = new Scene()
                .reserved("a-first", "a", MAC + " 10.16.0.60")
                .reserved("b-second", "a", OTHER_MAC + " 10.16.0.61")
                .beingWritten("other", "10.16.0.60")
                .pod("a");

        assertThat(((Plan.Bind) scene.look("a").plan()).placement().addresses()).hasToString(OTHER_MAC + " 10.16.0.61");
    }

    @Test
    void anAddressReservedForSomebodyElseIsNotToBeHad() {
        var scene = new Scene()
                .reserved("nobodys", "", "10.16.0.2")
                .reserved("bs", "b", "10.16.0.3")
                .pod("a", "ip_address", "10.16.0.2")
                .pod("c", "ip_address", "10.16.0.3")
                .pod("d");

        assertThat(obstacle(scene, "a").message())
                .isEqualTo("10.16.0.2 on subnet ovn-default is reserved by IP nobodys; "
                        + "the Pod gets it when that resource is deleted");
        assertThat(obstacle(scene, "c").message()).contains("is reserved by IP bs");
        assertThat(ips(scene, "d")).isEqualTo("10.16.0.4");
    }

    @Test
    void aMacReservedForSomebodyElseIsNotToBeHad() {
        var scene = new Scene().reserved("bs", "b", MAC + " 10.16.0.3").pod("a", "mac_address", MAC);

        assertThat(obstacle(scene, "a").message())
                .contains(MAC + " on subnet ovn-default is reserved by IP bs; the Pod gets it");
    }

    @Test
    void aReservationTakesNothingFromAMemberThatHasTheAddressAlready() {
        var scene = new Scene()
                .set("web", 1)
                .reserved("late", "b", MAC + " 10.16.0.5")
                .portOfMember("web", 0, false, MAC + " 10.16.0.5")
                .member("web", 0)
                .pod("b");

        assertThat(((Plan.Bind) scene.look("web-0").plan()).placement().addresses())
                .hasToString(MAC + " 10.16.0.5");
        assertThat(ips(scene, "b")).isEqualTo("10.16.0.2");
    }

    /** Its annotations may be on their way: the reply to our patch can be lost, and our cache behind. */
    @Test
    void aPodWhosePortStandsKeepsItsAddressAlthoughSomebodyTakesItTooBeforeWeSeeItsAnnotations() {
        var scene = new Scene().portOfPod("a", MAC + " 10.16.0.5").foreignPort("theirs", MAC + " 10.16.0.5");

        assertThat(((Plan.Bind) scene.pod("a").look("a").plan()).change()).isEmpty();
        assertThat(ips(scene.pod("a", "ip_pool", "10.16.0.5,10.16.0.6"), "a")).isEqualTo("10.16.0.5");
    }

    private static String[] with(String[] annotations, String... more) {
        var all = new ArrayList<>(List.of(annotations));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }
}
