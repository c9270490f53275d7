package io.github.ovnnb.agent.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.OwnerFacts.NotSeen;
import io.github.ovnnb.agent.domain.OwnerFacts.StatefulSetFacts;
import io.github.ovnnb.agent.domain.PodFacts.OwnerReference;
import io.github.ovnnb.agent.domain.PodFacts.Phase;
import io.github.ovnnb.agent.domain.RetentionPolicy.Choice;
import io.github.ovnnb.agent.domain.Workload.Standalone;
import io.github.ovnnb.agent.domain.Workload.StatefulSetMember;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The port of one more interface: it has a name, annotations and a fate of its own. */
class AttachmentPortTest {
    private static final Provider NET1 = new Provider("net1.shop.ovn");
    private static final PortIdentity PORT = new PortIdentity("shop", "web-0", NET1);
    private static final Subnet SUBNET = ((SubnetSpec.Good) SubnetSpec.of("s1", "10.17.0.0/24")
                    .provider(NET1.name())
                    .build()
                    .read())
            .subnet();
    private static final OwnerReference WEB = new OwnerReference("apps/v1", "StatefulSet", "web", "web-uid");
    private static final Networks ON_NET1 = networks(List.of(), Optional.empty());
    private static final String ROW = "02:00:00:00:00:01 10.17.0.5";

    @Test
    void aPodHasOnePortForEachOfItsInterfaces() {
        assertThat(PortIdentity.allOfPod(pod(Optional.empty(), ON_NET1, Map.of())))
                .extracting(PortIdentity::portName)
                .containsExactly("web-0.shop", "web-0.shop.net1.shop.ovn");
    }

    @Test
    void itsAnnotationsCarryTheProvidersPrefix() {
        var bind = (Plan.Bind) plan(Optional.empty(), pod(Optional.empty(), ON_NET1, Map.of()));

        assertThat(bind.placement().logicalSwitch()).isEqualTo("s1");
        assertThat(bind.patches().get(0).annotations())
                .containsEntry("net1.shop.ovn.kubernetes.io/ip_address", "10.17.0.2")
                .containsEntry("net1.shop.ovn.kubernetes.io/allocated", "true")
                .doesNotContainKey("ovn.kubernetes.io/ip_address");
    }

    @Test
    void whatMultusWasToldIsAWishUnlessTheProvidersAnnotationSaysOtherwise() {
        var wishes = networks(List.of("10.17.0.9/24"), Optional.of("02:00:00:00:00:99"));

        var wished = (Plan.Bind) plan(Optional.empty(), pod(Optional.empty(), wishes, Map.of()));
        var said = (Plan.Bind) plan(
                Optional.empty(),
                pod(Optional.empty(), wishes, Map.of("net1.shop.ovn.kubernetes.io/ip_address", "10.17.0.8")));

        assertThat(wished.placement().addresses()).hasToString("02:00:00:00:00:99 10.17.0.9");
        assertThat(said.placement().addresses()).hasToString("02:00:00:00:00:99 10.17.0.8");
    }

    @Test
    void aMalformedWishNamesWhereItStands() {
        var wait = (Plan.Wait) plan(
                Optional.empty(), pod(Optional.empty(), networks(List.of("10.17.0.x"), Optional.empty()), Map.of()));

        assertThat(wait.obstacle().message()).contains("k8s.v1.cni.cncf.io/networks, shop/net1", "10.17.0.x");
    }

    @Test
    void aNetworkThatNoSubnetServesIsNoneOfOurs() {
        var seen = observation(Optional.empty(), List.of(pod(Optional.empty(), ON_NET1, Map.of())), List.of());

        assertThat(planner().plan(seen)).isInstanceOf(Plan.Nothing.class);
    }

    @Test
    void theDefaultInterfaceIsNoneOfOursWhereTheConfigurationSaysSo() {
        var book = new AddressBook();
        var catalog = new SubnetCatalog(List.of(SUBNET));
        book.define(catalog);
        var pod = pod(Optional.empty(), ON_NET1, Map.of());
        var planner = new PortPlanner(book, new PortDefaults(false, RetentionPolicy.RELEASE, false), new Random(1));
        var seen = new Observation(
                PortIdentity.ofPod(pod),
                List.of(pod),
                Optional.empty(),
                new NotSeen(),
                new NotSeen(),
                List.of(SUBNET),
                catalog);

        assertThat(planner.plan(seen)).isInstanceOf(Plan.Nothing.class);
        assertThat(planner.plan(observation(Optional.empty(), List.of(pod), List.of(SUBNET))))
                .isInstanceOf(Plan.Bind.class);
    }

    @Test
    void aPortOfKubeOvnsForTheSecondInterfaceOnOneNetworkIsTakenOver() {
        var second = new Provider("net1.shop.ovn.eth2");
        var port = new PortIdentity("shop", "web-0", second);
        var pod = pod(
                Optional.empty(),
                ON_NET1,
                Map.of(
                        "net1.shop.ovn.eth2.kubernetes.io/allocated", "true",
                        "net1.shop.ovn.eth2.kubernetes.io/ip_address", "10.17.0.5"));
        var row = row(new PortOwnership(new Standalone(), Optional.empty()));
        var seen = new Observation(
                port,
                List.of(pod),
                Optional.of(row),
                new NotSeen(),
                new NotSeen(),
                List.of(),
                new SubnetCatalog(List.of(SUBNET)));

        assertThat(planner().plan(seen))
                .isInstanceOfSatisfying(
                        Plan.Bind.class,
                        bind -> assertThat(bind.placement().addresses()).hasToString(ROW));
    }

