package io.github.ovnnb.agent.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.OwnerFacts.NotSeen;
import io.github.ovnnb.agent.domain.OwnerFacts.StatefulSetFacts;
import io.github.ovnnb.agent.domain.OwnerFacts.Unreadable;
import io.github.ovnnb.agent.domain.PodFacts.OwnerReference;
import io.github.ovnnb.agent.domain.PodFacts.Phase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who is told what, although nothing waits for it. */
class NoticesTest {
    private static final OwnerReference WEB = new OwnerReference("apps/v1", "StatefulSet", "web", "web-uid");
    private static final Provider NET1 = new Provider("net1.shop.ovn");

    @Test
    void aGoodSetHearsNothing() {
        assertThat(notices(set(Map.of(RetentionPolicy.WHEN_SCALED, "Retain")), Map.of(), Networks.NONE))
                .isEmpty();
    }

    @Test
    void theSetHearsOfItsMisspeltPolicy() {
        assertThat(notices(set(Map.of(RetentionPolicy.WHEN_SCALED, "Keep")), Map.of(), Networks.NONE))
                .singleElement()
                .satisfies(notice -> {
                    assertThat(notice.about().kind()).isEqualTo("StatefulSet");
                    assertThat(notice.about().name()).isEqualTo("web");
                    assertThat(notice.message()).contains("\"Keep\" is neither Retain nor Release");
                });
    }

    @Test
    void theSetHearsOfAnAnnotationThatBelongsOnItsTemplateUnlessItIsThereToo() {
        var key = "ovn.kubernetes.io/ip_pool";
        var set = set(Map.of(key, "10.16.0.5"));

        assertThat(notices(set, Map.of(), Networks.NONE))
                .extracting(Notice::reason)
                .containsExactly(Notices.ON_WORKLOAD);
        assertThat(notices(set, Map.of(key, "10.16.0.5"), Networks.NONE)).isEmpty();
    }

    @Test
    void anotherSetOfThatNameHearsNothing() {
        var other = new StatefulSetFacts(
                "other-uid", false, 0, 1, Set.of(), "", Map.of(RetentionPolicy.WHEN_SCALED, "Keep"));

        assertThat(notices(other, Map.of(), Networks.NONE)).isEmpty();
    }

    @Test
    void thePodHearsThatItsOwnerCannotBeRead() {
        assertThat(notices(new Unreadable("we may not"), Map.of(), Networks.NONE))
                .singleElement()
                .satisfies(notice -> {
                    assertThat(notice.about().kind()).isEqualTo("Pod");
                    assertThat(notice.reason()).isEqualTo(Notices.OWNER_UNREADABLE);
                    assertThat(notice.message()).contains("we may not");
                });
        assertThat(notices(new Unreadable(), Map.of(), Networks.NONE)).isEmpty();
    }

    @Test
    void thePodHearsOfItsNetworksOnceAndOfEachInterfacesOptionsAtThatInterface() {
        var annotations = Map.of("net1.shop.ovn.kubernetes.io/port_vips", "x", "ovn.kubernetes.io/port_vips", "y");
        var networks =
                new Networks(List.of(new Attachment("shop", "net1", List.of(), Optional.empty())), Optional.empty());

        assertThat(notices(new NotSeen(), annotations, Networks.malformed("bad")))
                .extracting(Notice::message)
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo("bad"),
                        second -> assertThat(second).contains("\"y\""));
        assertThat(notices(NET1, new NotSeen(), annotations, networks))
                .extracting(Notice::message)
                .satisfiesExactly(only -> assertThat(only).contains("\"x\""));
    }

    private static StatefulSetFacts set(Map<String, String> annotations) {
        return new StatefulSetFacts("web-uid", false, 0, 1, Set.of(), "", annotations);
    }

    private static List<Notice> notices(OwnerFacts owner, Map<String, String> annotations, Networks networks) {
        return notices(Provider.DEFAULT, owner, annotations, networks);
    }

    private static List<Notice> notices(
            Provider provider, OwnerFacts owner, Map<String, String> annotations, Networks networks) {
        var pod = new PodFacts(
                "shop",
                "web-0",
                "u",
                "1",
                annotations,
                Optional.of(WEB),
                Phase.RUNNING,
                false,
                false,
                "node-a",
                networks,
                false);
        return Notices.of(new Observation(
                new PortIdentity("shop", "web-0", provider),
                List.of(pod),
                Optional.empty(),
                owner,
                new NotSeen(),
                List.of(),
                SubnetCatalog.EMPTY));
    }
}
