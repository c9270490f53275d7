package io.github.ovnnb.agent.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class LeaderLeaseTest {
    private static final String NAMESPACE = "shop";
    private static final String NAME = "ovn-nb-agent";

    @SuppressWarnings("NullAway.Init") // Set by the extension.
    private KubernetesClient client;

    private LeaderLease candidate(String identity, BlockingQueue<String> news) {
        return new LeaderLease(
                client,
                NAMESPACE,
                NAME,
                identity,
                () -> news.add(identity + " leads"),
                () -> news.add(identity + " leads no more"));
    }

    private static String next(BlockingQueue<String> news) throws InterruptedException {
        return Objects.requireNonNullElse(news.poll(30, TimeUnit.SECONDS), "nothing");
    }

    @Test
    void whoWithdrawsLeavesTheLeaseToAnotherAndMayStandAgain() throws InterruptedException {
        var news = new LinkedBlockingQueue<String>();
        try (var first = candidate("first", news);
                var second = candidate("second", news)) {
            first.start();
            assertThat(next(news)).isEqualTo("first leads");
            second.start();
            assertThat(first.isSurelyOurs()).isTrue();
            assertThat(second.isSurelyOurs()).isFalse();

            first.withdraw();
            assertThat(next(news)).isEqualTo("first leads no more");
            assertThat(first.isSurelyOurs()).isFalse();
            // Long before the lease would have run out, or it was not given back.
            assertThat(next(news)).isEqualTo("second leads");

            first.start();
            second.withdraw();
            assertThat(next(news)).isEqualTo("second leads no more");
            assertThat(next(news)).isEqualTo("first leads");
        }
        assertThat(next(news)).isEqualTo("first leads no more");
    }

    @Test
    void tellsWhetherAnotherHoldsIt() throws InterruptedException {
        var news = new LinkedBlockingQueue<String>();
        var now = Instant.now();
        try (var first = candidate("first", news);
                var second = candidate("second", news)) {
            assertThat(isHeldByAnother(second, now)).isFalse();

            first.start();
            assertThat(next(news)).isEqualTo("first leads");

            assertThat(isHeldByAnother(first, now)).isFalse();
            assertThat(isHeldByAnother(second, now)).isTrue();
            assertThat(isHeldByAnother(second, now.plus(Duration.ofMinutes(1))))
                    .as("nobody has renewed it for long")
                    .isFalse();
        }
        assertThat(next(news)).isEqualTo("first leads no more");
        // It is given back on a thread of its own.
        await().until(() -> !isHeldByAnother(candidate("second", news), Instant.now()));
    }

    private static boolean isHeldByAnother(LeaderLease lease, Instant now) {
        return lease.isHeldByAnother(now).toCompletableFuture().join();
    }

    /** fabric8 adds up to 1.2 times the pause to it, as client-go does. */
    @Test
    void aLeaseThatWasGivenBackIsTakenWithinTwoSecondsAndALeaderHasSeveralTriesToRenew() {
        var longestPause = LeaderLease.RETRY.multipliedBy(22).dividedBy(10);

        assertThat(longestPause.plusMillis(800)).as("with two slow answers").isLessThan(Duration.ofSeconds(2));
        assertThat(longestPause.multipliedBy(5)).as("tries to renew").isLessThan(LeaderLease.RENEW_DEADLINE);
        assertThat(LeaderLease.RENEW_DEADLINE).isLessThan(LeaderLease.LEASE);
    }
}