    @Test
    void aPodThatIsOverdueNeedsItsPortNoMore() {
        var pod = new PodFacts(
                "shop",
                "web-0",
                "u",
                "1",
                Map.of("net1.shop.ovn.kubernetes.io/allocated", "true"),
                Optional.empty(),
                Phase.RUNNING,
                true,
                false,
                "node-a",
                ON_NET1,
                true);

        assertThat(plan(Optional.of(row(new Standalone(), Optional.of("u"))), pod))
                .isInstanceOf(Plan.Drop.class);
        assertThat(plan(
                        Optional.of(row(new StatefulSetMember("web", Optional.of("web-uid"), 0), Optional.of("u"))),
                        pod))
                .isInstanceOf(Plan.Keep.class);
    }

    @Test
    void thePortOfAnInterfaceThatIsTakenAwayGoes() {
        var pod = pod(Optional.empty(), Networks.NONE, Map.of());

        assertThat(plan(Optional.of(row(new Standalone(), Optional.of("u"))), pod))
                .isInstanceOf(Plan.Drop.class);
    }

    @Test
    void anAnnotationThatCannotBeReadTakesNothingAway() {
        var pod = pod(Optional.empty(), Networks.malformed("bad"), Map.of());

        assertThat(plan(Optional.of(row(new Standalone(), Optional.of("u"))), pod))
                .isInstanceOf(Plan.Keep.class);
    }

    @Test
    void aPodWhoseAnnotationCannotBeReadIsStillKnownByTheInterfacesThatItWasGiven() {
        var given = Map.of("net1.shop.ovn.kubernetes.io/allocated", "true", "ovn.kubernetes.io/allocated", "true");

        assertThat(PortIdentity.allOfPod(pod(Optional.empty(), Networks.malformed("bad"), given)))
                .extracting(PortIdentity::portName)
                .containsExactly("web-0.shop", "web-0.shop.net1.shop.ovn");
    }

    @Test
    void aMemberOfANewOwnerSaysNothingOfWhatTheFormerOneWanted() {
        var former = new PortOwnership(
                new StatefulSetMember("web", Optional.of("former-uid"), 0),
                Optional.empty(),
                false,
                new RetentionPolicy(Choice.RETAIN, Choice.RELEASE),
                Optional.empty());

        assertThat(plan(Optional.of(row(former)), pod(Optional.of(WEB), Networks.NONE, Map.of())))
                .as("re-created, and not detached from it")
                .isInstanceOf(Plan.Drop.class);
    }

    @Test
    void aMembersPortIsKeptWhileThereIsNoPodAndGoesWhenItsPodComesWithoutTheInterface() {
        var row = row(new StatefulSetMember("web", Optional.of("web-uid"), 0), Optional.empty());

        assertThat(plan(Optional.of(row))).isInstanceOf(Plan.Keep.class);
        assertThat(plan(Optional.of(row), pod(Optional.of(WEB), ON_NET1, Map.of())))
                .isInstanceOf(Plan.Bind.class);
        assertThat(plan(Optional.of(row), pod(Optional.of(WEB), Networks.NONE, Map.of())))
                .isInstanceOf(Plan.Drop.class);
    }

    @Test
    void thePolicyMayRetainTheInterfaceThatWasTakenAway() {
        var row = row(new StatefulSetMember("web", Optional.of("web-uid"), 0), Optional.empty());
        var retaining = new StatefulSetFacts(
                "web-uid", false, 0, 1, Set.of(), "", Map.of(RetentionPolicy.WHEN_SCALED, "Retain"));
        var seen = observation(
                Optional.of(row), List.of(pod(Optional.of(WEB), Networks.NONE, Map.of())), List.of(SUBNET), retaining);

        assertThat(planner().plan(seen)).isInstanceOf(Plan.Keep.class);
    }

    private static Networks networks(List<String> ips, Optional<String> mac) {
        return new Networks(List.of(new Attachment("shop", "net1", ips, mac)), Optional.empty());
    }

    private static PodFacts pod(Optional<OwnerReference> owner, Networks networks, Map<String, String> annotations) {
        return new PodFacts(
                "shop", "web-0", "u", "1", annotations, owner, Phase.RUNNING, false, false, "node-a", networks, false);
    }

    private static Plan plan(Optional<PortFacts> row, PodFacts... pods) {
        return planner().plan(observation(row, List.of(pods), List.of(SUBNET)));
    }

    private static PortPlanner planner() {
        var book = new AddressBook();
        book.define(new SubnetCatalog(List.of(SUBNET)));
        return new PortPlanner(book, new PortDefaults(false), new Random(1));
    }

    private static Observation observation(Optional<PortFacts> row, List<PodFacts> pods, List<Subnet> subnets) {
        return observation(row, pods, subnets, new StatefulSetFacts("web-uid", false, 0, 1));
    }

    private static Observation observation(
            Optional<PortFacts> row, List<PodFacts> pods, List<Subnet> subnets, StatefulSetFacts set) {
        boolean isMember = row.flatMap(PortFacts::ownership)
                .filter(owner -> owner.workload() instanceof StatefulSetMember)
                .isPresent();
        return new Observation(
                PORT,
                pods,
                row,
                isMember ? set : new NotSeen(),
                isMember ? set : new NotSeen(),
                subnets,
                new SubnetCatalog(List.of(SUBNET)));
    }

    private static PortFacts row(Workload workload, Optional<String> podUid) {
        return row(new PortOwnership(workload, podUid));
    }

    private static PortFacts row(PortOwnership ownership) {
        return new PortFacts(
                new UUID(1, 1),
                PORT.portName(),
                Set.of("s1"),
                Set.of(ROW),
                Set.of(),
                Optional.of(PORT),
                Optional.of(ownership),
                ChassisBinding.ANYWHERE,
                "kube-ovn");
    }
}
