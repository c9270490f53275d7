package io.github.ovnnb.agent.simulation;

import static io.github.ovnnb.agent.simulation.Example.MAC;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.PodFacts.Phase;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the user of a Pod is told that is served. */
class GoodNewsTest {
    private static final String WORDS =
            "provider=ovn subnet=s1 ip=10.0.0.2 mac=00:00:00:53:6b:b6 logicalSwitchPort=p0.a";

    private final Example cluster = new Example();

    @Test
    void tellsOnceWhatThePodGot() {
        cluster.apply("p0", Map.of(MAC, "00:00:00:53:6b:b6"));
        cluster.soon();
        cluster.cluster.killAndRestartAfter(50_000);
        cluster.soon();

        assertThat(cluster.cluster.goodNews).containsExactly("p0 PodNetworkAllocated: " + WORDS);
    }

    @Test
    void tellsThatTheAnnotationsSayAgainWhatTheRowSays() {
        cluster.apply("p0", Map.of(MAC, "00:00:00:53:6b:b6"));
        cluster.soon();
        cluster.annotate("p0", Map.of("ovn.kubernetes.io/cidr", "nonsense"));
        cluster.soon();

        assertThat(cluster.cluster.goodNews)
                .containsExactly("p0 PodNetworkAllocated: " + WORDS, "p0 PodNetworkUpdated: " + WORDS);
    }

    @Test
    void tellsAPodThatHasRunToCompletionThatItsAddressIsReleased() {
        cluster.apply("p0", Map.of(MAC, "00:00:00:53:6b:b6"));
        cluster.soon();
        cluster.cluster.api.updatePod(cluster.pod("p0"), pod -> Pods.in(pod, Phase.SUCCEEDED));
        cluster.soon();

        assertThat(cluster.cluster.goodNews)
                .containsExactly("p0 PodNetworkAllocated: " + WORDS, "p0 PodNetworkReleased: " + WORDS);
    }
}
