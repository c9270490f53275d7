package io.github.ovnnb.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.Obstacle;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whoever waits for an address while the database is out of sight is told so. */
class OutageTest {
    private static final Duration ONE_LOOK = Duration.ofSeconds(10);

    private record Due(long at, Runnable action) {}

    private final List<PodFacts> pods = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final List<Due> timers = new ArrayList<>();
    private CompletionStage<Boolean> servedByOthers = CompletableFuture.completedFuture(false);
    private long now;
    private final Outage outage = new Outage(
            new Cache(),
            new ToldPods(),
            "tcp:10.0.0.10:6641",
            port -> port.provider().isDefault(),
            () -> servedByOthers,
            (delay, action) -> timers.add(new Due(now + delay.toMillis(), action)),
            Runnable::run);

    private void passes(Duration time) {
        for (long end = now + time.toMillis(); now < end; ) {
            now = Math.min(end, now + 1_000);
            var due = timers.stream().filter(timer -> timer.at() <= now).toList();
            timers.removeAll(due);
            due.forEach(timer -> timer.action().run());
        }
    }

    private void pod(String name, Map<String, String> annotations) {
        pods.add(new PodFacts(
                "shop",
                name,
                "uid-" + name,
                "1",
                annotations,
                Optional.empty(),
                PodFacts.Phase.PENDING,
                false,
                false,
                ""));
    }

    @Test
    void tellsThoseThatWaitOnceItLastsLongerThanAFailover() {
        pod("waits", Map.of());
        pod("has-one", Map.of("ovn.kubernetes.io/allocated", "true"));
        outage.begin();

        passes(Outage.PATIENCE.minusSeconds(1));
        assertThat(told).isEmpty();
        passes(Duration.ofSeconds(1));

        assertThat(told)
                .containsExactly(
                        "waits CreateOVNPortFailed: the Northbound database (tcp:10.0.0.10:6641) can't be reached,"
                                + " or has no leader; the Pod gets its address when it is back");
    }

    @Test
    void tellsEachThatComesMeanwhileAndNobodyTwiceInARow() {
        pod("first", Map.of());
        outage.begin();
        passes(Outage.PATIENCE.plus(ONE_LOOK));

        pod("second", Map.of());
        passes(ONE_LOOK);

        assertThat(told).hasSize(2);
        assertThat(told.get(1)).startsWith("second ");
    }

    @Test
    void tellsAgainBeforeKubernetesForgetsItsEvents() {
        pod("waits", Map.of());
        outage.begin();

        passes(Duration.ofHours(1));

        assertThat(told).hasSizeBetween(4, 7);
    }

    /** The same words again are the same Event, counted up. */
    @Test
    void tellsEachOfHundredsTheSameFewTimesInAnHour() {
        for (int number = 0; number < 300; number++) {
            pod("waits-" + number, Map.of());
        }
        outage.begin();

        passes(Duration.ofHours(1));

        var times = told.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(times).hasSize(300);
        assertThat(times.values()).allSatisfy(count -> assertThat(count).isBetween(4L, 7L));
    }

    @Test
    void isQuietWhenTheDatabaseIsBack() {
        pod("waits", Map.of());
        outage.begin();
        outage.end();

        passes(Duration.ofHours(1));

        assertThat(told).isEmpty();
    }

    @Test
    void isQuietWhileAnotherAgentServesThem() {
        pod("waits", Map.of());
        servedByOthers = CompletableFuture.completedFuture(true);
        outage.begin();
        passes(Duration.ofMinutes(1));
        assertThat(told).isEmpty();

        servedByOthers = CompletableFuture.completedFuture(false);
        passes(ONE_LOOK);

        assertThat(told).hasSize(1);
    }

    @Test
    void goesOnWhenItCannotBeFoundOutOnce() {
        pod("waits", Map.of());
        servedByOthers = CompletableFuture.failedFuture(new IllegalStateException("no answer"));
        outage.begin();
        passes(Duration.ofMinutes(1));
        assertThat(told).isEmpty();

        servedByOthers = CompletableFuture.completedFuture(false);
        passes(ONE_LOOK);

        assertThat(told).hasSize(1);
    }

    private final class ToldPods implements Announcer {
        @Override
        public void warn(PodFacts pod, Obstacle obstacle) {
            told.add(pod.name() + " " + obstacle.reason() + ": " + obstacle.message());
        }
    }

    private final class Cache extends NoPods {
        @Override
        public List<PodFacts> pods(PortIdentity port) {
            return pods.stream()
                    .filter(pod -> PortIdentity.allOfPod(pod).contains(port))
                    .toList();
        }

        @Override
        public Collection<PortIdentity> ports() {
            return pods.stream()
                    .flatMap(pod -> PortIdentity.allOfPod(pod).stream())
                    .toList();
        }
    }
}
