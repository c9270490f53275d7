package io.github.ovnnb.agent.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PulseTest {
    private final List<CompletableFuture<String>> questions = new ArrayList<>();
    private final Pulse pulse = new Pulse(() -> {
        questions.add(new CompletableFuture<>());
        return questions.get(questions.size() - 1);
    });

    private boolean beatsAfter(int looks) {
        boolean beats = true;
        for (int look = 0; look < looks; look++) {
            beats = pulse.beats(true);
        }
        return beats;
    }

    @Test
    void beatsWhileThereAreAnswers() {
        for (int round = 0; round < 100; round++) {
            assertThat(beatsAfter(5)).isTrue();
            questions.get(questions.size() - 1).complete("whatever it says");
        }
    }

    @Test
    void asksOneQuestionAtATimeAndStopsWithoutAnswer() {
        assertThat(beatsAfter(15)).isTrue();

        assertThat(beatsAfter(1)).isFalse();
        assertThat(questions).hasSize(1);
    }

    @Test
    void aFailureIsNoAnswer() {
        boolean beats = beatsAfter(5);
        questions.get(0).completeExceptionally(new IllegalStateException("connection reset"));

        assertThat(beats).isTrue();
        assertThat(beatsAfter(11)).isFalse();
        assertThat(questions).hasSizeGreaterThan(1);
    }

    @Test
    void beatsAgainWithTheNextAnswer() {
        assertThat(beatsAfter(20)).isFalse();
        questions.get(0).complete("here I am");

        assertThat(beatsAfter(1)).isTrue();
    }

    @Test
    void asksNothingWhileNobodyWantsToKnow() {
        for (int look = 0; look < 100; look++) {
            assertThat(pulse.beats(false)).isTrue();
        }

        assertThat(questions).isEmpty();
        assertThat(beatsAfter(15)).isTrue();
    }
}
