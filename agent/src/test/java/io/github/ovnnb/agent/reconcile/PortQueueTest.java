package io.github.ovnnb.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.PortIdentity;
import org.junit.jupiter.api.Test;

class PortQueueTest {
    private static final PortIdentity A = PortIdentity.of("shop", "a");
    private static final PortIdentity B = PortIdentity.of("shop", "b");

    private final PortQueue queue = new PortQueue();

    @Test
    void handsAPortOutOnceHoweverOftenItWasOffered() {
        queue.offer(A);
        queue.offer(A);

        assertThat(queue.take()).contains(A);
        assertThat(queue.take()).isEmpty();
    }

    @Test
    void holdsBackABusyPortAndHandsItOutAgainWhenItIsDone() {
        queue.offer(A);
        queue.take();
        queue.offer(A);
        assertThat(queue.take()).isEmpty();

        queue.done(A);

        assertThat(queue.take()).contains(A);
    }

    @Test
    void putsSweepsBehindNews() {
        queue.offerRoutine(A);
        queue.offer(B);

        assertThat(queue.take()).contains(B);
        assertThat(queue.take()).contains(A);
    }

    @Test
    void makesASweepsPortUrgentWhenThereIsNewsOfIt() {
        queue.offerRoutine(A);
        queue.offerRoutine(B);
        queue.offer(B);

        assertThat(queue.take()).contains(B);
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void sweepsNothingThatIsBeingWorkedOn() {
        queue.offer(A);
        queue.take();
        queue.offerRoutine(A);
        queue.done(A);

        assertThat(queue.isEmpty()).isTrue();
    }
}
