package io.github.ovnnb.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.AddressBook;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortDefaults;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.PortPlanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Pods wait for an address; one of them goes while we may do nothing. */
class LeftWhilePausedTest {
    private final List<PodFacts> pods = new ArrayList<>(List.of(waiting("p0"), waiting("p1")));
    private final AddressBook book = new AddressBook();
    private final Reconciler reconciler = new Reconciler(
            new Reconciler.Seams(
                    new Seen(),
                    new FewRows(),
                    (namespace, pod) -> CompletableFuture.completedFuture(new PodLookup.NotThere()),
                    (port, workload, premises) ->
                            CompletableFuture.completedFuture(new Inquiry.Failed("not asked here")),
                    patch -> CompletableFuture.completedFuture(new Annotator.PodGone()),
                    (pod, obstacle) -> {},
                    (delay, action) -> {},
                    Runnable::run),
            new PortPlanner(book, new PortDefaults(false), new Random(1)),
            book);

    private static PodFacts waiting(String name) {
        return new PodFacts(
                "shop",
                name,
                name + "-uid",
                "1",
                Map.of("ovn.kubernetes.io/ip_address", "nonsense"),
                Optional.empty(),
                PodFacts.Phase.PENDING,
                false,
                false,
                "n");
    }

    @Test
    void waitsNoMoreWhenWeWorkAgain() {
        reconciler.activate();
        pods.forEach(pod -> reconciler.offer(PortIdentity.ofPod(pod)));
        assertThat(reconciler.figures().waiting()).isEqualTo(2);
        reconciler.pause();
        pods.remove(0);

        reconciler.activate();

        assertThat(reconciler.figures().waiting()).isEqualTo(1);
    }

    private final class Seen extends NoPods {
        @Override
        public List<PodFacts> pods(PortIdentity port) {
            return pods.stream()
                    .filter(pod -> PortIdentity.ofPod(pod).equals(port))
                    .toList();
        }
    }
}
