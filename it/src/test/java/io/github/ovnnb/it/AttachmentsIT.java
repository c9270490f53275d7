package io.github.ovnnb.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.github.ovnnb.it.harness.Workloads;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Further interfaces of a Pod, as Multus is asked for them, on networks of ours. */
class AttachmentsIT {
    private static final String NETWORKS = "k8s.v1.cni.cncf.io/networks";
    private static final String NET1 = "net1.attached.ovn";
    private static final String NET2 = "net2.elsewhere.ovn";

    private static Corner corner;

    @BeforeAll
    static void open() {
        corner = Corner.open("attached", "10.52.0.0/24", "10.52.0.1", """
                - name: attached-net1
                  cidrBlock: 10.52.1.0/24
                  provider: net1.attached.ovn
                - name: attached-net2
                  cidrBlock: 10.52.2.0/24,fd00:52::/112
                  provider: net2.elsewhere.ovn
                """);
    }

    @AfterAll
    static void close() {
        corner.close();
        corner.ovn().nbctl("--if-exists", "ls-del", "attached-net1", "--", "--if-exists", "ls-del", "attached-net2");
    }

    @Test
    void eachAttachmentGetsAPortAndAnnotationsOfItsOwn() {
        corner.createPod("two", Map.of(NETWORKS, "net1, elsewhere/net2@eth7"));

        awaitAllocated("two", NET1);
        awaitAllocated("two", NET2);
        var pod = corner.pod("two");
        assertThat(corner.awaitAllocated("two").ips().get(0)).startsWith("10.52.0.");
        assertThat(annotation(pod, NET1, "ip_address")).startsWith("10.52.1.");
        assertThat(annotation(pod, NET1, "cidr")).isEqualTo("10.52.1.0/24");
        assertThat(annotation(pod, NET1, "gateway")).isEqualTo("10.52.1.1");
        assertThat(annotation(pod, NET1, "logical_switch")).isEqualTo("attached-net1");
        assertThat(annotation(pod, NET2, "ip_address")).startsWith("10.52.2.").contains(",fd00:52::");
        assertThat(rowOf("two", NET1))
                .isEqualTo(annotation(pod, NET1, "mac_address") + " " + annotation(pod, NET1, "ip_address"));
        assertThat(corner.ovn().nbctl("lsp-list", "attached-net1")).contains("(two.attached." + NET1 + ")");

        corner.deletePod("two");
        awaitNoPort("two", NET1);
        awaitNoPort("two", NET2);
        corner.awaitNoRow("two");
    }

    @Test
    void aPrefixedAnnotationAndOneOfMultusBothSayWhichAddress() {
        var annotations = new HashMap<String, String>();
        annotations.put(NETWORKS, """
                [{"name": "net1", "ips": ["10.52.1.77/24"], "mac": "02:00:00:52:00:77"},
                 {"name": "net2", "namespace": "elsewhere", "ips": ["10.52.2.9"]}]""");
        annotations.put(NET2 + ".kubernetes.io/ip_address", "10.52.2.88,fd00:52::88");
        corner.createPod("wishes", annotations);

        awaitAllocated("wishes", NET1);
        awaitAllocated("wishes", NET2);

        assertThat(rowOf("wishes", NET1)).isEqualTo("02:00:00:52:00:77 10.52.1.77");
        assertThat(rowOf("wishes", NET2)).endsWith(" 10.52.2.88 fd00:52::88");
    }

    @Test
    void aPoolOfTheAttachmentIsSharedByTheMembersOfASet() {
        corner.create(Workloads.statefulSet(
                "pooled", 2, Map.of(NETWORKS, "net1", NET1 + ".kubernetes.io/ip_pool", "10.52.1.41,10.52.1.40")));

        awaitAllocated("pooled-0", NET1);
        awaitAllocated("pooled-1", NET1);

        assertThat(rowOf("pooled-0", NET1)).endsWith(" 10.52.1.41");
        assertThat(rowOf("pooled-1", NET1)).endsWith(" 10.52.1.40");
    }

    @Test
    void aMembersAttachmentsComeBackToTheirRows() {
        corner.create(Workloads.statefulSet("web", 1, Map.of(NETWORKS, "net1")));
        awaitAllocated("web-0", NET1);
        var before = corner.ovn().port("web-0.attached." + NET1).orElseThrow();
        var pod = corner.pod("web-0");

        corner.agent().kill9();
        corner.deletePod("web-0");
        corner.agent().startAndAwaitReady();
        corner.awaitSuccessor(pod);
        awaitAllocated("web-0", NET1);

        var after = corner.ovn().port("web-0.attached." + NET1).orElseThrow();
        assertThat(after.uuid()).isEqualTo(before.uuid());
        assertThat(after.addresses()).isEqualTo(before.addresses());
    }

    @Test
    void anInterfaceThatIsAddedOrTakenAwayWhileThePodLivesIsServed() {
        corner.createPod("plugged", Map.of());
        corner.awaitAllocated("plugged");

        network("plugged", "net1");
        awaitAllocated("plugged", NET1);
        network("plugged", "");

        awaitNoPort("plugged", NET1);
        assertThat(corner.row("plugged")).isPresent();
    }

    @Test
    void networksOfOthersAreLeftToThem() {
        corner.createPod("macvlan", Map.of(NETWORKS, "macvlan-conf"));

        corner.awaitAllocated("macvlan");

        assertThat(corner.warnings("macvlan")).isEmpty();
        assertThat(corner.ovn().port("macvlan.attached.macvlan-conf.attached.ovn"))
                .isEmpty();
    }

    @Test
    void malformedNetworksAreToldAndDoNotHoldUpTheDefaultInterface() {
        corner.createPod("broken", Map.of(NETWORKS, "[{\"name\": \"net1\","));

        corner.awaitAllocated("broken");

        assertThat(corner.awaitWarning("broken", "ValidatePodNetworkFailed")).contains(NETWORKS, "is not JSON");
    }

    @Test
    void anAddressThatCannotBeIsToldAndDoesNotHoldUpTheDefaultInterface() {
        corner.createPod("outside", Map.of(NETWORKS, "[{\"name\": \"net1\", \"ips\": [\"10.52.1.x\"]}]"));

        corner.awaitAllocated("outside");

        assertThat(corner.awaitWarning("outside", "ValidatePodNetworkFailed"))
                .contains(NETWORKS, "attached/net1", "10.52.1.x");
        assertThat(corner.ovn().port("outside.attached." + NET1)).isEmpty();
    }

    private static void network(String pod, String networks) {
        corner.putAnnotation(pod, NETWORKS, networks);
    }

    private static String annotation(Pod pod, String provider, String key) {
        return pod.getMetadata().getAnnotations().getOrDefault(provider + ".kubernetes.io/" + key, "");
    }

    private static void awaitAllocated(String pod, String provider) {
        await(pod + " allocated on " + provider)
                .atMost(Corner.PATIENCE)
                .until(() -> corner.podIfThere(pod)
                        .filter(found ->
                                annotation(found, provider, "allocated").equals("true"))
                        .isPresent());
    }

    private static void awaitNoPort(String pod, String provider) {
        await("no port of " + pod + " on " + provider)
                .atMost(Corner.PATIENCE)
                .until(() -> corner.ovn().port(pod + ".attached." + provider).isEmpty());
    }

    private static String rowOf(String pod, String provider) {
        return String.join(
                "|",
                corner.ovn().port(pod + ".attached." + provider).orElseThrow().addresses());
    }
}
