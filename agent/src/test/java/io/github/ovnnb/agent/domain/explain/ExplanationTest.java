package io.github.ovnnb.agent.domain.explain;

import static io.github.ovnnb.agent.domain.Scene.allocated;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.PoolSpec;
import io.github.ovnnb.agent.domain.Scene;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    private static final String MAC_A = "0a:00:00:00:00:0a";

    private static List<Line> explain(Scene scene, String pod) {
        return Explanation.of(
                scene.look(pod),
                blocker -> scene.rows().stream()
                        .filter(blocker::isHeldBy)
                        .map(row -> scene.look(row.identity().orElseThrow().instance()))
                        .toList());
    }

    private static String said(Scene scene, String pod, String topic) {
        return explain(scene, pod).stream()
                .filter(line -> line.topic().equals(topic))
                .map(Line::text)
                .findFirst()
                .orElse("(nothing)");
    }

    @Test
    void saysWhatAServedPodHas() {
        var scene = new Scene()
                .set("web", 2)
                .member("web", 0, allocated("10.16.0.5", MAC_A))
                .portOfMember("web", 0, true, MAC_A + " 10.16.0.5");

        assertThat(said(scene, "web-0", "Pod"))
                .isEqualTo("default/web-0, running on node node-1; annotated with its addresses");
        assertThat(said(scene, "web-0", "workload")).isEqualTo("member 0 of StatefulSet web");
        assertThat(said(scene, "web-0", "owner")).isEqualTo("StatefulSet web wants 2 members from ordinal 0 on");
        assertThat(said(scene, "web-0", "subnets")).isEqualTo("ovn-default (10.16.0.0/24) for namespace default");
        assertThat(said(scene, "web-0", "port"))
                .endsWith("on ovn-default: " + MAC_A + " 10.16.0.5, in use by Pod uid web-0-uid");
        assertThat(said(scene, "web-0", "decision"))
                .isEqualTo("has " + MAC_A + " 10.16.0.5 on ovn-default; a Pod keeps its addresses while it lives");
    }

    @Test
    void namesTheHolderOfATakenAddressAndWhyItKeepsIt() {
        var scene = new Scene()
                .set("db", 3)
                .portOfMember("db", 2, false, MAC_A + " 10.16.0.5")
                .pod("a", "ip_address", "10.16.0.5");

        assertThat(said(scene, "a", "asks for")).isEqualTo("ip_address 10.16.0.5");
        assertThat(said(scene, "a", "decision"))
                .isEqualTo("no address: 10.16.0.5 on subnet ovn-default is taken by port db-2.default; "
                        + "the Pod gets it when that port is released (AcquireAddressFailed)");
        assertThat(said(scene, "a", "holder"))
                .startsWith("10.16.0.5 on ovn-default is of db-2.default (")
                .endsWith("retained; the port is retained: the successor will ask for the same address");
    }

    @Test
    void saysWhyThePortOfAGonePodIsKept() {
        var scene = new Scene().set("db", 3).portOfMember("db", 2, false, MAC_A + " 10.16.0.5");

        assertThat(said(scene, "db-2", "Pod")).isEqualTo("there is none");
        assertThat(said(scene, "db-2", "kept for")).isEqualTo("member 2 of StatefulSet db");
        assertThat(said(scene, "db-2", "owner")).isEqualTo("StatefulSet db wants 3 members from ordinal 0 on");
        assertThat(said(scene, "db-2", "decision"))
                .isEqualTo("the port is retained: the successor will ask for the same address");
    }

    @Test
    void saysWhyThePortOfAGonePodGoes() {
        var scene = new Scene().set("db", 1).portOfMember("db", 2, false, MAC_A + " 10.16.0.5");

        assertThat(said(scene, "db-2", "decision"))
                .isEqualTo("the port is released: the StatefulSet was scaled below this member");
    }

    @Test
    void saysWhatIsWrongWithAnAnnotation() {
        var scene = new Scene().pod("a", "ip_address", "10.16.0.500");

        assertThat(said(scene, "a", "asks for")).contains("ovn.kubernetes.io/ip_address: \"10.16.0.500\" is not an IP");
        assertThat(said(scene, "a", "decision")).contains("(ValidatePodNetworkFailed)");
    }

    @Test
    void saysWhatANewPodWouldGet() {
        var scene = new Scene().pod("a");

        assertThat(said(scene, "a", "asks for")).isEqualTo("nothing special: the lowest free address and a random MAC");
        assertThat(said(scene, "a", "decision"))
                .matches(
                        "gets a new port with [0-9a-f:]{17} 10\\.16\\.0\\.2 on ovn-default; to be annotated: default/a");
    }

    @Test
    void namesThePoolsThatCount() {
        var scene = new Scene()
                .pool("mine", "10.16.0.40..10.16.0.41")
                .pool(new PoolSpec("bound", Scene.SWITCH, List.of("default"), List.of("10.16.0.50")))
                .pod("a", "ip_pool", "mine")
                .pod("b")
                .pod("c", allocated("10.16.0.41", MAC_A))
                .portOfPod("c", MAC_A + " 10.16.0.41");

        assertThat(said(scene, "a", "pools"))
                .isEqualTo("mine (10.16.0.40..10.16.0.41 of subnet ovn-default), which the Pod names");
        assertThat(said(scene, "b", "pools"))
                .isEqualTo("bound (10.16.0.50 of subnet ovn-default) for namespace default");
        assertThat(said(scene, "c", "pool"))
                .isEqualTo("the address is of mine (10.16.0.40..10.16.0.41 of subnet ovn-default)");
    }
}
