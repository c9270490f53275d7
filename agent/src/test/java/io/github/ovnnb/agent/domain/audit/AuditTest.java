package io.github.ovnnb.agent.domain.audit;

import static io.github.ovnnb.agent.domain.Scene.allocated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.ovnnb.agent.domain.PoolSpec;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.PortOwnership;
import io.github.ovnnb.agent.domain.Scene;
import io.github.ovnnb.agent.domain.SubnetSpec;
import io.github.ovnnb.agent.domain.Workload.Standalone;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuditTest {
    private static final String MAC_A = "0a:00:00:00:00:0a";
    private static final String MAC_B = "0a:00:00:00:00:0b";

    private static List<Finding> audit(Scene scene) {
        return Audit.of(scene.rows(), scene.looks(), scene.catalog());
    }

    @Test
    void findsNothingWhereAllIsWell() {
        var scene = new Scene()
                .set("web", 2)
                .member("web", 0, allocated("10.16.0.5", MAC_A))
                .portOfMember("web", 0, true, MAC_A + " 10.16.0.5")
                .portOfMember("web", 1, false, MAC_B + " 10.16.0.6")
                .foreignPort("router-port", "router");

        assertThat(audit(scene)).isEmpty();
    }

    @Test
    void tellsBothPortsThatShareAnIp() {
        var scene = new Scene()
                .pod("a", allocated("10.16.0.5", MAC_A))
                .portOfPod("a", MAC_A + " 10.16.0.5")
                .pod("b", allocated("10.16.0.5", MAC_B))
                .portOfPod("b", MAC_B + " 10.16.0.5");

        assertThat(audit(scene))
                .extracting(Finding::subject, Finding::problem, Finding::detail)
                .containsExactly(
                        tuple("a.default", Problem.SAME_IP, "10.16.0.5 on ovn-default is also of b.default (in use)"),
                        tuple("b.default", Problem.SAME_IP, "10.16.0.5 on ovn-default is also of a.default (in use)"));
    }

    @Test
    void tellsWhenOurPortSharesItsMacWithSomebodyElses() {
        var scene = new Scene()
                .pod("a", allocated("10.16.0.5", MAC_A))
                .portOfPod("a", MAC_A + " 10.16.0.5")
                .foreignPort("theirs", MAC_A + " 10.16.0.9");

        assertThat(problems(scene)).containsExactly(Problem.SAME_MAC);
    }

    @Test
    void leavesWhatOthersShareAmongThemselvesToThem() {
        var scene = new Scene().foreignPort("one", MAC_A + " 10.16.0.9").foreignPort("two", MAC_A + " 10.16.0.9");

        assertThat(audit(scene)).isEmpty();
    }

    @Test
    void tellsOfAPortWhosePodIsGone() {
        var scene = new Scene().portOfPod("a", MAC_A + " 10.16.0.5");

        assertThat(audit(scene)).singleElement().satisfies(finding -> {
            assertThat(finding.problem()).isEqualTo(Problem.NO_OWNER);
            assertThat(finding.detail()).isEqualTo("the Pod has no successor; it holds " + MAC_A + " 10.16.0.5");
            assertThat(finding.repairable()).contains(PortIdentity.of("default", "a"));
        });
    }

    @Test
    void tellsOfARetainedPortThatNobodyWants() {
        var scaledDown = new Scene().set("web", 1).portOfMember("web", 3, false, MAC_A + " 10.16.0.5");
        var deleted = new Scene().setIsGone("web").portOfMember("web", 0, false, MAC_A + " 10.16.0.5");

        assertThat(problems(scaledDown)).containsExactly(Problem.NO_OWNER);
        assertThat(problems(deleted)).containsExactly(Problem.NO_OWNER);
    }

    @Test
    void offersToMakeALostPortAnewWithItsAddresses() {
        var scene = new Scene().pod("a", allocated("10.16.0.5", MAC_A));

        assertThat(audit(scene)).singleElement().satisfies(finding -> {
            assertThat(finding.subject()).isEqualTo("default/a");
            assertThat(finding.problem()).isEqualTo(Problem.NO_PORT);
            assertThat(finding.repairable()).contains(PortIdentity.of("default", "a"));
        });
    }

    @Test
    void doesNotOfferToRepairALostPortWhoseAddressSomebodyElseHas() {
        var scene = new Scene()
                .pod("a", allocated("10.16.0.5", MAC_A))
                .pod("b", allocated("10.16.0.5", MAC_B))
                .portOfPod("b", MAC_B + " 10.16.0.5");

        assertThat(audit(scene)).singleElement().satisfies(finding -> {
            assertThat(finding.subject()).isEqualTo("default/a");
            assertThat(finding.problem()).isEqualTo(Problem.WAITS);
            assertThat(finding.detail()).contains("10.16.0.5 on subnet ovn-default is taken by port b.default");
            assertThat(finding.repairable()).isEmpty();
        });
    }

    @Test
    void tellsOfAnAnnotationThatDisagrees() {
        var scene = new Scene().pod("a", allocated("10.16.0.9", MAC_A)).portOfPod("a", MAC_A + " 10.16.0.5");

        assertThat(audit(scene)).singleElement().satisfies(finding -> {
            assertThat(finding.problem()).isEqualTo(Problem.ANNOTATION_DISAGREES);
            assertThat(finding.detail())
                    .isEqualTo("ovn.kubernetes.io/ip_address is 10.16.0.9, the port says 10.16.0.5");
            assertThat(finding.repairable()).contains(PortIdentity.of("default", "a"));
        });
    }

    @Test
    void doesNotMindAnotherSpelling() {
        var scene = new Scene()
                .pod("a", allocated("10.16.0.5", "0A-00-00-00-00-0A", "10.16.0.7/24", "10.16.0.1"))
                .portOfPod("a", MAC_A + " 10.16.0.5");

        assertThat(audit(scene)).isEmpty();
    }

    @Test
    void tellsOfAnAddressOutsideItsSubnet() {
        var scene = new Scene().pod("a", allocated("10.99.0.5", MAC_A)).portOfPod("a", MAC_A + " 10.99.0.5");

        assertThat(problems(scene)).containsExactly(Problem.OUTSIDE_SUBNET);
    }

    @Test
    void tellsOfAPortOnSeveralSwitches() {
        var ownership = new PortOwnership(new Standalone(), Optional.of("a-uid"));
        var scene = new Scene()
                .subnet(SubnetSpec.of("other", "10.16.0.0/16")
                        .vpc("another-vpc")
                        .build())
                .pod("a", allocated("10.16.0.5", MAC_A))
                .row("a", Set.of(Scene.SWITCH, "other"), MAC_A + " 10.16.0.5", ownership);

        assertThat(audit(scene)).singleElement().satisfies(finding -> {
            assertThat(finding.problem()).isEqualTo(Problem.SEVERAL_SWITCHES);
            assertThat(finding.repair()).startsWith("leaving it on ovn-default alone");
        });
    }

    @Test
    void tellsOfAPodThatWaits() {
        var scene = new Scene().pod("a", "ip_address", "192.168.0.1");

        assertThat(problems(scene)).containsExactly(Problem.WAITS);
    }

    private static List<Problem> problems(Scene scene) {
        return audit(scene).stream().map(Finding::problem).distinct().toList();
    }

    @Test
    void tellsOfSubnetsAndPoolsThatDoNotFitTogether() {
        var scene = new Scene()
                .subnet("inner", "10.16.0.128/25", false)
                .pool("a", "10.16.0.10..10.16.0.20")
                .pool("b", "10.16.0.20..10.16.0.30", "10.99.0.1")
                .pool(new PoolSpec("c", "nowhere", List.of(), List.of("10.0.0.1")));

        assertThat(audit(scene))
                .extracting(Finding::subject, Finding::problem)
                .containsExactly(
                        tuple("IPPool b", Problem.OUTSIDE_SUBNET),
                        tuple("IPPool b", Problem.POOLS_OVERLAP),
                        tuple("IPPool c", Problem.NO_SUBNET),
                        tuple("Subnet inner", Problem.SUBNETS_OVERLAP));
    }

    @Test
    void tellsOfAPodThatHasTheAddressOfANode() {
        var scene = new Scene()
                .node("node-9", "10.16.0.5")
                .pod("a", allocated("10.16.0.5", MAC_A))
                .portOfPod("a", MAC_A + " 10.16.0.5");

        assertThat(audit(scene))
                .extracting(Finding::subject, Finding::problem, Finding::detail)
                .containsExactly(tuple("a.default", Problem.NODE_ADDRESS, "10.16.0.5 is of node node-9"));
    }
}
