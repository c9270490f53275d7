package io.github.ovnnb.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.github.ovnnb.it.harness.Workloads;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A namespace with more than one subnet. */
class SubnetChoiceIT {
    private static final String PREFIX = "ovn.kubernetes.io/";
    private static final String SECOND = "choice-second";

    private static int number;

    private String name = "";
    private Corner corner;

    @BeforeEach
    void open() {
        number++;
        name = "choice-" + number;
        corner = Corner.open(name, "10.61.0.0/29", "10.61.0.1", """
                - name: %s
                  cidrBlock: 10.62.0.0/24
                  gateway: 10.62.0.1
                  namespaces: [%s]
                """.formatted(SECOND, name));
    }

    @AfterEach
    void close() {
        corner.close();
        SharedPlatform.ovn().nbctl("--if-exists", "ls-del", SECOND);
    }

    @Test
    void aStatedAddressChoosesAmongTheSubnetsOfItsNamespace() {
        corner.createPod("stated", Map.of(PREFIX + "ip_address", "10.62.0.77"));

        assertThat(corner.awaitAllocated("stated").ips()).containsExactly("10.62.0.77");
        assertThat(Corner.annotation(corner.pod("stated"), "logical_switch")).isEqualTo(SECOND);
        assertThat(corner.ovn().nbctl("lsp-list", SECOND)).contains("(stated." + name + ")");
    }

    @Test
    void whoAsksForNothingGetsAnAddressOfTheNextSubnetWhenTheFirstIsFull() {
        for (var pod : List.of("a", "b", "c", "d", "e")) {
            corner.createPod(pod, Map.of());
            assertThat(Corner.annotation(podOf(pod), "logical_switch")).isEqualTo(name);
        }

        corner.createPod("f", Map.of());

        assertThat(Corner.annotation(podOf("f"), "logical_switch")).isEqualTo(SECOND);
    }

    @Test
    void aMemberWhoseTemplateNamesAnotherSubnetMovesThereWithItsRow() {
        corner.create(Workloads.statefulSet("web", 1, Map.of(PREFIX + "ip_address", "10.61.0.5")));
        var before = corner.awaitAllocated("web-0");
        corner.createPod("waiter", Map.of(PREFIX + "ip_address", "10.61.0.5"));
        corner.awaitWarning("waiter", "AcquireAddressFailed");
        var pod = corner.pod("web-0");

        corner.client().apps().statefulSets().inNamespace(name).withName("web").edit(set -> {
            var annotations = set.getSpec().getTemplate().getMetadata().getAnnotations();
            annotations.remove(PREFIX + "ip_address");
            annotations.put(PREFIX + "logical_switch", SECOND);
            return set;
        });

        corner.awaitSuccessor(pod);
        var after = corner.awaitAllocated("web-0");
        assertThat(after.uuid()).as("the row moves along").isEqualTo(before.uuid());
        assertThat(after.ips()).singleElement().asString().startsWith("10.62.0.");
        assertThat(corner.ovn().nbctl("lsp-list", SECOND)).contains("(web-0." + name + ")");
        await("the switch it was on lets go of it")
                .atMost(Corner.PATIENCE)
                .until(() -> !corner.ovn().nbctl("lsp-list", name).contains("(web-0." + name + ")"));
        assertThat(corner.awaitAllocated("waiter").ips()).containsExactly("10.61.0.5");
    }

    private Pod podOf(String pod) {
        corner.awaitAllocated(pod);
        return corner.pod(pod);
    }
}
