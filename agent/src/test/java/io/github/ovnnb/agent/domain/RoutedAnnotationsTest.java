package io.github.ovnnb.agent.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What kube-ovn's CNI daemon waits for beside the addresses. */
class RoutedAnnotationsTest {
    private static final String ADDRESSES = "0a:00:00:00:00:0a 10.16.0.5";

    private static SubnetCatalog catalog(String vpc, boolean underlay) {
        var spec = SubnetSpec.of("s", "10.16.0.0/24")
                .isDefault(true)
                .vpc(vpc)
                .underlay(underlay)
                .build();
        return new SubnetCatalog(List.of(((SubnetSpec.Good) spec.read()).subnet()));
    }

    private static PodFacts pod(String node, Map<String, String> annotations) {
        return new PodFacts(
                "default",
                "a",
                "a-uid",
                "1",
                annotations,
                Optional.empty(),
                PodFacts.Phase.PENDING,
                false,
                false,
                node);
    }

    private static List<AnnotationPatch> patches(PodFacts pod, SubnetCatalog catalog) {
        var book = new AddressBook();
        book.define(catalog);
        var port = PortIdentity.ofPod(pod);
        var row = new PortFacts(
                new UUID(0, 1),
                port.portName(),
                Set.of("s"),
                Set.of(ADDRESSES),
                Set.of(),
                Optional.of(port),
                Optional.of(new PortOwnership(new Workload.Standalone(), Optional.of("a-uid"))),
                ChassisBinding.ANYWHERE,
                "kube-ovn");
        var nobody = new OwnerFacts.NotSeen();
        var seen = new Observation(
                port, List.of(pod), Optional.of(row), nobody, nobody, List.copyOf(catalog.all()), catalog);
        var plan = new PortPlanner(book, new PortDefaults(false), new Random(1)).plan(seen);
        return ((Plan.Bind) plan).patches();
    }

    private static Map<String, String> said(PodFacts pod, SubnetCatalog catalog) {
        var patches = patches(pod, catalog);
        assertThat(patches).hasSize(1).allMatch(patch -> patch.uid().equals("a-uid"));
        return patches.get(0).annotations();
    }

    @Test
    void isRoutedInTheSamePatchWhenTheNodeIsKnown() {
        assertThat(said(pod("node-1", Map.of()), catalog("", false)))
                .containsEntry("ovn.kubernetes.io/allocated", "true")
                .containsEntry("ovn.kubernetes.io/routed", "true");
    }

    @Test
    void isNotRoutedBeforeItIsScheduledAndThenByOneMorePatch() {
        var early = said(pod("", Map.of()), catalog("", false));
        assertThat(early)
                .containsEntry("ovn.kubernetes.io/allocated", "true")
                .doesNotContainKey("ovn.kubernetes.io/routed");
        assertThat(patches(pod("", early), catalog("", false))).isEmpty();

        var later = said(pod("node-1", early), catalog("", false));
        assertThat(later).containsEntry("ovn.kubernetes.io/routed", "true");
        var all = new HashMap<>(early);
        all.putAll(later);
        assertThat(patches(pod("node-1", all), catalog("", false))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"ovn-cluster, false, ovn-cluster", "mine, false, mine", "mine, true, ", "'', false, "})
    void namesTheRouterOfTheSubnetsVpcWhereThereIsOne(String vpc, boolean underlay, String router) {
        assertThat(said(pod("node-1", Map.of()), catalog(vpc, underlay)).get("ovn.kubernetes.io/logical_router"))
                .isEqualTo(router);
    }
}
