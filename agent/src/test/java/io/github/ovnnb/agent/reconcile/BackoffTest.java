package io.github.ovnnb.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.PortIdentity;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final PortIdentity A = PortIdentity.of("shop", "a");
    private static final PortIdentity B = PortIdentity.of("shop", "b");

    private final Backoff backoff = new Backoff();

    @Test
    void doublesFromATenthOfASecondToThirtySeconds() {
        var delays = IntStream.range(0, 11)
                .mapToObj(time -> backoff.afterFailure(A).toMillis())
                .toList();

        assertThat(delays).containsExactly(100L, 200L, 400L, 800L, 1600L, 3200L, 6400L, 12800L, 25600L, 30000L, 30000L);
    }

    @Test
    void countsForEachPortByItselfAndAnewAfterASuccess() {
        backoff.afterFailure(A);
        assertThat(backoff.afterFailure(B)).isEqualTo(Duration.ofMillis(100));

        backoff.succeeded(A);

        assertThat(backoff.afterFailure(A)).isEqualTo(Duration.ofMillis(100));
    }
}
